/** Originals read again, lines moved, recordings joined: what a person did stays. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Gate, gateToPlace, movedBy, placeToGate } from '#shared/geo'
import type { SessionId } from '#shared/id'
import { isRanked } from '#shared/lap'
import type { Library } from '#web/store'
import {
  findContinuations as findInWorker,
  type OpenedLine,
  openLineMover,
  readerVersions,
  readSessionAgain,
} from '#web/workers'
import { findContinuations, joinKept } from '../../../web/workers/import-join.ts'
import { readAgain as readKeptAgain, tableOf } from '../../../web/workers/import-kept.ts'
import { type LineDesk, openLine } from '../../../web/workers/import-line.ts'
import { behindItsBack, openTestLibrary, unwrap } from '../store/support.ts'
import { markedLog, NOON, tableFile } from './files.ts'
import { explained, importedSession, importInto, importTable, reportOf, timesOf } from './support.ts'

const detailOf = async (library: Library, id: SessionId) => unwrap(await library.session(id))

/** As another tab would have changed it meanwhile. */
const changeRow = async (library: Library, id: SessionId, changes: object): Promise<void> => {
  const row = await behindItsBack(library.name, 'sessions', store => store.get(id))
  await behindItsBack(library.name, 'sessions', store => store.put({ ...row, ...changes }))
}

const readAgain = async (library: Library, id: SessionId) => {
  const outcome = await readKeptAgain(library, id, () => {})
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
  return outcome
}

const openDesk = async (library: Library, id: SessionId): Promise<LineDesk> => {
  const { desk, outcome } = await openLine(library, id, () => {})
  if (!desk) throw new Error(JSON.stringify(outcome))
  return desk
}

const join = (library: Library, first: SessionId, second: SessionId) =>
  joinKept(library, first, second, () => {})

/** The line in force, so many metres further along the road. */
const movedLine = ({ opened: { path, line } }: { readonly opened: OpenedLine }, metres: number): Gate =>
  placeToGate(path, movedBy(path, gateToPlace(path, line!.gate), metres))

describe('a session read again', () => {
  test('keeps its id, notes and laps, and leaves no bytes behind', async () => {
    const library = await openTestLibrary()
    const before = await importedSession(library, markedLog('a.csv'))
    const { id } = before.session
    await changeRow(library, id, { notes: 'soft tyres', privacy: 'crew' })
    const blobs = await behindItsBack(library.name, 'blobs', store => store.getAllKeys())
    expect(await readAgain(library, id)).toMatchObject({
      lapsBefore: before.laps.length,
      lapsAfter: before.laps.length,
    })
    const after = await detailOf(library, id)
    expect(after.session).toEqual({
      ...before.session,
      notes: 'soft tyres',
      privacy: 'crew',
      updatedAt: expect.any(Number),
    })
    const known = ({ id, number, startMs, endMs, trace, driverId }: (typeof before.laps)[number]) => ({
      id,
      number,
      startMs,
      endMs,
      trace,
      driverId,
    })
    expect(after.laps.map(known)).toEqual(before.laps.map(known))
    expect(await behindItsBack(library.name, 'blobs', store => store.getAllKeys())).toEqual(blobs)
  })

  test('is found when its reader was improved, once, and not when the better one could not read it', async () => {
    const library = await openTestLibrary()
    const { session } = await importedSession(library, markedLog('a.csv'))
    const versions = await readerVersions()
    expect(unwrap(await library.outdatedSessions(versions))).toEqual([])
    const better = new Map([...versions].map(([name, version]) => [name, version + 1]))
    expect(unwrap(await library.outdatedSessions(better))).toEqual([session.id])
    const { origin } = session
    if (origin.kind !== 'file') throw new Error('it came from a file')
    unwrap(await library.noteImport(session.id, { triedVersion: origin.reader.version + 1 }))
    expect(unwrap(await library.outdatedSessions(better))).toEqual([])
  })

  test('whose original is gone says so and stays as it is', async () => {
    const library = await openTestLibrary()
    const before = await importedSession(library, markedLog('a.csv'))
    await behindItsBack(library.name, 'chunks', store => store.clear())
    const outcome = await readKeptAgain(library, before.session.id, () => {})
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/\.$/) })
    expect((await detailOf(library, before.session.id)).laps).toEqual(before.laps)
  })

  test('from a table can be told anew what its columns are', async () => {
    const library = await openTestLibrary()
    const { session } = await importTable(library, tableFile('a.csv'))
    const table = await tableOf(library, session.id)
    if (!table) throw new Error('it is a table')
    expect(table.suggestion.columns).toContainEqual({ column: 3, channel: 'speed', unit: 'km/h' })
    const columns = table.suggestion.columns.filter(({ column }) => column !== 4)
    const anew = { ...explained(table), columns }
    await readKeptAgain(library, session.id, () => {}, { mapping: anew })
    const [lap] = (await detailOf(library, session.id)).laps
    const { channels } = unwrap(await library.lapTrace(lap!))
    expect(channels.map(({ name }) => name)).not.toContain('oilTemp')
    expect(unwrap(await library.recall('csv-mapping', table.fingerprint))).toMatchObject({ columns })
  })
})

describe('a line', () => {
  test('is shown on the road with the laps it gives, and those of any other place', async () => {
    const library = await openTestLibrary()
    const { session, laps } = await importTable(library, tableFile('a.csv'))
    const desk = await openDesk(library, session.id)
    const { path, speed, line, keepsTimes } = desk.opened
    expect(path.s.length).toBe(speed.length)
    expect(path.s.length).toBeLessThanOrEqual(1500)
    expect(keepsTimes).toBe(false)
    expect(line?.laps?.map(lap => lap.timeMs)).toEqual(laps.map(lap => lap.endMs - lap.startMs))
    const moved = desk.lineAt(movedLine(desk, 60))
    expect(moved.laps?.filter(lap => lap.ranked)).toHaveLength(laps.filter(isRanked).length)
    const { left, right } = line!.gate
    expect(desk.lineAt({ left: right, right: left }).laps).toBeNull()
    expect((await detailOf(library, session.id)).laps).toEqual(laps)
  })

  test('saved elsewhere is a new gate version; laps keep their ids, and other sessions follow', async () => {
    const library = await openTestLibrary()
    const first = await importTable(library, tableFile('a.csv'))
    const second = reportOf(await importInto(library, tableFile('b.csv', { seed: 8 }))).sessions[0]!.id
    const desk = await openDesk(library, first.session.id)
    const saved = await desk.save(movedLine(desk, 80))
    expect(saved).toEqual({ kind: 'saved', others: [second] })

    const after = await detailOf(library, first.session.id)
    expect(after.layout?.gateVersions.map(({ version, origin }) => [version, origin.length > 0])).toEqual([
      [1, true],
      [2, true],
    ])
    expect(after.laps.map(lap => lap.id)).toEqual(first.laps.map(lap => lap.id))
    expect(after.laps[1]!.startMs).not.toBe(first.laps[1]!.startMs)
    expect(after.laps.every(({ timing }) => timing.by === 'gates' && timing.gateVersion === 2)).toBe(true)
    expect(after.imported?.timedBy).toBe('known-layout')

    expect(unwrap(await library.sessionsTimedAtOldLines())).toEqual([second])
    await readAgain(library, second)
    expect(unwrap(await library.sessionsTimedAtOldLines())).toEqual([])
  })

  test('that a person moved stays where it is when the file is read again', async () => {
    const library = await openTestLibrary()
    const { session } = await importTable(library, tableFile('a.csv'))
    const desk = await openDesk(library, session.id)
    await desk.save(movedLine(desk, 120))
    const moved = await detailOf(library, session.id)
    await readAgain(library, session.id)
    const again = await detailOf(library, session.id)
    expect([again.laps, again.layout]).toEqual([
      moved.laps.map(lap => ({ ...lap, updatedAt: expect.any(Number) })),
      moved.layout,
    ])
  })

  test('drawn where none was makes a layout', async () => {
    const library = await openTestLibrary()
    // Half a lap: nothing is proposed.
    const { session, layout } = await importTable(library, tableFile('a.csv', { seconds: 40 }))
    expect(layout).toBeNull()
    const desk = await openDesk(library, session.id)
    expect(desk.opened.line).toBeNull()
    const { path } = desk.opened
    const gate = placeToGate(path, { s: path.s.at(-1)! / 2, turnDeg: 0, widthM: 30 })
    expect(await desk.save(gate)).toMatchObject({ kind: 'saved' })
    const after = await detailOf(library, session.id)
    expect(after.layout?.gateVersions).toHaveLength(1)
    expect(after.laps.length).toBeGreaterThan(0)
    expect(after.laps[0]!.timing).toEqual({ by: 'gates', layoutId: after.layout!.id, gateVersion: 1 })
  })

  test('never changes laps with official times', async () => {
    const library = await openTestLibrary()
    const before = await importedSession(library, markedLog('a.csv'))
    const desk = await openDesk(library, before.session.id)
    expect(desk.opened.keepsTimes).toBe(true)
    await desk.save(movedLine(desk, 50))
    const after = await detailOf(library, before.session.id)
    expect(after.laps).toEqual(before.laps)
    expect(after.layout?.gateVersions).toHaveLength(2)
  })

  test('of a session that came from no file is refused in a sentence', async () => {
    const library = await openTestLibrary()
    const { outcome } = await openLine(library, '0'.repeat(32) as SessionId, () => {})
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/\.$/) })
  })

  test('lies where it was shown', async () => {
    const library = await openTestLibrary()
    const { session } = await importTable(library, tableFile('a.csv'))
    const desk = await openDesk(library, session.id)
    const gate = movedLine(desk, 40)
    await desk.save(gate)
    const again = await openDesk(library, session.id)
    const [shown, saved] = [gate, again.opened.line!.gate]
    for (const end of ['left', 'right'] as const) {
      expect(saved[end].x).toBeCloseTo(shown[end].x, 1)
      expect(saved[end].y).toBeCloseTo(shown[end].y, 1)
    }
  })
})

describe('two recordings of one session', () => {
  const MINUTES = 60_000
  /** The second begins five minutes after the first ended. */
  const twoParts = async (library: Library) => {
    const first = reportOf(await importInto(library, markedLog('one.csv', { seed: 1 })))
    const lengthMs = first.sessions[0]!.ends.session.trace.groups[0]!.timeMs[0]!
    const startedAt = Math.round((NOON + lengthMs + 5 * MINUTES) / 1000) * 1000
    const second = reportOf(await importInto(library, markedLog('two.csv', { seed: 2, startedAt })))
    return [first.sessions[0]!, second.sessions[0]!] as const
  }

  test('are recognised, and joined keep both files, all laps and their times', async () => {
    const library = await openTestLibrary()
    const [first, second] = await twoParts(library)
    expect(findContinuations([second.ends, first.ends])).toEqual([[1, 0]])
    const [a, b] = [await detailOf(library, first.id), await detailOf(library, second.id)]

    const joined = await join(library, first.id, second.id)
    if (joined.kind !== 'joined') throw new Error(JSON.stringify(joined))
    const whole = await detailOf(library, joined.id)
    expect(timesOf(whole)).toEqual([...timesOf(a), ...timesOf(b)])
    expect(whole.imported?.files).toMatchObject([{ role: 'continuation', fileName: 'two.csv' }])
    expect(unwrap(await library.listSessions()).map(({ session }) => session.id)).toEqual([joined.id])
    const deleted = unwrap(await library.listSessions({ deleted: true })).map(({ session }) => session.id)
    expect(new Set(deleted)).toEqual(new Set([first.id, second.id]))

    // Both files count as imported, and the joined session is read again from both.
    for (const seed of [1, 2]) {
      const name = seed === 1 ? 'one.csv' : 'two.csv'
      const startedAt = seed === 1 ? NOON : second.startedAt
      const again = await importInto(library, markedLog(name, { seed, startedAt }))
      expect(again).toMatchObject({ kind: 'already', sessions: [{ id: joined.id }] })
    }
    expect(await readAgain(library, joined.id)).toMatchObject({ lapsAfter: whole.laps.length })
    expect(timesOf(await detailOf(library, joined.id))).toEqual(timesOf(whole))
  })

  test('keep both originals when the parts are purged', async () => {
    const library = await openTestLibrary({ now: () => (NOON + 90 * 86_400_000) as never })
    const [first, second] = await twoParts(library)
    const joined = await join(library, first.id, second.id)
    if (joined.kind !== 'joined') throw new Error(JSON.stringify(joined))
    // The worker deleted them by its own clock; bring that back behind ours.
    for (const id of [first.id, second.id]) {
      await changeRow(library, id, { deletedAt: NOON })
    }
    expect(unwrap(await library.tidy()).purgedSessions).toBe(2)
    expect(await readAgain(library, joined.id)).toMatchObject({ kind: 'done' })
  })

  test('that lie apart in time or place are not offered, and not joined', async () => {
    const library = await openTestLibrary()
    const day = 86_400_000
    const files = [
      markedLog('one.csv', { seed: 1 }),
      markedLog('tomorrow.csv', { seed: 2, startedAt: NOON + day }),
      markedLog('elsewhere.csv', { seed: 3, circuit: 'stormark', startedAt: NOON + 2 * day }),
    ]
    const sessions = []
    for (const file of files) sessions.push(reportOf(await importInto(library, file)).sessions[0]!)
    expect(findContinuations(sessions.map(session => session.ends))).toEqual([])
    const [one, other] = sessions
    expect(await join(library, one!.id, other!.id)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('nothing was changed'),
    })
    expect(unwrap(await library.listSessions())).toHaveLength(3)
  })
})

test('all of it works through the worker the page uses', async () => {
  const library = await openTestLibrary()
  const options = { libraryName: library.name }
  const { session } = await importTable(library, tableFile('a.csv'))
  const opened = await openLineMover(session.id, options)
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened))
  const { mover } = opened
  onTestFinished(() => mover.close())
  const gate = movedLine(mover, 30)
  expect((await mover.lineAt(gate))?.laps?.length).toBeGreaterThan(0)
  expect(await mover.save(gate)).toEqual({ kind: 'saved', others: [] })
  expect(await readSessionAgain(session.id, options)).toMatchObject({ kind: 'done' })
  expect(await findInWorker([])).toEqual([])
  mover.close()
  expect(await mover.lineAt(gate)).toBeNull()
})
