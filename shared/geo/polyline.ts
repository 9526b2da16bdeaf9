/**
 * A path on the ground as a chain of straight pieces, measured in metres along it.
 *
 * Invariants: at least one point, all finite; `s` starts at 0 and never falls (repeated points are allowed).
 * Headings are radians clockwise from +y (north), 0 ≤ heading < 2π. A closed circuit is written with its
 * first point repeated at the end; nothing here wraps around by itself.
 */
import type { Point } from './model.ts'

export interface Polyline {
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
  /** Metres along the line at each point. */
  readonly s: Float64Array<ArrayBuffer>
}

export interface NearestOnLine {
  readonly s: number
  readonly distance: number
  /** −1: the point lies left of the line as driven, 1: right, 0: on it. */
  readonly side: number
}

export const createPolyline = (x: ArrayLike<number>, y: ArrayLike<number>): Polyline => {
  if (x.length === 0 || x.length !== y.length) {
    throw new RangeError(
      `a line needs as many x as y and at least one point, not ${x.length} and ${y.length}`,
    )
  }
  const line = { x: Float64Array.from(x), y: Float64Array.from(y), s: new Float64Array(x.length) }
  let s = 0
  for (let i = 0; i < x.length; i++) {
    if (i > 0) s += Math.hypot(line.x[i]! - line.x[i - 1]!, line.y[i]! - line.y[i - 1]!)
    if (!Number.isFinite(line.x[i]! + line.y[i]!)) throw new RangeError(`point ${i} of a line is not finite`)
    line.s[i] = s
  }
  return line
}

export const lengthOf = (line: Polyline): number => line.s[line.s.length - 1]!

/** Where one is after s metres; before the start it is the first point, past the end the last. */
export const pointAt = (line: Polyline, s: number): Point => {
  const i = pieceAt(line, s)
  const j = Math.min(i + 1, line.s.length - 1)
  const length = line.s[j]! - line.s[i]!
  const f = length > 0 ? Math.min(1, Math.max(0, (s - line.s[i]!) / length)) : 0
  return { x: line.x[i]! + f * (line.x[j]! - line.x[i]!), y: line.y[i]! + f * (line.y[j]! - line.y[i]!) }
}

/** The direction driven at s; at a corner of the line that of the piece ahead; 0 for a line of no length. */
export const headingAt = (line: Polyline, s: number): number => {
  let i = pieceAt(line, s)
  while (i > 0 && line.s[i]! === lengthOf(line)) i--
  const j = Math.min(i + 1, line.s.length - 1)
  const heading = Math.atan2(line.x[j]! - line.x[i]!, line.y[j]! - line.y[i]!)
  return heading < 0 ? heading + 2 * Math.PI : heading
}

/**
 * The place on the line nearest to p, the earliest of equals. A window (metres along the line) keeps the
 * answer on the right leg where a track comes close to itself, and the search short.
 */
export const nearestOnPolyline = (
  line: Polyline,
  p: Point,
  window: { readonly from: number; readonly to: number } = { from: 0, to: lengthOf(line) },
): NearestOnLine => {
  const from = Math.min(Math.max(0, window.from), lengthOf(line))
  const to = Math.min(Math.max(from, window.to), lengthOf(line))
  let best = { s: from, distance: Number.POSITIVE_INFINITY, side: 0 }
  const last = line.s.length - 2
  for (let i = Math.min(pieceAt(line, from), last); i >= 0 && i <= last && line.s[i]! <= to; i++) {
    const length = line.s[i + 1]! - line.s[i]!
    if (length === 0) continue
    const ux = (line.x[i + 1]! - line.x[i]!) / length
    const uy = (line.y[i + 1]! - line.y[i]!) / length
    const px = p.x - line.x[i]!
    const py = p.y - line.y[i]!
    const projected = Math.min(px * ux + py * uy, length, to - line.s[i]!)
    const along = Math.max(0, from - line.s[i]!, projected)
    const distance = Math.hypot(px - along * ux, py - along * uy)
    if (distance < best.distance) {
      best = { s: line.s[i]! + along, distance, side: Math.sign(px * uy - py * ux) }
    }
  }
  if (best.distance < Number.POSITIVE_INFINITY) return best
  const only = pointAt(line, from)
  return { s: from, distance: Math.hypot(p.x - only.x, p.y - only.y), side: 0 }
}

/** Index of the piece holding s: the last point at or before it. */
const pieceAt = (line: Polyline, s: number): number => {
  let low = 0
  let high = line.s.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (line.s[middle]! <= s) low = middle
    else high = middle - 1
  }
  return low
}
