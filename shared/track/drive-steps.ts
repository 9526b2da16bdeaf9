/**
 * A drive as a chain of equal steps of road, so that laps can be laid over one another: time plays no part, a car
 * that waits makes no step.
 *
 * Invariants: a step is STEP_M metres; where the position was lost, or jumped, a new run begins, and nothing
 * crosses from one run to the next. Headings are radians clockwise from +y, taken over AROUND steps to each
 * side, which evens out a receiver's trembling and is short against any straight.
 */
import type { Position } from './position.ts'

export const STEP_M = 10
const AROUND = 2

export interface SteppedDrive {
  readonly count: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly heading: Float64Array
  /** m/s. */
  readonly speed: Float64Array
  /** Which unbroken piece of the drive the step belongs to. */
  readonly run: Int32Array
}

/** As `#shared/lap` has it: two missed fixes at 1 Hz are bridged. */
const MAX_BRIDGED_MS = 3500
/** 540 km/h and the slack of fixes that are stamped when they arrive: what is further apart was not driven. */
const MAX_SPEED_M_PER_MS = 0.15
const STAMP_SLACK_M = 20
/** A parked receiver wanders slower than this, a car in a pit lane drives faster. */
const MOVING_MPS = 2

export const driveInSteps = ({ timeMs, x, y, speed }: Position): SteppedDrive => {
  const xs: number[] = []
  const ys: number[] = []
  const speeds: number[] = []
  const runs: number[] = []
  let run = -1
  let last = -1
  /** Metres driven since the last step. */
  let since = 0
  /** The receiver's own speed is steadier than differences of places, but may be missing. */
  const speedAt = (i: number, fromPlaces: number): number => {
    const own = speed?.[i] ?? Number.NaN
    return Number.isNaN(own) ? fromPlaces : own
  }
  for (let i = 0; i < timeMs.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue
    const ms = last < 0 ? Number.POSITIVE_INFINITY : timeMs[i]! - timeMs[last]!
    const metres = last < 0 ? 0 : Math.hypot(x[i]! - x[last]!, y[i]! - y[last]!)
    if (ms > MAX_BRIDGED_MS || metres > MAX_SPEED_M_PER_MS * ms + STAMP_SLACK_M) {
      run++
      since = 0
    } else if (speedAt(i, (metres * 1000) / ms) >= MOVING_MPS) {
      let at = STEP_M - since
      for (; at <= metres; at += STEP_M) {
        const share = at / metres
        xs.push(x[last]! + share * (x[i]! - x[last]!))
        ys.push(y[last]! + share * (y[i]! - y[last]!))
        speeds.push(speedAt(i, (metres * 1000) / ms))
        runs.push(run)
      }
      since = metres - (at - STEP_M)
    }
    last = i
  }
  const count = xs.length
  const drive = {
    count,
    x: Float64Array.from(xs),
    y: Float64Array.from(ys),
    heading: new Float64Array(count),
    speed: Float64Array.from(speeds),
    run: Int32Array.from(runs),
  }
  for (let i = 0; i < count; i++) {
    let [a, b] = [i, i]
    while (a > 0 && i - a < AROUND && drive.run[a - 1] === drive.run[i]) a--
    while (b + 1 < count && b - i < AROUND && drive.run[b + 1] === drive.run[i]) b++
    drive.heading[i] = Math.atan2(drive.x[b]! - drive.x[a]!, drive.y[b]! - drive.y[a]!)
  }
  return drive
}

/** From one heading to another the short way round, −π to π, positive to the right. */
export const turnBetween = (from: number, to: number): number => {
  const turn = (to - from) % (2 * Math.PI)
  return turn > Math.PI ? turn - 2 * Math.PI : turn < -Math.PI ? turn + 2 * Math.PI : turn
}
