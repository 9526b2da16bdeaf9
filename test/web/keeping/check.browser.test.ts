/** A library that was hurt: it is told what is wrong, and mended without losing anything. */
import { describe, expect, test } from 'vitest'
import { createId } from '#shared/id'
import { asEpochMillis } from '#shared/units'
import type { Finding, Library } from '#web/store'
import { fillWithOneOfEach } from '../store/released-content.ts'
import {
  behindItsBack,
  fillRandom,
  NOON,
  openTestLibrary,
  saveTestSession,
  unwrap,
} from '../store/support.ts'
import { contentOf, exportToFile, importFile, opened, rowsIn } from './archives.ts'

const filled = async (now = () => NOON) => {
  const library = await openTestLibrary({ now })
  await fillWithOneOfEach(library)
  return library
}

const kindsOf = (findings: readonly Finding[]) => findings.map(({ kind }) => kind).sort()

const findingsOf = async (library: Library, options = {}) =>
  unwrap(await library.checkLibrary(options)).findings

const removeRow = (library: Library, table: string, key: string) =>
  behindItsBack(library.name, table, store => store.delete(key))

describe('a whole library', () => {
  test('has nothing to mend, also when looked at thoroughly', async () => {
    const library = await filled()
    const before = await contentOf(library.name, [])
    expect(unwrap(await library.checkLibrary({ thorough: true, repair: true }))).toMatchObject({
      findings: [],
      deed: null,
    })
    expect(await contentOf(library.name, [])).toEqual(before)
  })
})

describe('a check', () => {
  test('without a repair changes nothing', async () => {
    const library = await filled()
    const [session] = await rowsIn(library.name, 'sessions')
    await removeRow(library, 'sessions', `${session!.id}`)
    const before = await contentOf(library.name, [])
    expect(kindsOf(await findingsOf(library))).toContain('laps-without-session')
    expect(await contentOf(library.name, [])).toEqual(before)
  })

  test('gives laps whose session is gone a session again, and that can be undone', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    await removeRow(library, 'sessions', id)
    await removeRow(library, 'bests', id)
    const report = unwrap(await library.checkLibrary({ repair: true }))
    expect(kindsOf(report.findings)).toEqual(['laps-without-session', 'unneeded-bytes'])
    const [line] = unwrap(await library.listSessions())
    expect(line).toMatchObject({
      session: { id, name: 'Recovered laps', origin: { kind: 'recovered' } },
      track: 'Testring',
      car: '296 GT3',
      lapCount: 3,
      best: { timeMs: 60_000 },
    })
    expect(await findingsOf(library)).toMatchObject([{ kind: 'unneeded-bytes', count: 1, removed: 0 }])
    unwrap(await library.undoDeed(report.deed!))
    expect(unwrap(await library.listSessions())).toEqual([])
  })

  test('puts a record in the place of a track, car or driver that is gone', async () => {
    const library = await openTestLibrary()
    await saveTestSession(library)
    for (const table of ['tracks', 'cars', 'drivers']) {
      const [row] = await rowsIn(library.name, table)
      await removeRow(library, table, `${row!.id}`)
    }
    const names = { session: 'S', tracks: 'Strecke', cars: 'Auto', drivers: 'Jemand' }
    await findingsOf(library, { repair: true, names })
    const [line] = unwrap(await library.listSessions())
    expect(line).toMatchObject({ track: 'Strecke', car: 'Auto', drivers: ['Jemand'] })
    expect(await findingsOf(library)).toEqual([])
  })

  test('says that a layout is gone and makes none up', async () => {
    const library = await openTestLibrary()
    await saveTestSession(library)
    const [row] = await rowsIn(library.name, 'layouts')
    await removeRow(library, 'layouts', `${row!.id}`)
    const before = await contentOf(library.name)
    expect(await findingsOf(library, { repair: true })).toMatchObject([
      { kind: 'missing-record', table: 'layouts' },
    ])
    expect((await contentOf(library.name)).sessions).toEqual(before.sessions)
  })

  test('derives again what does not fit', async () => {
    const library = await filled()
    const before = await contentOf(library.name)
    const [session] = await rowsIn(library.name, 'sessions')
    const [lap] = await rowsIn(library.name, 'laps')
    await behindItsBack(library.name, 'sessions', store =>
      store.put({ ...session, summary: { lapCount: 99 } }),
    )
    await behindItsBack(library.name, 'laps', store => store.put({ ...lap, rankMs: 1 }))
    await behindItsBack(library.name, 'bests', store => store.clear())
    expect(kindsOf(await findingsOf(library, { repair: true }))).toEqual(['damaged-rows', 'wrong-derived'])
    expect(await contentOf(library.name)).toEqual(before)
    expect(await findingsOf(library)).toEqual([])
  })

  test('finds bytes that are gone, and damaged ones when it is thorough', async () => {
    const library = await filled()
    const [gone, damaged] = (await rowsIn(library.name, 'blobs')) as { sha256: string; store: string }[]
    await removeRow(library, 'blobs', gone!.sha256)
    const chunk = await behindItsBack(library.name, 'chunks', store => store.get([damaged!.store, 0]))
    chunk.bytes[0] ^= 255
    await behindItsBack(library.name, 'chunks', store => store.put(chunk))
    expect(await findingsOf(library)).toEqual([
      { kind: 'missing-bytes', names: [gone!.sha256] },
      { kind: 'stray-pieces', count: 1 },
    ])
    const done: number[] = []
    const found = await findingsOf(library, {
      thorough: true,
      repair: true,
      onProgress: (each: number) => done.push(each),
    })
    expect(found).toContainEqual({ kind: 'damaged-bytes', names: [damaged!.sha256] })
    expect(done.length).toBeGreaterThan(0)
    expect(await rowsIn(library.name, 'blobs')).toContainEqual(
      expect.objectContaining({ sha256: damaged!.sha256 }),
    )
    expect(kindsOf(await findingsOf(library))).toEqual(['missing-bytes'])
  })

  test('removes bytes nothing needs only when they are older than 30 days', async () => {
    let now = NOON
    const library = await filled(() => now)
    const bytes = new TextEncoder().encode('nobody needs this')
    unwrap(await library.blobs.name(unwrap(await library.blobs.stage([{ bytes, kind: 'trace', own: true }]))))
    now = asEpochMillis(NOON + 29 * 86_400_000)
    expect(await findingsOf(library, { repair: true })).toMatchObject([{ count: 1, removed: 0 }])
    now = asEpochMillis(NOON + 31 * 86_400_000)
    expect(await findingsOf(library, { repair: true })).toMatchObject([{ count: 1, removed: 1 }])
    expect(await findingsOf(library)).toEqual([])
  })

  test('calls nothing unneeded while a record that may need it cannot be read', async () => {
    const library = await openTestLibrary()
    const id = await saveTestSession(library)
    const row = await behindItsBack(library.name, 'sessions', store => store.get(id))
    await behindItsBack(library.name, 'sessions', store => store.put({ ...row, startedAt: 'yesterday' }))
    expect(kindsOf(await findingsOf(library, { repair: true }))).toEqual(['damaged-rows'])
  })
})

describe('S2 one corrupt row in each table', () => {
  const TABLES = [
    'sessions',
    'laps',
    'tracks',
    'layouts',
    'cars',
    'drivers',
    'setups',
    'deeds',
    'bests',
    'settings',
  ] as const

  test.for(
    TABLES,
  )('of %s: the library opens, leaves it out, says so, and an export carries it', async table => {
    const library = await filled()
    const [row] = await rowsIn(library.name, table)
    const key = table === 'bests' ? 'sessionId' : table === 'settings' ? 'key' : 'id'
    const bad = {
      [key]: table === 'settings' ? [1] : createId(fillRandom),
      name: 7,
      note: 'hurt',
      from: row![key],
    }
    await behindItsBack(library.name, table, store => store.put(bad))
    const lines = unwrap(await library.listSessions())
    expect(lines.length).toBeGreaterThan(0)
    unwrap(await library.listDeeds())
    unwrap(await library.settings())
    expect(await findingsOf(library, { repair: true })).toContainEqual(
      expect.objectContaining({ kind: 'damaged-rows', rows: [expect.objectContaining({ table })] }),
    )
    const file = await exportToFile(library)
    const { manifest, archive } = await opened(file)
    if (table !== 'bests') {
      expect(manifest!.tables[table]!.damaged).toBe(1)
      const entry = archive.entries.find(({ name }) => name === `damaged/${table}.jsonl`)!
      const text = await archive.readWhole(entry)
      expect(text.ok && new TextDecoder().decode(text.bytes)).toContain('hurt')
    }
    const to = await openTestLibrary()
    await importFile(to, file)
    expect(unwrap(await to.listSessions())).toHaveLength(lines.length)
  })
})

describe('storage by session', () => {
  test('counts every byte once, the largest first', async () => {
    const library = await filled()
    const use = unwrap(await library.storageBySession())
    const kinds = unwrap(await library.storageUsage()).bytesByKind
    const all = Object.values(kinds).reduce((sum, bytes) => sum + bytes, 0)
    const bySession = use.sessions.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(bySession + use.sharedBytes + use.otherBytes).toBe(all)
    expect(use.sessions.map(({ bytes }) => bytes)).toEqual(
      use.sessions.map(({ bytes }) => bytes).sort((a, b) => b - a),
    )
    expect(use.sharedBytes).toBeGreaterThan(0)
  })
})
