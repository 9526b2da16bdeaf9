/** From one version of the library to the next: complete, interrupted, with other tabs open, and backwards. */
import { describe, expect, test } from 'vitest'
import { openLibrary, unavailable } from '#web/store'
import { SCHEMA, type SchemaStep, versionOf } from '../../../web/store/schema.ts'
import { NEXT_SCHEMA, NEXT_STEP, OLD_LAPS, OLD_SCHEMA, OLD_STEP } from './next-schema.ts'
import {
  behindItsBack,
  firstOf,
  openTestLibrary,
  recordedSession,
  saveTestSession,
  settled,
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
        ],
        "blobs": [
          "[kind+size]",
        ],
        "cars": [
          "[origin+name]",
        ],
        "chunks": [],
        "deeds": [
          "at",
        ],
        "drivers": [
          "[origin+name]",
        ],
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
        "meta": [],
        "sessions": [
          "[carId+startedAt]",
          "[layoutId+startedAt]",
          "[trackId+startedAt]",
          "betweenTrace.sha256",
          "deletedAt",
          "origin.original.sha256",
          "startedAt",
        ],
        "settings": [],
        "setups": [
          "carId",
        ],
        "staging": [
          "touchedAt",
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

describe('an older library', () => {
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

describe('with an older tab open', () => {
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

describe('a newer library', () => {
  test('is refused with a sentence and left untouched', async () => {
    const newer = await openTestLibrary({
      steps: [...SCHEMA, { version: versionOf(SCHEMA) + 1, stores: { laps: 'id', extra: 'id' } }],
    })
    await saveTestSession(newer)
    newer.close()
    const before = await shapeOf(newer.name)
    expect(await openLibrary({ name: newer.name })).toEqual(unavailable('newer-library'))
    expect(await shapeOf(newer.name)).toEqual(before)
    expect(await behindItsBack(newer.name, 'laps', laps => laps.count())).toBe(3)
  })
})
