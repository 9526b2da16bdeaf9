/**
 * Speed and course out of positions, for logs that lack them or do not say their unit.
 *
 * Taken over about a second, so that a receiver's trembling does not show; NaN where the position is unknown or
 * was lost for more than a few seconds. Nothing lags, but the slowest corners are rounded off.
 */
import { createProjection } from '#shared/geo'

const WINDOW_MS = 1000
/** As laps have it: two missed fixes at 1 Hz are bridged. */
const MAX_STEP_MS = 3500
/** Slower than this, a receiver's wandering decides the course. */
const MIN_COURSE_MPS = 1

export interface GroundMotion {
  /** m/s. */
  readonly speed: Float32Array<ArrayBuffer>
  /** Degrees clockwise from north, 0 to 360. */
  readonly course: Float32Array<ArrayBuffer>
}

/** At each of the times, which must not fall (where they do there is no motion). */
export const groundMotion = (
  timeMs: ArrayLike<number>,
  lat: ArrayLike<number>,
  lon: ArrayLike<number>,
): GroundMotion => {
  const count = timeMs.length
  const speed = new Float32Array(count).fill(Number.NaN)
  const course = new Float32Array(count).fill(Number.NaN)
  const first = firstKnown(lat, lon)
  if (first < 0) return { speed, course }
  const plane = createProjection({ lat: lat[first]!, lon: lon[first]! })
  const x = new Float64Array(count)
  const y = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const point = plane.toPoint(lat[i]!, lon[i]!)
    x[i] = point.x
    y[i] = point.y
  }
  let before = 0
  let after = 0
  for (let i = 0; i < count; i++) {
    while (before < i && timeMs[i]! - timeMs[before]! > WINDOW_MS / 2) before++
    if (after < i) after = i
    while (after + 1 < count && timeMs[after]! - timeMs[i]! < WINDOW_MS / 2) after++
    // Sparse fixes lie outside of the window: then the neighbour is taken.
    const from = before === i && i > 0 ? i - 1 : before
    const ms = timeMs[after]! - timeMs[from]!
    if (!(ms > 0 && ms <= 2 * MAX_STEP_MS)) continue
    const [dx, dy] = [x[after]! - x[from]!, y[after]! - y[from]!]
    speed[i] = (Math.hypot(dx, dy) * 1000) / ms
    if (speed[i]! >= MIN_COURSE_MPS) course[i] = (Math.atan2(dx, dy) * (180 / Math.PI) + 360) % 360
  }
  return { speed, course }
}

const firstKnown = (lat: ArrayLike<number>, lon: ArrayLike<number>): number => {
  for (let i = 0; i < lat.length; i++) if (Math.abs(lat[i]!) <= 90 && Math.abs(lon[i]!) <= 180) return i
  return -1
}
