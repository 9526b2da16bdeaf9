/**
 * A road made ready for finding where along it somebody is.
 *
 * A place belongs to the point of the road whose normal passes through it. Normals turn evenly from one point of
 * the road to the next, so a car beside the road moves along it evenly too: dropping perpendiculars on straight
 * pieces instead makes it stand at every corner of the line and jump (±50 ms at 10 m beside a hairpin).
 *
 * The road goes on beyond both lines for TAIL_M, so that places around the line are not cut off: round the circuit
 * when the ends meet, straight on otherwise.
 */
import { lengthOf, type Polyline } from '#shared/geo'

export const TAIL_M = 150

export interface Guide {
  readonly lengthM: number
  readonly x: Float64Array
  readonly y: Float64Array
  /** Metres along the road; negative before its start. */
  readonly s: Float64Array
  /** Unit tangents. */
  readonly tx: Float64Array
  readonly ty: Float64Array
}

/** Ends closer than this, driven within 45° of the same direction, are one line crossed twice. */
const MEETING_M = 60

export const createGuide = (road: Polyline): Guide => {
  const n = road.s.length
  const length = lengthOf(road)
  const tail = Math.min(TAIL_M, length / 4)
  const step = length / (n - 1)
  const extra = Math.ceil(tail / step)
  const isLoop = endsMeet(road)
  const count = n + 2 * extra
  const x = new Float64Array(count)
  const y = new Float64Array(count)
  const s = new Float64Array(count)
  const last = n - 1
  const [ox, oy] = [road.x[0]! - road.x[last]!, road.y[0]! - road.y[last]!]
  const start = directionAt(road, 0)
  const end = directionAt(road, last)
  for (let k = 0; k < extra; k++) {
    const back = extra - k
    const from = last - back
    const before = isLoop
      ? { x: road.x[from]! + ox, y: road.y[from]! + oy, m: length - road.s[from]! }
      : { x: road.x[0]! - back * step * start.x, y: road.y[0]! - back * step * start.y, m: back * step }
    x[k] = before.x
    y[k] = before.y
    s[k] = -before.m
    const ahead = k + 1
    const after = isLoop
      ? { x: road.x[ahead]! - ox, y: road.y[ahead]! - oy, m: road.s[ahead]! }
      : { x: road.x[last]! + ahead * step * end.x, y: road.y[last]! + ahead * step * end.y, m: ahead * step }
    x[extra + n + k] = after.x
    y[extra + n + k] = after.y
    s[extra + n + k] = length + after.m
  }
  x.set(road.x, extra)
  y.set(road.y, extra)
  s.set(road.s, extra)
  return { lengthM: length, x, y, s, ...tangentsOf(x, y) }
}

/** Points to either side a tangent is taken over. */
const AROUND = 2

const tangentsOf = (x: Float64Array, y: Float64Array): Pick<Guide, 'tx' | 'ty'> => {
  const last = x.length - 1
  const tx = new Float64Array(x.length)
  const ty = new Float64Array(x.length)
  for (let i = 0; i <= last; i++) {
    const [a, b] = [Math.max(0, i - AROUND), Math.min(last, i + AROUND)]
    const [dx, dy] = [x[b]! - x[a]!, y[b]! - y[a]!]
    const length = Math.hypot(dx, dy) || 1
    tx[i] = dx / length
    ty[i] = dy / length
  }
  return { tx, ty }
}

const directionAt = ({ x, y }: Polyline, i: number): { x: number; y: number } => {
  const last = x.length - 1
  const [a, b] = [Math.max(0, Math.min(i, last - 5)), Math.min(last, Math.max(i, 5))]
  const [dx, dy] = [x[b]! - x[a]!, y[b]! - y[a]!]
  const length = Math.hypot(dx, dy) || 1
  return { x: dx / length, y: dy / length }
}

const endsMeet = (road: Polyline): boolean => {
  const last = road.x.length - 1
  const [start, end] = [directionAt(road, 0), directionAt(road, last)]
  return (
    Math.hypot(road.x[0]! - road.x[last]!, road.y[0]! - road.y[last]!) < MEETING_M &&
    start.x * end.x + start.y * end.y > Math.SQRT1_2
  )
}
