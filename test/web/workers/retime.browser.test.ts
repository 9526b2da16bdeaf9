/** Lines move and laps are timed anew: to the truth, as the same laps, and back again exactly. */
import { describe, expect, test } from 'vitest'
import { isRanked, lapTimeMs } from '#shared/lap'
import type { Library, SessionDetail } from '#web/store'
import { sessionsAtLines } from '#web/workers'
import { moveLayoutLines } from '../../../web/workers/retime-layout.ts'
import { openPreview } from '../../../web/workers/retime-preview.ts'
import { retime } from '../../../web/workers/retime-session.ts'
import { markedLog, tableFile } from '../import/files.ts'
import { importedSession, importTable } from '../import/support.ts'
import { behindItsBack, openTestLibrary, unwrap } from '../store/support.ts'
import {
  changeRow,
  detailOf,
  lapsOf,
  linesMoved,
  linesOf,
  SEED,
  sampleIn,
  trueCrossings,
  withoutVersion,
} from './retime-support.ts'

const LAPS = 4
/** Drives off the road in some of its twelve laps. */
const FLAGGED_SEED = 50

const moveTo = async (library: Library, detail: SessionDetail, lines: ReturnType<typeof linesOf>) => {
  const { layout, session } = detail
  const request = { layoutId: layout!.id, lines, sessions: [session.id] }
  return moveLayoutLines(library, request, () => {})
}

const moved = async (library: Library, detail: SessionDetail, metres: number) => {
  const lines = await linesMoved(library, detail, metres)
  const outcome = await moveTo(library, detail, lines)
  return { outcome, lines, after: await detailOf(library, detail.session.id) }
}

const blobNames = (library: Library) =>
  behindItsBack(library.name, 'blobs', store => store.getAllKeys()).then(keys => new Set(keys))

describe(`a sample session (seed ${SEED}) at a moved line`, () => {
  test('has the lap times the simulator knows for that line, and keeps its laps', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, LAPS)
    const { outcome, lines, after } = await moved(library, before, 160)
    expect(outcome).toEqual({
      kind: 'done',
      retimed: [before.session.id],
      official: [],
      untimed: [],
      others: [],
    })
    expect(after.laps.map(lap => lap.id)).toEqual(before.laps.map(lap => lap.id))
    expect(after.laps.every(({ timing }) => timing.by === 'gates' && timing.gateVersion === 2)).toBe(true)
    expect(after.layout?.gateVersions).toHaveLength(2)

    const truth = trueCrossings(lines.startFinish, LAPS)
    const timed = after.laps.filter(lap => lap.kind === 'timed')
    expect(timed).toHaveLength(truth.length - 1)
    const errors = timed.map((lap, i) => lapTimeMs(lap) - (truth[i + 1]! - truth[i]!))
    const changes = timed.map((lap, i) => lapTimeMs(lap) - lapTimeMs(before.laps[i + 1]!))
    console.info(
      `against the truth: ${errors.map(ms => ms.toFixed(1)).join(', ')} ms; changed by ${changes} ms`,
    )
    // A receiver that wanders by 0.4 m is 10 ms off at 40 m/s, at either end of the lap.
    for (const error of errors) expect(Math.abs(error)).toBeLessThan(40)
    for (const [i, lap] of timed.entries()) expect(Math.abs(lap.startMs - truth[i]!)).toBeLessThan(40)
    expect(changes.some(ms => ms !== 0)).toBe(true)
  })

  test('has its old laps exactly when the line moves back, and the same laps when nothing moves', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, LAPS)
    const bytes = await blobNames(library)
    const { after } = await moved(library, before, -230)
    expect(await retime(library, before.session.id, () => {})).toMatchObject({ kind: 'done' })
    expect(lapsOf(await detailOf(library, before.session.id))).toEqual(lapsOf(after))

    await moveTo(library, after, linesOf(before))
    const back = await detailOf(library, before.session.id)
    expect(withoutVersion(lapsOf(back))).toEqual(withoutVersion(lapsOf(before)))
    expect(back.layout?.gateVersions.map(({ version }) => version)).toEqual([1, 2, 3])
    expect(back.session.betweenTrace).toEqual(before.session.betweenTrace)
    expect(await blobNames(library)).toEqual(bytes)
  })

  test('keeps notes, corners, drivers of laps and what a person said about them', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 12, FLAGGED_SEED)
    const other = unwrap(await library.ensureDriver({ origin: 'user', privacy: 'device', name: 'Kim' }))
    const timed = before.laps.filter(isRanked)
    const flagged = before.laps.find(lap => lap.kind === 'timed' && !lap.validity.valid)!
    const said = { valid: false, reason: 'Cut the chicane, said the marshal.' }
    await changeRow(library, 'laps', timed[0]!.id, { validity: said })
    await changeRow(library, 'laps', timed[1]!.id, { driverId: other.id })
    await changeRow(library, 'laps', flagged.id, { validity: { valid: true } })
    await changeRow(library, 'sessions', before.session.id, { notes: 'wet' })
    unwrap(await library.saveCorners(before.layout!.id, []))

    const { after } = await moved(library, before, 90)
    const now = (id: string) => after.laps.find(lap => lap.id === id)!
    expect(now(timed[0]!.id).validity).toEqual(said)
    expect(now(timed[1]!.id).driverId).toBe(other.id)
    expect(now(flagged.id).validity).toEqual({ valid: true })
    expect(after.session.notes).toBe('wet')
    expect(after.layout?.corners).toEqual([])
    expect(lapTimeMs(now(timed[0]!.id))).not.toBe(lapTimeMs(timed[0]!))
  })

  test('is still flagged by its recording in the same words', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 12, FLAGGED_SEED)
    const wrong = before.laps.filter(lap => !lap.validity.valid)
    expect(wrong.length).toBeGreaterThan(0)
    const { after } = await moved(library, before, 25)
    const words = ({ laps }: SessionDetail) =>
      laps.flatMap(({ number, validity }) => (validity.valid ? [] : [[number, validity.reason]]))
    expect(words(after)).toEqual(words(before))
  })

  test('gets sectors from lines added, which serve later sessions too', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, LAPS)
    const { startFinish, sectors } = linesOf(before)
    await moveTo(library, before, {
      startFinish,
      finish: null,
      sectors: sectors.slice(0, 1),
      origin: 'Fewer',
    })
    const after = await detailOf(library, before.session.id)
    const ranked = after.laps.filter(isRanked)
    for (const lap of ranked) {
      expect(lap.sectorsMs).toHaveLength(2)
      expect(lap.sectorsMs.reduce((sum, ms) => sum + ms, 0)).toBe(lapTimeMs(lap))
    }
    const later = await sampleIn(library, LAPS, SEED + 1)
    expect(later.layout?.id).toBe(before.layout?.id)
    expect(later.laps.filter(isRanked).every(lap => lap.sectorsMs.length === 2)).toBe(true)
  })
})

describe('nothing changes, with a sentence,', () => {
  const unchanged = async (library: Library, before: SessionDetail, reason: RegExp) => {
    const outcome = await retime(library, before.session.id, () => {})
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason) })
    expect(lapsOf(await detailOf(library, before.session.id))).toEqual(lapsOf(before))
  }

  test('when a piece of the recording is lost', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 2)
    const lost = before.laps[1]!.trace!.sha256
    await behindItsBack(library.name, 'blobs', store => store.delete(lost))
    await unchanged(library, before, /missing or damaged on this device.*keep the times they had\.$/)
  })

  test('when a lap has no recording at all', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 2)
    await changeRow(library, 'laps', before.laps[0]!.id, { trace: null })
    const outcome = await retime(library, before.session.id, () => {})
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/keep the times/) })
  })

  test('when pieces have different channels', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 2)
    // The lap of a table has other channels than the simulator's bus.
    const table = await importTable(library, tableFile('a.csv'))
    await changeRow(library, 'laps', before.laps[1]!.id, { trace: table.laps[0]!.trace })
    const outcome = await retime(library, before.session.id, () => {})
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/different channels/) })
    expect((await detailOf(library, before.session.id)).laps.map(lapTimeMs)).toEqual(
      before.laps.map(lapTimeMs),
    )
  })

  test('when the line is never crossed', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 2)
    const { left, right } = linesOf(before).startFinish
    const outcome = await moveTo(library, before, {
      ...linesOf(before),
      startFinish: { left: right, right: left },
    })
    expect(outcome).toMatchObject({
      kind: 'done',
      retimed: [],
      untimed: [{ id: before.session.id, reason: expect.stringMatching(/never crosses/) }],
      others: [],
    })
    expect(lapsOf(await detailOf(library, before.session.id))).toEqual(lapsOf(before))
  })

  test('when the session was deleted for good, or the layout is', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 2)
    const lines = linesOf(before)
    await behindItsBack(library.name, 'layouts', store => store.clear())
    expect(await moveTo(library, before, lines)).toMatchObject({ kind: 'failed' })
    await behindItsBack(library.name, 'sessions', store => store.clear())
    expect(await retime(library, before.session.id, () => {})).toMatchObject({ kind: 'failed' })
  })

  test('about official times', async () => {
    const library = await openTestLibrary()
    const before = await sampleIn(library, 2)
    for (const lap of before.laps) await changeRow(library, 'laps', lap.id, { timing: { by: 'marks' } })
    const marked = await detailOf(library, before.session.id)
    const { outcome, after } = await moved(library, marked, 120)
    expect(outcome).toMatchObject({ kind: 'done', retimed: [], official: [before.session.id], untimed: [] })
    expect(lapsOf(after)).toEqual(lapsOf(marked))
    const file = await importedSession(library, markedLog('a.csv'))
    expect(await retime(library, file.session.id, () => {})).toEqual({ kind: 'official' })
    expect(lapsOf(await detailOf(library, file.session.id)).map(lapTimeMs)).toEqual(file.laps.map(lapTimeMs))
  })
})

describe('several sessions of one layout', () => {
  test('are timed anew as asked, and the others are named until they are', async () => {
    const library = await openTestLibrary()
    const [first, second] = [await sampleIn(library, 2), await sampleIn(library, 2, SEED + 1)]
    expect(unwrap(await sessionsAtLines(library, first.layout!.id))).toEqual({
      timedHere: expect.arrayContaining([first.session.id, second.session.id]),
      official: [],
    })
    const { outcome } = await moved(library, first, 60)
    expect(outcome).toMatchObject({ retimed: [first.session.id], others: [second.session.id] })
    expect(await retime(library, second.session.id, () => {})).toMatchObject({ kind: 'done' })
    expect(unwrap(await library.sessionsTimedAtOldLines())).toEqual([])
  })
})

describe('a preview', () => {
  const preview = async (library: Library, detail: SessionDetail) => {
    const opened = await openPreview(library, detail.session.id, () => {})
    if (opened.kind === 'failed') throw new Error(opened.reason)
    return opened.tryLines
  }

  test.each(['a sample', 'a file'])('of %s shows what saving gives, and saves nothing', async kind => {
    const library = await openTestLibrary()
    const before =
      kind === 'a file' ? await importTable(library, tableFile('a.csv')) : await sampleIn(library, LAPS)
    const tryLines = await preview(library, before)
    const same = tryLines(linesOf(before))
    expect(same.laps?.map(lap => [lap.id, lap.timeMs, lap.beforeMs])).toEqual(
      before.laps.map(lap => [lap.id, lapTimeMs(lap), lapTimeMs(lap)]),
    )
    const lines = await linesMoved(library, before, 75)
    const shown = tryLines(lines)
    expect(lapsOf(await detailOf(library, before.session.id))).toEqual(lapsOf(before))
    await moveTo(library, before, lines)
    const after = await detailOf(library, before.session.id)
    expect(shown.laps?.map(lap => [lap.id, lap.timeMs, lap.ranked, lap.sectorsMs])).toEqual(
      after.laps.map(lap => [lap.id, lapTimeMs(lap), isRanked(lap), lap.sectorsMs]),
    )
  })

  test('of a line never crossed has no laps; of official times always the same', async () => {
    const library = await openTestLibrary()
    const sample = await sampleIn(library, 2)
    const { left, right } = linesOf(sample).startFinish
    const tryLines = await preview(library, sample)
    const backwards = { ...linesOf(sample), startFinish: { left: right, right: left } }
    expect(tryLines(backwards)).toEqual({ laps: null, keepsTimes: false })
    const file = await importedSession(library, markedLog('a.csv'))
    const official = (await preview(library, file))(linesOf(file))
    expect(official.keepsTimes).toBe(true)
    expect(official.laps?.map(lap => lap.timeMs)).toEqual(file.laps.map(lapTimeMs))
  })
})
