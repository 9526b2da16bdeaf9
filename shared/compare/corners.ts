/**
 * Corners of a road, from how it bends.
 *
 * A corner is a stretch that bends to one side: it opens where the bend is tighter than OPEN_RADIUS_M, reaches out
 * to both sides until the bend is wider than CLOSE_RADIUS_M, and turns by at least MIN_TURN_RAD. A change of side
 * ends it, so a chicane is two corners. Two apexes to the same side are one corner unless the road between them
 * straightens to less than VALLEY of the lesser bend over APART_M or more.
 *
 * The apex is where half of the turn is done: on a long even bend the tightest point is chance.
 *
 * Limits: corners are those of the line that was driven; a kink that is taken straight across is none.
 */
import { curvatureAlong, type Point } from '#shared/geo'
import type { Corner } from '#shared/track'
import { createGuide } from './guide.ts'
import type { LapToCompare, Reference } from './model.ts'

const OPEN_RADIUS_M = 190
const CLOSE_RADIUS_M = 380
const MIN_TURN_RAD = (14 * Math.PI) / 180
const VALLEY = 0.4
const APART_M = 45
/** Reach of the bend to both sides: three times a receiver's trembling, and short against a hairpin. */
const REACH_M = 12

/** In driving order, named T1, T2, …; none without a road. */
export const findCorners = (reference: Reference, referenceLap?: LapToCompare): Corner[] => {
  const { road, projection } = reference
  void referenceLap
  if (!road) return []
  const guide = createGuide(road)
  const bends = bendsOf(guide, curvatureAlong(guide.x, guide.y, guide.s, REACH_M), guide.lengthM)
  const toFrame = (i: number): Point => {
    if (!projection) return { x: guide.x[i]!, y: guide.y[i]! }
    const { lat, lon } = projection.toLatLon(guide.x[i]!, guide.y[i]!)
    return { x: lon, y: lat }
  }
  return bends.map(({ from, apex, to, side }, k) => ({
    name: `T${k + 1}`,
    turn: side > 0 ? 'right' : 'left',
    entry: toFrame(from),
    apex: toFrame(apex),
    exit: toFrame(to),
  }))
}

/** Indices into the guide. */
interface Bend {
  readonly from: number
  readonly apex: number
  readonly to: number
  readonly side: 1 | -1
}

const bendsOf = ({ s }: { s: Float64Array }, curvature: Float64Array, lengthM: number): Bend[] => {
  const bends: Bend[] = []
  const n = s.length
  let i = 0
  while (i < n) {
    const side = curvature[i]! > 0 ? 1 : -1
    const isBending = (k: number): boolean => side * curvature[k]! * CLOSE_RADIUS_M > 1
    if (!isBending(i)) {
      i++
      continue
    }
    let end = i
    let tightest = 0
    while (end < n && isBending(end)) {
      tightest = Math.max(tightest, side * curvature[end]!)
      end++
    }
    if (tightest * OPEN_RADIUS_M > 1) bends.push(...apart(s, curvature, { from: i, to: end - 1, side }))
    i = end
  }
  const first = s.findIndex(metres => metres >= 0)
  let last = n - 1
  while (last > 0 && s[last]! > lengthM) last--
  return bends
    .filter(({ apex }) => s[apex]! >= 0 && s[apex]! <= lengthM)
    .map(bend => ({ ...bend, from: Math.max(bend.from, first), to: Math.min(bend.to, last) }))
}

type Arc = Omit<Bend, 'apex'>

/** One arc as one corner, or several where the road straightens in between. */
const apart = (s: Float64Array, curvature: Float64Array, arc: Arc): Bend[] => {
  const { from, to, side } = arc
  const bendAt = (k: number): number => side * curvature[k]!
  let peak = from
  let valley = from
  for (let k = from + 1; k <= to; k++) {
    if (bendAt(k) > bendAt(peak) && valley <= peak) peak = k
    if (bendAt(k) < bendAt(valley) || valley <= peak) {
      if (valley <= peak ? bendAt(k) < bendAt(peak) : true) valley = k
    }
    const isSplit =
      valley > peak &&
      s[k]! - s[peak]! >= APART_M &&
      bendAt(k) > bendAt(valley) &&
      bendAt(valley) < VALLEY * Math.min(bendAt(peak), bendAt(k)) &&
      bendAt(k) * OPEN_RADIUS_M > 1
    if (isSplit) {
      return [
        ...bendFrom(s, curvature, { from, to: valley, side }),
        ...apart(s, curvature, { from: valley, to, side }),
      ]
    }
  }
  return bendFrom(s, curvature, arc)
}

const bendFrom = (s: Float64Array, curvature: Float64Array, { from, to, side }: Arc): Bend[] => {
  const turnOf = (k: number): number =>
    (side * curvature[k]! * (s[Math.min(k + 1, s.length - 1)]! - s[Math.max(0, k - 1)]!)) / 2
  let turn = 0
  for (let k = from; k <= to; k++) turn += turnOf(k)
  if (turn < MIN_TURN_RAD) return []
  let half = 0
  let apex = from
  while (apex < to && half + turnOf(apex) < turn / 2) half += turnOf(apex++)
  return [{ from, apex, to, side }]
}
