/** S4: every released version of the library is kept as a dump, and opens in this one with everything in it. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { commands } from 'vitest/browser'
import { openLibrary } from '#web/store'
import { SCHEMA, versionOf } from '../../../web/store/schema.ts'
import { type Dump, dumpLibrary, dumpToText, loadDump, textToDump } from './dump.ts'
import { fillLeagues, fillWithOneOfEach } from './released-content.ts'
import { deleteDatabase, openTestLibrary, uniqueName, unwrap } from './support.ts'

const RELEASED = SCHEMA.map(step => step.version)

/** The best of each driver and session; from version 2 on one of them was marked invalid by hand. */
const BESTS: Readonly<Record<number, readonly number[]>> = {
  1: [149_500, 151_000, 60_000],
  2: [149_500, 60_000],
  3: [120_001, 149_500, 60_000],
  4: [120_001, 149_500, 60_000],
}

/** Sessions that are not deleted; from version 3 on one of a rig, at the track of a log. */
const LISTED: Readonly<Record<number, readonly (readonly [track: string, laps: number])[]>> = {
  1: [
    ['Spa', 2],
    ['Testring', 3],
  ],
  2: [
    ['Spa', 2],
    ['Testring', 3],
  ],
  3: [
    ['Spa', 2],
    ['Spa', 2],
    ['Testring', 3],
  ],
  4: [
    ['Spa', 2],
    ['Spa', 2],
    ['Testring', 3],
  ],
}

const fileOf = (version: number): string => `test/fixtures/library/version-${version}.json`

/** `VITE_KEEP_DUMP=1` writes the dump of a version that has none yet; a kept one is never written again. */
const dumpOf = async (version: number) => {
  const isNew = version === versionOf(SCHEMA) && import.meta.env.VITE_KEEP_DUMP === '1'
  const text = await commands.readFile(fileOf(version)).catch(() => null)
  if (text !== null) return textToDump(text)
  if (!isNew) throw new Error(`${fileOf(version)} is missing: run this test once with VITE_KEEP_DUMP=1`)
  const library = await openTestLibrary()
  await fillWithOneOfEach(library)
  await fillLeagues(library)
  const dump = withoutKeys(await dumpLibrary(library.name))
  await commands.writeFile(fileOf(version), dumpToText(dump))
  return dump
}

/** Keys cannot be read out of a browser: that is what they are for. */
const withoutKeys = (dump: Dump): Dump => ({
  ...dump,
  tables: dump.tables.map(table => (table.name === 'identity' ? { ...table, rows: [] } : table)),
})

const opened = async (version: number) => {
  const dump = await dumpOf(version)
  const name = uniqueName()
  await loadDump(name, dump)
  const library = unwrap(await openLibrary({ name }))
  onTestFinished(async () => {
    library.close()
    await deleteDatabase(name)
  })
  return { dump, library }
}

const rowsOf = (dump: Awaited<ReturnType<typeof dumpLibrary>>, table: string): readonly object[] =>
  (dump.tables.find(each => each.name === table)?.rows ?? []) as object[]

describe.for(RELEASED)('S4 a library of version %i', version => {
  test('opens with every row it had, none of them damaged', async () => {
    const { dump, library } = await opened(version)
    expect(unwrap(await library.checkRows())).toEqual([])
    const after = await dumpLibrary(library.name)
    expect(after.version).toBe(10 * versionOf(SCHEMA))
    for (const { name, rows } of dump.tables) {
      if (name !== 'meta') expect(rowsOf(after, name), name).toEqual(rows)
    }
  })

  test('shows its sessions, laps, traces and originals', async () => {
    const { library } = await opened(version)
    const sessions = unwrap(await library.listSessions())
    expect(unwrap(await library.listSessions({ others: true }))).toHaveLength(
      sessions.length + (version >= 4 ? 1 : 0),
    )
    expect(sessions.map(({ track, lapCount }) => [track, lapCount]).sort()).toEqual(LISTED[version])
    expect(unwrap(await library.listSessions({ deleted: true }))).toHaveLength(1)
    for (const { session } of sessions) {
      const { laps } = unwrap(await library.session(session.id))
      for (const lap of laps) expect(unwrap(await library.lapTrace(lap)).channels).toHaveLength(1)
      if (session.origin.kind === 'file') unwrap(await library.blobs.read(session.origin.original.sha256))
    }
    expect(unwrap(await library.settings()).theme).toBe('contrast')
    expect(unwrap(await library.recall('csv-mapping', 'time,speed'))).toEqual({ time: 0, speed: 1 })
  })

  test('gets its bests once, from the sessions it has', async () => {
    const { library } = await opened(version)
    unwrap(await library.rederive())
    expect(unwrap(await library.rederive())).toBe(0)
    const bests = unwrap(await library.bestsOf())
    const fastest = bests.flatMap(row => row.groups.flatMap(group => group.best?.timeMs ?? []))
    expect(fastest.sort()).toEqual(BESTS[version])
  })
})
