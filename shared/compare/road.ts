/**
 * From the places of a lap to its road: an even, smooth line from the lap's start to its end.
 *
 * Steps: places are averaged over TREMBLE_MS, since a receiver at 25 Hz trembles by more than it moves; those where
 * the car stood are left out (a parked receiver's wandering is no road); the rest is thinned to one in MIN_APART_M; a curve through the points (Catmull-Rom, so that an arc sampled at 1 Hz is an arc again)
 * is sampled every ROAD_STEP_M and smoothed with a window of a few metres.
 *
 * Limits: smoothing pulls a hairpin of 15 m radius 0.2 m inwards; the road's ends are kept where they were.
 */
import { createPolyline, type Polyline } from '#shared/geo'
import type { Places } from './places.ts'
import { type Travel, travelledAt } from './travel.ts'

export const ROAD_STEP_M = 2
const MIN_APART_M = 3
/** Slower than this is standing: a parked receiver's wandering seen over STANDING_AROUND_MS. */
const STANDING_MPS = 1.5
const STANDING_AROUND_MS = 1500
/** Points to either side, twice over: together a bell of 3.3 m standard deviation. */
const SMOOTH_REACH = 2
/** Below this nothing is a road. */
const MIN_ROAD_M = 50

/** Null when the car hardly moved, or its ends are not known. */
export const roadOf = (places: Places, lapMs: number, travel: Travel | null): Polyline | null => {
  const points = movingPoints(steadied(places), lapMs, travel)
  if (points.x.length < 3) return null
  const even = evenPoints(points)
  if (!even || even.x.length * ROAD_STEP_M < MIN_ROAD_M) return null
  return createPolyline(smoothed(even.x), smoothed(even.y))
}

/** A centimetre of a corner at 1 g is lost by it. */
const TREMBLE_MS = 200

/** Each place the mean of those around it; at 5 Hz and less nothing changes. */
const steadied = (places: Places): Places => {
  const { timeMs, x, y } = places
  const n = timeMs.length
  const even = { x: Float64Array.from(x), y: Float64Array.from(y) }
  let [from, to] = [0, 0]
  for (let i = 0; i < n; i++) {
    const reach = Math.min(TREMBLE_MS / 2, timeMs[i]! - timeMs[0]!, timeMs[n - 1]! - timeMs[i]!)
    while (timeMs[from]! < timeMs[i]! - reach) from++
    while (to + 1 < n && timeMs[to + 1]! <= timeMs[i]! + reach) to++
    // As many before as behind, or the mean runs ahead where one fix is missing.
    const half = Math.min(i - from, to - i)
    if (half <= 0) continue
    let [sumX, sumY] = [0, 0]
    for (let k = i - half; k <= i + half; k++) {
      sumX += x[k]!
      sumY += y[k]!
    }
    even.x[i] = sumX / (2 * half + 1)
    even.y[i] = sumY / (2 * half + 1)
  }
  return { ...places, ...even }
}

interface Points {
  readonly x: number[]
  readonly y: number[]
}

const movingPoints = ({ timeMs, x, y }: Places, lapMs: number, travel: Travel | null): Points => {
  const n = timeMs.length
  const points: Points = { x: [], y: [] }
  const add = (px: number, py: number): void => {
    points.x.push(px)
    points.y.push(py)
  }
  const isMoving = standingTest({ timeMs, x, y }, travel)
  for (let i = 0; i < n; i++) {
    const t = timeMs[i]!
    const next = i + 1 < n ? timeMs[i + 1]! : Number.NaN
    if (t <= 0 && next > 0) {
      const share = -t / (next - t)
      add(x[i]! + share * (x[i + 1]! - x[i]!), y[i]! + share * (y[i + 1]! - y[i]!))
      continue
    }
    if (t <= 0 || t > lapMs) continue
    if (points.x.length === 0) add(x[i]!, y[i]!)
    const k = points.x.length - 1
    const apart = Math.hypot(x[i]! - points.x[k]!, y[i]! - points.y[k]!)
    const isLast = !(next <= lapMs)
    if (!isLast && apart >= MIN_APART_M && isMoving(i)) add(x[i]!, y[i]!)
    if (isLast) {
      const share = next > lapMs ? (lapMs - t) / (next - t) : 0
      const [ex, ey] =
        share > 0
          ? [x[i]! + share * (x[i + 1]! - x[i]!), y[i]! + share * (y[i + 1]! - y[i]!)]
          : [x[i]!, y[i]!]
      if (Math.hypot(ex - points.x[k]!, ey - points.y[k]!) < MIN_APART_M / 2 && points.x.length > 1) {
        points.x.pop()
        points.y.pop()
      }
      add(ex, ey)
    }
  }
  return points
}

/** By the car's speed where it is known, else by how far the places move within some seconds. */
const standingTest = (
  { timeMs, x, y }: Pick<Places, 'timeMs' | 'x' | 'y'>,
  travel: Travel | null,
): ((i: number) => boolean) => {
  const last = timeMs.length - 1
  let [a, b] = [0, 0]
  return i => {
    const fromMs = timeMs[i]! - STANDING_AROUND_MS
    const toMs = timeMs[i]! + STANDING_AROUND_MS
    if (travel) {
      const metres = travelledAt(travel, toMs) - travelledAt(travel, fromMs)
      return metres > (STANDING_MPS * (toMs - fromMs)) / 1000
    }
    while (a < i && timeMs[a + 1]! <= fromMs) a++
    while (b < last && timeMs[b]! < toMs) b++
    const [from, to] = [Math.min(a, Math.max(0, i - 1)), Math.max(b, Math.min(last, i + 1))]
    const metres = Math.hypot(x[to]! - x[from]!, y[to]! - y[from]!)
    return metres > (STANDING_MPS * (timeMs[to]! - timeMs[from]!)) / 1000
  }
}

/** Points every ROAD_STEP_M along a curve through the given ones, the first and the last kept. */
const evenPoints = ({ x, y }: Points): { x: Float64Array; y: Float64Array } | null => {
  const fine = curveThrough(x, y)
  const line = createPolyline(fine.x, fine.y)
  const length = line.s[line.s.length - 1]!
  if (!(length > 0)) return null
  const pieces = Math.max(1, Math.round(length / ROAD_STEP_M))
  const even = { x: new Float64Array(pieces + 1), y: new Float64Array(pieces + 1) }
  let i = 0
  for (let k = 0; k <= pieces; k++) {
    const s = (length * k) / pieces
    while (i < line.s.length - 2 && line.s[i + 1]! < s) i++
    const span = line.s[i + 1]! - line.s[i]!
    const u = span > 0 ? Math.min(1, (s - line.s[i]!) / span) : 0
    even.x[k] = line.x[i]! + u * (line.x[i + 1]! - line.x[i]!)
    even.y[k] = line.y[i]! + u * (line.y[i + 1]! - line.y[i]!)
  }
  return even
}

/** Longer pieces than this are bent; shorter ones are straight enough. */
const BEND_FROM_M = 5
/** Across a lost position the road is a straight line: a curve would be made up. */
const BEND_TO_M = 150

/** Centripetal Catmull-Rom through all points: no loops, and an arc with few points stays round. */
const curveThrough = (x: readonly number[], y: readonly number[]): Points => {
  const out: Points = { x: [x[0]!], y: [y[0]!] }
  const n = x.length
  for (let i = 0; i + 1 < n; i++) {
    const [x1, y1, x2, y2] = [x[i]!, y[i]!, x[i + 1]!, y[i + 1]!]
    const chord = Math.hypot(x2 - x1, y2 - y1)
    if (chord > BEND_FROM_M && chord < BEND_TO_M) {
      // Ends go on as a mirror image of the piece itself.
      const x0 = i > 0 ? x[i - 1]! : 2 * x1 - x2
      const y0 = i > 0 ? y[i - 1]! : 2 * y1 - y2
      const x3 = i + 2 < n ? x[i + 2]! : 2 * x2 - x1
      const y3 = i + 2 < n ? y[i + 2]! : 2 * y2 - y1
      const d1 = Math.sqrt(Math.hypot(x1 - x0, y1 - y0)) || Math.sqrt(chord)
      const d2 = Math.sqrt(chord)
      const d3 = Math.sqrt(Math.hypot(x3 - x2, y3 - y2)) || d2
      const m1x = d2 * ((x1 - x0) / d1 - (x2 - x0) / (d1 + d2) + (x2 - x1) / d2)
      const m1y = d2 * ((y1 - y0) / d1 - (y2 - y0) / (d1 + d2) + (y2 - y1) / d2)
      const m2x = d2 * ((x2 - x1) / d2 - (x3 - x1) / (d2 + d3) + (x3 - x2) / d3)
      const m2y = d2 * ((y2 - y1) / d2 - (y3 - y1) / (d2 + d3) + (y3 - y2) / d3)
      const steps = Math.ceil(chord / ROAD_STEP_M)
      for (let k = 1; k < steps; k++) {
        const u = k / steps
        const u2 = u * u
        const u3 = u2 * u
        const [a, b, c, d] = [2 * u3 - 3 * u2 + 1, u3 - 2 * u2 + u, 3 * u2 - 2 * u3, u3 - u2]
        out.x.push(a * x1 + b * m1x + c * x2 + d * m2x)
        out.y.push(a * y1 + b * m1y + c * y2 + d * m2y)
      }
    }
    out.x.push(x2)
    out.y.push(y2)
  }
  return out
}

/** A moving average run twice; towards the ends the window shrinks, so that they stay. */
const smoothed = (values: Float64Array): Float64Array => {
  const last = values.length - 1
  let from = values
  for (let pass = 0; pass < 2; pass++) {
    const to = new Float64Array(values.length)
    for (let i = 0; i <= last; i++) {
      const reach = Math.min(SMOOTH_REACH, i, last - i)
      let sum = 0
      for (let k = i - reach; k <= i + reach; k++) sum += from[k]!
      to[i] = sum / (2 * reach + 1)
    }
    from = to
  }
  return from
}
