/**
 * What can be believed of a recorded path: its known samples without wild ones, its gaps, and where the car
 * stood.
 *
 * Invariants: every sample kept is known; samples are only left out, never moved; two neighbours further
 * apart in time than MAX_BRIDGED_MS are a gap, and nothing may be interpolated inside it.
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
  /** No car drives that far in that time: it was moved (a simulator's "return to pits") or the fix was wrong. */
  readonly isJump: boolean
}

/**
 * Two missed fixes of a receiver at 1 Hz are bridged. On recordings thinned out to one sample in 3 s the
 * time at a random line was off by 7 to 45 ms (median; 95 % within 0.41 s), at one in 5 s by 16 to 112 ms
 * (95 % within 0.65 s): from there on a time of the line would be an invention.
 */
export const MAX_BRIDGED_MS = 3500

/** 540 km/h. A sample that nothing on wheels could have reached is left out. */
const MAX_SPEED_M_PER_MS = 0.15
/** Fixes are stamped when they arrive, some 0.3 s early or late: 20 m at 60 m/s. */
const STAMP_SLACK_M = 20

export const driveOf = (position: Position): Drive => {
  const { timeMs, x, y, speed } = position
  const kept: number[] = []
  const gaps: Gap[] = []
  for (let i = 0; i < timeMs.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue
    const last = kept.at(-1)
    if (last !== undefined) {
      const ms = timeMs[i]! - timeMs[last]!
      const metres = Math.hypot(x[i]! - x[last]!, y[i]! - y[last]!)
      const isJump = metres > MAX_SPEED_M_PER_MS * ms + STAMP_SLACK_M
      // A wild sample is waited out; a place that lasts is where the car now is.
      if (isJump && ms <= MAX_BRIDGED_MS) continue
      if (ms > MAX_BRIDGED_MS) {
        gaps.push({ index: kept.length - 1, fromMs: timeMs[last]!, toMs: timeMs[i]!, isJump })
      }
    }
    kept.push(i)
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
