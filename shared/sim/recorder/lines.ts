/**
 * Where on the ground the car was when it crossed a line, and which way it went.
 *
 * The place lies between the two rows around that moment; the way is taken over at least WAY_M, since neighbouring rows
 * at 333 Hz are closer than positions are exact.
 */
import { channelOf, type Trace, timeOf } from '#shared/trace'
import { SAMPLE_AT, STATUS_AT } from '../frames/index.ts'
import type { LapRows } from './lap-trace.ts'
import type { SeenLine } from './model.ts'

const WAY_M = 4
/** Rows to either side that are looked at for it. */
const MAX_ROWS = 100
/** Between rows further apart in time the car may have turned. */
const MAX_STEP_MS = 250

/** Rows of positions along some clock. */
export interface Path {
  readonly count: number
  timeAt(row: number): number
  xAt(row: number): number
  yAt(row: number): number
}

/** The samples' positions along the source's clock, or the statuses' where samples have none. */
export const pathOfRows = ({ samples, statuses }: LapRows): Path => {
  const hasPlace = samples.has(SAMPLE_AT.x) && samples.has(SAMPLE_AT.y)
  const rows = hasPlace ? samples : statuses
  const { x, y } = hasPlace ? SAMPLE_AT : STATUS_AT
  return {
    count: rows.count(),
    timeAt: rows.timeAt,
    xAt: row => rows.valueAt(row, x),
    yAt: row => rows.valueAt(row, y),
  }
}

/** Positions along the session's clock; null when the trace has none. */
export const pathOfTrace = (trace: Trace): Path | null => {
  const x = channelOf(trace, 'x')
  const y = channelOf(trace, 'y')
  if (!x || !y || x.group !== y.group) return null
  const timeMs = timeOf(trace, x)
  return {
    count: timeMs.length,
    timeAt: row => timeMs[row]!,
    xAt: row => x.values[row]!,
    yAt: row => y.values[row]!,
  }
}

/** Null when the car was not seen there. */
export const lineOnPath = (path: Path, atMs: number): SeenLine | null => {
  const after = firstAtOrAfter(path, atMs)
  const before = after - 1
  if (before < 0 || after >= path.count) return null
  const stepMs = path.timeAt(after) - path.timeAt(before)
  if (!(stepMs > 0 && stepMs <= MAX_STEP_MS)) return null
  const share = (atMs - path.timeAt(before)) / stepMs
  const x = path.xAt(before) + (path.xAt(after) - path.xAt(before)) * share
  const y = path.yAt(before) + (path.yAt(after) - path.yAt(before)) * share
  const headingRad = wayAround(path, before, after)
  return Number.isFinite(x + y + headingRad) ? { x, y, headingRad } : null
}

const wayAround = (path: Path, before: number, after: number): number => {
  let from = before
  let to = after
  for (let step = 0; step < MAX_ROWS; step++) {
    const east = path.xAt(to) - path.xAt(from)
    const north = path.yAt(to) - path.yAt(from)
    if (Math.hypot(east, north) >= WAY_M) return Math.atan2(east, north)
    if (from > 0 && Number.isFinite(path.xAt(from - 1))) from--
    if (to + 1 < path.count && Number.isFinite(path.xAt(to + 1))) to++
  }
  return Number.NaN
}

const firstAtOrAfter = (path: Path, atMs: number): number => {
  let low = 0
  let high = path.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (path.timeAt(middle) < atMs) low = middle + 1
    else high = middle
  }
  return low
}
