/**
 * The times of a lap's rows on the session's clock, and where nothing was seen.
 *
 * Invariants: times increase strictly; stretches where the game's clock stood take no time; a lap that the game and we
 * timed nearly alike is stretched to the game's time exactly, so that no row lies beyond the line. A hole is one row of
 * NaN right after the last sample before it, so that no line is drawn across and no value held through it.
 */
import { stoodMs } from './clock.ts'
import type { Rows } from './rows.ts'
import type { ClockStop } from './state.ts'

/** The limit for a gap at any rate at which smaller ones are not the rule. */
export const HOLE_MS = 30
/** A source that reads 20 times a second has no hole every 50 ms. */
const STEPS_OF_HOLE = 4
const MAX_STEPS_LOOKED_AT = 1001

export interface LapClock {
  readonly fromAt: number
  readonly startMs: number
  readonly stops: readonly ClockStop[]
  /** Game's milliseconds for one of ours. */
  readonly scale: number
}

/** Rows that follow one another, `from` to `to` (exclusive), and when the row of NaN after them is, if there is one. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly holeAtMs: number | null
}

export interface Axis {
  readonly runs: readonly Run[]
  /** Rows and holes. */
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly count: number
  readonly missingMs: number
  /** Between two rows, as a rule. */
  readonly stepMs: number
}

/** `breaks` are times of rows that something came before: a gap that was told, or a leap of the car. */
export const axisOfRows = (
  rows: Rows,
  clock: LapClock,
  gapAts: readonly number[],
  jumpAts: readonly number[],
): Axis => {
  const count = rows.count()
  const raw = new Float64Array(count)
  rows.copyTimes(0, count, raw, 0)
  const times = onSessionClock(raw, clock)
  const stepMs = usualStep(times)
  const holeMs = Math.max(HOLE_MS, STEPS_OF_HOLE * stepMs)
  const isAfterGap = seeker(gapAts)
  const isAfterJump = seeker(jumpAts)
  const runs: Run[] = []
  let missingMs = 0
  let from = 0
  let previousMs = Number.NEGATIVE_INFINITY
  let kept = 0
  let holes = 0
  const close = (to: number, holeAtMs: number | null): void => {
    if (to > from) runs.push({ from, to, holeAtMs })
    else if (holeAtMs !== null && runs.length > 0) runs[runs.length - 1] = { ...runs.at(-1)!, holeAtMs }
    else return
    if (holeAtMs !== null) holes++
  }
  for (let row = 0; row < count; row++) {
    const t = times[row]!
    const at = raw[row]!
    const wasGap = isAfterGap(at)
    const wasJump = isAfterJump(at)
    if (!(t > previousMs)) {
      close(row, null)
      from = row + 1
      continue
    }
    const sinceMs = t - previousMs
    const isGap = sinceMs > holeMs || wasGap
    if (kept > 0 && (isGap || wasJump)) {
      if (isGap) missingMs += sinceMs
      close(row, previousMs + Math.min(stepMs, sinceMs / 2))
      from = row
    }
    previousMs = t
    kept++
  }
  close(count, null)
  return { runs, timeMs: timesOf(runs, times, kept + holes), count: kept, missingMs, stepMs }
}

/** Whether one of these times was reached since the last question; asked for rising times. */
const seeker = (ats: readonly number[]): ((at: number) => boolean) => {
  const inOrder = ats.toSorted((a, b) => a - b)
  let next = 0
  return at => {
    const from = next
    while (next < inOrder.length && inOrder[next]! <= at) next++
    return next > from
  }
}

const onSessionClock = (raw: Float64Array, { fromAt, startMs, stops, scale }: LapClock): Float64Array => {
  const times = new Float64Array(raw.length)
  const inOrder = stops.toSorted((a, b) => a.afterAt - b.afterAt)
  let next = 0
  let stood = 0
  for (let row = 0; row < raw.length; row++) {
    while (next < inOrder.length && inOrder[next]!.afterAt < raw[row]!) stood += inOrder[next++]!.byMs
    times[row] = startMs + (raw[row]! - fromAt - stood) * scale
  }
  return times
}

/** The median of the steps, or of as many of them spread over the lap. */
const usualStep = (times: Float64Array): number => {
  const every = Math.max(1, Math.floor(times.length / MAX_STEPS_LOOKED_AT))
  const steps = new Float64Array(Math.max(Math.ceil((times.length - 1) / every), 0))
  for (let i = 0; i < steps.length; i++) steps[i] = times[1 + i * every]! - times[i * every]!
  steps.sort()
  return steps[steps.length >> 1] ?? 0
}

const timesOf = (runs: readonly Run[], times: Float64Array, length: number): Float64Array<ArrayBuffer> => {
  const out = new Float64Array(length)
  let at = 0
  for (const { from, to, holeAtMs } of runs) {
    out.set(times.subarray(from, to), at)
    at += to - from
    if (holeAtMs !== null) out[at++] = holeAtMs
  }
  return out
}

/** A column along an axis, NaN in its holes. */
export const columnAlong = <Column extends Float32Array | Float64Array>(
  rows: Rows,
  field: number,
  axis: Axis,
  out: Column,
): Column => {
  let at = 0
  for (const { from, to, holeAtMs } of axis.runs) {
    rows.copy(field, from, to, out as Float32Array<ArrayBuffer>, at)
    at += to - from
    if (holeAtMs !== null) out[at++] = Number.NaN
  }
  return out
}

/** Our own time of a lap, or of a part of it. */
export const ownMs = (fromAt: number, toAt: number, stops: readonly ClockStop[]): number =>
  toAt - fromAt - stoodMs(stops, fromAt, toAt)
