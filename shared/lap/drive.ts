/**
 * What can be believed of a recorded path: its known samples without wild ones, its gaps, and where the car
 * stood.
 *
 * Invariants: every sample kept is known; samples are only left out, never moved. Two neighbours further
 * apart in time than MAX_BRIDGED_MS, or in place than anything drives, are a gap, and nothing may be
 * interpolated inside it.
 */
import type { Position } from '#shared/track'

export interface Drive {
  readonly timeMs: Float64Array
  readonly x: Float64Array
  readonly y: Float64Array
  /** m/s, NaN where unknown. */
  readonly speed: Float64Array
  /** In order of time. */
  readonly gaps: readonly Gap[]
}

export interface Gap {
  /** The last sample before the gap. */
  readonly index: number
  readonly fromMs: number
  readonly toMs: number
  /** The car was moved (a simulator's "return to pits"), or all positions before it were wrong. */
  readonly isJump: boolean
}

/**
 * Two missed fixes of a receiver at 1 Hz are bridged. On recordings thinned out to one sample in 3 s the
 * time at a random line was off by 7 to 45 ms (median; 95 % within 0.41 s), at one in 5 s by 16 to 112 ms
 * (95 % within 0.65 s): from there on a time of the line would be an invention.
 */
export const MAX_BRIDGED_MS = 3500

/** 540 km/h. What lies further apart was not driven. */
const MAX_SPEED_M_PER_MS = 0.15
/** Fixes are stamped when they arrive, some 0.3 s early or late: 20 m at 60 m/s. */
const STAMP_SLACK_M = 20
/** A place this long consistent with itself is where the car is; anything shorter is a wild fix. */
const PLACE_LASTS_MS = 2000
/** A receiver that finds its satellites again corrects itself by less than this. */
const JUMP_M = 200

/** The drive strictly between two times; all of it when none are given. */
export const driveOf = (
  position: Position,
  fromMs = Number.NEGATIVE_INFINITY,
  toMs = Number.POSITIVE_INFINITY,
): Drive => {
  const { timeMs, x, y, speed } = position
  const metres = (a: number, b: number): number => Math.hypot(x[b]! - x[a]!, y[b]! - y[a]!)
  /** Metres that could not have been driven between two samples; at most 0 where all is well. */
  const excess = (a: number, b: number): number =>
    metres(a, b) - MAX_SPEED_M_PER_MS * (timeMs[b]! - timeMs[a]!) - STAMP_SLACK_M

  const kept: number[] = []
  const gaps: Gap[] = []
  const keep = (i: number): void => {
    const last = kept.at(-1)
    if (last !== undefined && (timeMs[i]! - timeMs[last]! > MAX_BRIDGED_MS || excess(last, i) > 0)) {
      const isJump = excess(last, i) > JUMP_M
      gaps.push({ index: kept.length - 1, fromMs: timeMs[last]!, toMs: timeMs[i]!, isJump })
    }
    kept.push(i)
  }

  /** Samples out of reach of the last one kept, but within reach of one another. */
  let elsewhere: number[] = []
  for (let i = 0; i < timeMs.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!) || timeMs[i]! <= fromMs || timeMs[i]! >= toMs) continue
    const last = kept.at(-1)
    const other = elsewhere.at(-1)
    if (last === undefined) {
      keep(i)
    } else if (other !== undefined && metres(other, i) < metres(last, i) && excess(other, i) <= 0) {
      elsewhere.push(i)
      if (timeMs[i]! - timeMs[elsewhere[0]!]! < PLACE_LASTS_MS) continue
      elsewhere.forEach(keep)
      elsewhere = []
    } else if (excess(last, i) <= 0) {
      elsewhere = []
      keep(i)
    } else {
      elsewhere = [i]
    }
  }
  const only = (values: ArrayLike<number>): Float64Array => Float64Array.from(kept, i => values[i]!)
  return {
    timeMs: only(timeMs),
    x: only(x),
    y: only(y),
    speed: speed ? only(speed) : new Float64Array(kept.length).fill(Number.NaN),
    gaps,
  }
}

/** A parked receiver wanders by some metres; a car that is driven leaves this circle in seconds. */
const STANDING_RADIUS_M = 10

/** The longest time the car stayed in one place between two times, or null when it never stood for `atLeastMs`. */
export const longestStop = (
  drive: Drive,
  fromMs: number,
  toMs: number,
  atLeastMs: number,
): { fromMs: number; toMs: number } | null => {
  const { timeMs, x, y } = drive
  let longest: { fromMs: number; toMs: number } | null = null
  let anchor = -1
  for (let i = 0; i < timeMs.length; i++) {
    if (timeMs[i]! < fromMs) continue
    if (timeMs[i]! > toMs) break
    if (anchor < 0) anchor = i
    while (Math.hypot(x[i]! - x[anchor]!, y[i]! - y[anchor]!) > STANDING_RADIUS_M) anchor++
    const stood = timeMs[i]! - timeMs[anchor]!
    if (stood >= (longest ? longest.toMs - longest.fromMs : atLeastMs)) {
      longest = { fromMs: timeMs[anchor]!, toMs: timeMs[i]! }
    }
  }
  return longest
}

/** Highest speed allowed in any pit lane we know of, 80 km/h. */
const PIT_SPEED_M_PER_MS = 80 / 3600
/** Long enough that a wandering receiver does not look like driving. */
const PACE_WINDOW_MS = 3000

/** Whether the car was no faster than in a pit lane during the first or last seconds of the recording. */
export const isAtPitPace = (drive: Drive, end: 'first' | 'last'): boolean => {
  const { timeMs, x, y } = drive
  const n = timeMs.length
  const step = end === 'first' ? 1 : -1
  const edge = end === 'first' ? 0 : n - 1
  for (let i = edge + step; i >= 0 && i < n; i += step) {
    const ms = Math.abs(timeMs[i]! - timeMs[edge]!)
    if (ms < PACE_WINDOW_MS) continue
    return Math.hypot(x[i]! - x[edge]!, y[i]! - y[edge]!) <= PIT_SPEED_M_PER_MS * ms
  }
  return false
}
