/**
 * How hard a line bends, in 1/m, positive to the right.
 *
 * Invariant: the bend at a point is the turn between the chords from `reachM` before to the point and from the
 * point to `reachM` behind, per metre: the true curvature seen through a triangle of that reach. Where the line
 * ends sooner, the reach is shorter; at the ends themselves the bend is 0.
 *
 * Limits: points should lie evenly and closer than `reachM`; a radius below reachM / 2 is not resolved.
 */
import type { Point } from './model.ts'

export const curvatureAlong = (
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  s: ArrayLike<number>,
  reachM: number,
): Float64Array<ArrayBuffer> => {
  const n = s.length
  const bend = new Float64Array(n)
  let a = 0
  let b = 0
  for (let i = 1; i < n - 1; i++) {
    const reach = Math.min(reachM, s[i]! - s[0]!, s[n - 1]! - s[i]!)
    while (s[i]! - s[a + 1]! >= reach && a + 1 < i) a++
    if (b <= i) b = i + 1
    while (b < n - 1 && s[b]! - s[i]! < reach) b++
    const before = { x: x[i]! - x[a]!, y: y[i]! - y[a]! }
    const after = { x: x[b]! - x[i]!, y: y[b]! - y[i]! }
    const metres = (s[b]! - s[a]!) / 2
    bend[i] = metres > 0 ? turnFrom(before, after) / metres : 0
  }
  return bend
}

/** −π to π, positive to the right. */
const turnFrom = (before: Point, after: Point): number =>
  -Math.atan2(before.x * after.y - before.y * after.x, before.x * after.x + before.y * after.y)
