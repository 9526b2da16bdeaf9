/**
 * The laps of a Harry's LapTimer file: one per value of LAPINDEX, as long as its own clock ran.
 *
 * The app exports laps, not a recording, so the first of an outing may begin in the pits and the last may end
 * there. Where laps follow one another without a break both are on the line; where the others begin or end
 * away from it they are out, in, or partial laps.
 */
import type { LapKind, LapMark } from '#shared/lap'

export interface LapRow {
  readonly timeMs: number
  /** Since the lap began. */
  readonly ofLapMs: number
  readonly lat: number
  readonly lon: number
  /** km/h. */
  readonly speed: number
}

export interface LapRows {
  readonly index: number
  readonly first: LapRow
  readonly last: LapRow
}

/** Half the width of the app's lines and a phone's error. */
const ON_LINE_M = 25
/** Rows are a second apart. */
const TOUCHING_MS = 300
/** Highest speed allowed in a pit lane. */
const PIT_KMH = 80

const METRES_PER_DEGREE = 111_200

const metresBetween = (a: LapRow, b: LapRow): number =>
  Math.hypot(
    (a.lat - b.lat) * METRES_PER_DEGREE,
    (a.lon - b.lon) * METRES_PER_DEGREE * Math.cos((a.lat * Math.PI) / 180),
  )

export const lapsOfRows = (laps: readonly LapRows[]): LapMark[] => {
  const inOrder = laps.toSorted((a, b) => a.first.timeMs - b.first.timeMs)
  const follows = inOrder.map(
    ({ first }, i) => i > 0 && Math.abs(first.timeMs - endOf(inOrder[i - 1]!)) <= TOUCHING_MS,
  )
  const line = middleOf(
    inOrder.filter((_, i) => follows[i]).map(lap => lap.first),
    inOrder.flatMap(lap => [lap.first, lap.last]),
  )
  const isOnLine = (row: LapRow): boolean => !(line && metresBetween(row, line) > ON_LINE_M)
  return inOrder.map((lap, i) => {
    const begins = follows[i]! || isOnLine(lap.first)
    const ends = follows[i + 1] === true || isOnLine(lap.last)
    return {
      number: lap.index,
      startMs: lap.first.timeMs - lap.first.ofLapMs,
      endMs: endOf(lap),
      kind: kindOf(begins, ends, lap),
    }
  })
}

const endOf = ({ first, last }: LapRows): number => first.timeMs - first.ofLapMs + last.ofLapMs

const kindOf = (begins: boolean, ends: boolean, { first, last }: LapRows): LapKind => {
  if (begins && ends) return 'timed'
  if (ends && first.speed <= PIT_KMH) return 'out'
  if (begins && last.speed <= PIT_KMH) return 'in'
  return 'partial'
}

/** The middle place of the rows known to lie on the line, else of all; null of none. */
const middleOf = (onLine: readonly LapRow[], all: readonly LapRow[]): LapRow | null => {
  const rows = onLine.length > 0 ? onLine : all
  const middle = (value: (row: LapRow) => number): number =>
    rows.map(value).sort((a, b) => a - b)[rows.length >> 1] ?? Number.NaN
  const first = rows[0]
  return first ? { ...first, lat: middle(row => row.lat), lon: middle(row => row.lon) } : null
}
