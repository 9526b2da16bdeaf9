/**
 * How far along a reference line a path has come, sample by sample.
 *
 * Invariants: the path is taken to begin at the line's start; progress never falls. Each sample is looked
 * for only a little ahead of the last one, so a track that comes close to itself cannot mislead it.
 */
import { nearestOnPolyline, type Polyline } from './polyline.ts'

export interface Progress {
  /** Metres along the line; NaN where the position is unknown. */
  readonly s: Float64Array<ArrayBuffer>
  /** Metres beside the line. */
  readonly distance: Float64Array<ArrayBuffer>
}

/**
 * How far ahead to look: half as far again as was driven, because the line may lie outside of the path in a
 * corner, and 10 m, which makes up for lost ground within a few samples and is less than the road from one
 * leg of a hairpin to the other.
 */
const AHEAD_SHARE = 1.5
const AHEAD_M = 10
/** After this long the straight across says little about the road; then what 80 m/s allow is searched. */
const LOST_MS = 2000
const LOST_M_PER_MS = 0.08

export const progressAlong = (
  line: Polyline,
  timeMs: ArrayLike<number>,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): Progress => {
  const progress = { s: new Float64Array(x.length), distance: new Float64Array(x.length) }
  let last = { s: 0, x: line.x[0]!, y: line.y[0]!, timeMs: timeMs[0] ?? 0 }
  for (let i = 0; i < x.length; i++) {
    const p = { x: x[i]!, y: y[i]! }
    const driven = Math.hypot(p.x - last.x, p.y - last.y)
    if (Number.isNaN(driven)) {
      progress.s[i] = Number.NaN
      progress.distance[i] = Number.NaN
      continue
    }
    const ms = timeMs[i]! - last.timeMs
    const ahead = Math.max(AHEAD_SHARE * driven + AHEAD_M, ms > LOST_MS ? LOST_M_PER_MS * ms : 0)
    const { s, distance } = nearestOnPolyline(line, p, { from: last.s, to: last.s + ahead })
    progress.s[i] = s
    progress.distance[i] = distance
    last = { s, ...p, timeMs: timeMs[i]! }
  }
  return progress
}
