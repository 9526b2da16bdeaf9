/** From one version of the library to the next: complete, interrupted, with other tabs open, and backwards. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { openLibrary, unavailable } from '#web/store'
import { SCHEMA, type SchemaStep, versionOf } from '../../../web/store/schema.ts'
import { dumpLibrary } from './dump.ts'
import { NEXT_SCHEMA, NEXT_STEP, OLD_LAPS, OLD_SCHEMA, OLD_STEP } from './next-schema.ts'
import {
  behindItsBack,
  deleteDatabase,
  firstOf,
  NOON,
  openTestLibrary,
  recordedSession,
  saveTestSession,
  settled,
  uniqueName,
  unwrap,
} from './support.ts'

/** A library of the old version with its laps in it, closed. */
const oldLibrary = async (): Promise<string> => {
  const library = await openTestLibrary({ steps: OLD_SCHEMA })
  library.close()
  const db = await settled(indexedDB.open(library.name))
  const laps = db.transaction('laps', 'readwrite').objectStore('laps')
  await Promise.all(OLD_LAPS.map(lap => settled(laps.put(lap))))
  db.close()
  return library.name
}

const lapsIn = (name: string) => behindItsBack(name, 'laps', laps => laps.getAll())

const shapeOf = async (name: string) => {
  const db = await settled(indexedDB.open(name))
  const tables = [...db.objectStoreNames]
  const transaction = db.transaction(tables)
  const indexes = tables.map(table => [table, [...transaction.objectStore(table).indexNames].sort()])
  const { version } = db
  db.close()
  return { version, indexes }
}

const failingAfterHalf = (
  fail: (tables: Parameters<NonNullable<SchemaStep['upgrade']>>[0]) => void,
): SchemaStep => ({
  ...NEXT_STEP,
  upgrade: async tables => {
    await tables.table('laps').limit(250).delete()
    fail(tables)
  },
})

describe('the schema', () => {
  test('makes a database whose native version is ten times its own', async () => {
    const library = await openTestLibrary()
    library.close()
    const { version, indexes } = await shapeOf(library.name)
    expect(version).toBe(10 * versionOf(SCHEMA))
    expect(Object.fromEntries(indexes)).toMatchInlineSnapshot(`
      {
        "bests": [
          "carId",
          "layoutId",
          "trackId",
        ],
        "blobNames": [
          "[league+entry]",
        ],
        "blobs": [
          "[kind+size]",
        ],
        "boards": [],
        "cars": [
          "[origin+name]",
        ],
        "chunks": [],
        "deeds": [
          "at",
        ],
        "documents": [],
        "drivers": [
          "[origin+name]",
        ],
        "entries": [
          "[league+kind]",
          "about",
          "hashes",
          "names",
        ],
        "feeds": [],
        "identity": [],
        "laps": [
          "[driverId+layoutId+rankMs]",
          "[layoutId+carId+rankMs]",
          "[layoutId+rankMs]",
          "sessionId",
          "trace.sha256",
        ],
        "layouts": [
          "trackId",
        ],
        "leagues": [],
        "meta": [],
        "partials": [
          "touchedAt",
        ],
        "seen": [],
        "sessions": [
          "[carId+startedAt]",
          "[layoutId+startedAt]",
          "[trackId+startedAt]",
          "betweenTrace.sha256",
          "deletedAt",
          "origin.original.sha256",
          "origin.recording",
          "startedAt",
        ],
        "settings": [],
        "setups": [
          "carId",
        ],
        "shares": [
          "league",
        ],
        "staging": [
          "touchedAt",
        ],
        "taken": [
          "here",
          "openedAt",
        ],
        "tracks": [
          "[origin+name]",
        ],
      }
    `)
  })

  test('has steps in order without gaps', () => {
    expect(SCHEMA.map(step => step.version)).toEqual(SCHEMA.map((_, index) => index + 1))
  })
})

describe('S4 an older library', () => {
  test('is brought up to date when it is opened', async () => {
    const name = await oldLibrary()
    const library = unwrap(await openLibrary({ name, steps: NEXT_SCHEMA }))
    library.close()
    const laps = await lapsIn(name)
    expect(laps).toHaveLength(OLD_LAPS.length)
    expect(laps[7]).toEqual({
      id: 'lap 007',
      sessionId: 'session',
      privacy: 'my-devices',
      endMs: 60_007,
    })
    const fresh = await openTestLibrary({ steps: NEXT_SCHEMA })
    fresh.close()
    expect(await shapeOf(name)).toEqual(await shapeOf(fresh.name))
  })

  test.for([
    [
      'throws',
      () => {
        throw new Error('a lap that nobody expected')
      },
    ],
    ['aborts', tables => tables.abort()],
  ] as [
    string,
    Parameters<typeof failingAfterHalf>[0],
  ][])('whose upgrade %s half-way is as it was, says so, and is upgraded the next time', async ([, fail]) => {
    const name = await oldLibrary()
    const before = await shapeOf(name)
    const failed = await openLibrary({ name, steps: [OLD_STEP, failingAfterHalf(fail)] })
    expect(failed).toEqual(unavailable('broken'))
    expect(await lapsIn(name)).toEqual(OLD_LAPS)
    expect(await shapeOf(name)).toEqual(before)
    unwrap(await openLibrary({ name, steps: NEXT_SCHEMA })).close()
    expect((await lapsIn(name))[499]).toMatchObject({ endMs: 60_499 })
  })

  test('whose upgrade is killed half-way is as it was, and is upgraded the next time', async () => {
    const name = await oldLibrary()
    const worker = new Worker(new URL('./stuck-upgrade.worker.ts', import.meta.url), { type: 'module' })
    await new Promise(resolve => {
      worker.onmessage = resolve
      worker.postMessage(name)
    })
    worker.terminate()
    expect(await lapsIn(name)).toEqual(OLD_LAPS)
    unwrap(await openLibrary({ name, steps: NEXT_SCHEMA })).close()
    expect(await lapsIn(name)).toHaveLength(OLD_LAPS.length)
  })
})

describe('S4 with an older tab open', () => {
  test('the older tab lets go, says why, and what it saved is there', async () => {
    const old = await openTestLibrary({ steps: OLD_SCHEMA })
    await old.setSetting('units', 'imperial')
    const told = firstOf(old.watchSettings(), outcome => !outcome.ok)
    const next = unwrap(await openLibrary({ name: old.name, steps: NEXT_SCHEMA }))
    expect(await told).toEqual(unavailable('updated-elsewhere'))
    expect(await old.setSetting('units', 'metric')).toEqual(unavailable('updated-elsewhere'))
    expect(unwrap(await next.settings()).units).toBe('imperial')
    next.close()
  })

  test('a session being saved there is finished first', async () => {
    const old = await openTestLibrary({ steps: SCHEMA })
    const recorded = await recordedSession(old)
    const steps = [...SCHEMA, { version: versionOf(SCHEMA) + 1, stores: {} }]
    let opening: ReturnType<typeof openLibrary> | undefined
    const saving = old.saveSession(recorded, () => {
      opening ??= openLibrary({ name: old.name, steps })
    })
    expect(unwrap(await saving)).toBe(recorded.id)
    const next = unwrap(await opening!)
    expect(unwrap(await next.session(recorded.id)).laps).toHaveLength(3)
    expect(await old.listSessions()).toEqual(unavailable('updated-elsewhere'))
    next.close()
  })

  test('that does not let go, opening settles and says so; once it is gone, opening works', async () => {
    const name = await oldLibrary()
    const frozen = await settled(indexedDB.open(name))
    const blocked = await openLibrary({ name, steps: NEXT_SCHEMA, patienceMs: 50 })
    expect(blocked).toEqual(unavailable('blocked'))
    frozen.close()
    const library = unwrap(await openLibrary({ name, steps: NEXT_SCHEMA }))
    expect(await lapsIn(name)).toHaveLength(OLD_LAPS.length)
    library.close()
  })
})

describe('S4 a newer library', () => {
  const newerLibrary = async () => {
    const more = { version: versionOf(SCHEMA) + 1, stores: { extra: 'id' } }
    const newer = await openTestLibrary({ steps: [...SCHEMA, more] })
    const id = await saveTestSession(newer)
    newer.close()
    return { name: newer.name, id }
  }

  test('is opened to be looked at, says so, and every write is refused', async () => {
    const { name, id } = await newerLibrary()
    const before = await dumpLibrary(name)
    const library = unwrap(await openLibrary({ name }))
    const refusal = unavailable('newer-library')
    expect(await firstOf(library.state)).toEqual({ kind: 'open', readOnly: refusal })
    const { laps } = unwrap(await library.session(id))
    unwrap(await library.lapTrace(laps[0]!))
    expect(await library.editSessions([id], { name: 'x' })).toEqual(refusal)
    expect(await library.deleteSession(id)).toEqual(refusal)
    expect(await library.setSetting('theme', 'dark')).toEqual(refusal)
    expect(await library.tidy()).toEqual(refusal)
    const recorded = { laps: [], between: null, notes: '', privacy: 'device' } as const
    const nowhere = { trackId: null, layoutId: null, carId: null, utcOffsetMin: null } as const
    const origin = { kind: 'sample', seed: 1 } as const
    const more = { ...recorded, ...nowhere, origin, startedAt: NOON, id: library.newSessionId() }
    expect(await library.saveSession(more)).toEqual(refusal)
    library.close()
    expect(await dumpLibrary(name)).toEqual(before)
  })

  test('that lacks a table this page reads is refused and left untouched', async () => {
    const name = uniqueName()
    const request = indexedDB.open(name, 1000)
    request.onupgradeneeded = () => request.result.createObjectStore('people', { keyPath: 'id' })
    const db = await settled(request)
    db.close()
    onTestFinished(() => deleteDatabase(name))
    const before = await shapeOf(name)
    expect(await openLibrary({ name })).toEqual(unavailable('newer-library'))
    expect(await shapeOf(name)).toEqual(before)
  })
})
