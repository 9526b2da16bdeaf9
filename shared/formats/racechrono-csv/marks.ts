/**
 * Laps of a RaceChrono export.
 *
 * The app puts a row of its own in at every crossing: the first row of a lap number carries the exact time, so
 * these are official marks and not the late lap column of other apps. An export of one lap carries some seconds
 * of its neighbours, which are no laps.
 */
import type { LapMark } from '#shared/lap'
import { counted, type Notes, PIT_SPEED } from '../common/index.ts'

export interface LapRows {
  readonly timeMs: Float64Array
  /** NaN outside laps. */
  readonly lap: Float64Array
  /** Counts up where the recording was interrupted. */
  readonly fragment: Float64Array | null
  /** Rows at timing lines, in order. */
  readonly traps: readonly number[]
  readonly speed: Float64Array | null
}

/** The app adds about four seconds on both sides of an exported lap. */
const PADDING_MS = 15_000

interface Run {
  readonly from: number
  /** The row after the last. */
  readonly to: number
  readonly number: number
}

export const marksOf = (rows: LapRows, notes: Notes): LapMark[] | null => {
  const runs = runsOf(rows.lap)
  if (!runs.some(({ number }) => !Number.isNaN(number))) return null
  const marks: LapMark[] = []
  let padding = 0
  /** The export of a lap begins in its neighbour, at speed. */
  let isLapExport = false
  const splitsIn = createSplits(rows)
  for (const [i, run] of runs.entries()) {
    const isFirst = i === 0
    const isLast = run.to === rows.lap.length
    const endRow = isLast ? run.to - 1 : run.to
    const times = { startMs: rows.timeMs[run.from]!, endMs: rows.timeMs[endRow]! }
    if (!(times.endMs > times.startMs)) continue
    const kind = isFirst ? firstKind(rows, run) : isLast ? edgeKind(rows, 'last') : 'timed'
    const isShort = times.endMs - times.startMs < PADDING_MS && runs.length > 1
    if (isFirst && isShort && kind === 'partial') isLapExport = true
    if (isShort && ((isFirst && kind === 'partial') || (isLast && (isLapExport || kind === 'partial')))) {
      if (!Number.isNaN(run.number)) padding++
      continue
    }
    // Gaps between laps (behind the finish of a hill climb) are no laps; the way to the first line is.
    const number = Number.isNaN(run.number) && isFirst ? (runs[1]?.number ?? 1) - 1 : run.number
    if (Number.isNaN(number)) continue
    const mark: LapMark = { ...times, number, ...splitsIn(run) }
    if (isFirst || isLast) {
      marks.push({ ...times, number, kind })
    } else if (isInterrupted(rows, run)) {
      notes.add('info', `Lap ${run.number} is partial because the recording was interrupted in it.`)
      marks.push({ ...mark, kind: 'partial' })
    } else marks.push(mark)
  }
  if (padding > 0) notes.add('info', paddingSentence(padding))
  return marks.length > 0 ? marks : null
}

const paddingSentence = (n: number): string =>
  `The file holds some seconds of ${counted(n, 'neighbouring lap', 'neighbouring laps')}, which are kept in the data but are no laps.`

/** Rows of the same lap number, or of none. */
const runsOf = (lap: Float64Array): Run[] => {
  const runs: Run[] = []
  for (let from = 0, i = 1; i <= lap.length; i++) {
    if (i < lap.length && Object.is(lap[i]!, lap[from]!)) continue
    runs.push({ from, to: i, number: lap[from]! })
    from = i
  }
  return runs
}

/** A file that begins inside a lap never holds the whole of it. */
const firstKind = (rows: LapRows, run: Run): 'out' | 'partial' =>
  Number.isNaN(run.number) && edgeKind(rows, 'first') === 'out' ? 'out' : 'partial'

/** Recordings that begin or end faster were switched on or off on the road, or cut. */
const edgeKind = ({ speed }: LapRows, edge: 'first' | 'last'): 'out' | 'in' | 'partial' => {
  const known = edge === 'first' ? speed?.find(v => !Number.isNaN(v)) : speed?.findLast(v => !Number.isNaN(v))
  if (known !== undefined && known > PIT_SPEED) return 'partial'
  return edge === 'first' ? 'out' : 'in'
}

/** Asked run by run, in order, so that the traps are walked through once. */
const createSplits = ({ traps, timeMs }: LapRows): ((run: Run) => Pick<LapMark, 'splits'>) => {
  let next = 0
  return ({ from, to }) => {
    const splits: number[] = []
    for (; next < traps.length && traps[next]! < to; next++) {
      // The trap of the first row is the line the lap begins at.
      if (traps[next]! > from && timeMs[traps[next]!]! > timeMs[from]!) splits.push(timeMs[traps[next]!]!)
    }
    return splits.length > 0 ? { splits } : {}
  }
}

const isInterrupted = ({ fragment }: LapRows, { from, to }: Run): boolean => {
  if (!fragment) return false
  for (let row = from; row < Math.min(to + 1, fragment.length); row++) {
    if (!Object.is(fragment[row]!, fragment[from]!)) return true
  }
  return false
}
