/**
 * Corners of a road, from how it bends.
 *
 * A corner is a stretch that bends to one side: it opens where the bend is tighter than OPEN_RADIUS_M, reaches out
 * to both sides until the bend is wider than CLOSE_RADIUS_M, and turns by at least MIN_TURN_RAD. A change of side
 * ends it, so a chicane is two corners. Two apexes to the same side, APART_M or more apart, are one corner unless
 * the road between them straightens to less than VALLEY of the lesser bend.
 *
 * The apex is where half of the turn is done: on a long even bend the tightest point is chance. A corner begins
 * where the reference brakes for it, when the pedals or the speed say so; else where the road begins to bend.
 *
 * Measured on 96 laps of three simulated circuits, receivers from exact at 25 Hz to 5 m off at 1 Hz: the clear
 * corners (radius below 80 m, a turn of 30° or more) lie within 15 m of where the circuit has them.
 * Limits: corners are those of the line that was driven; a kink that is taken nearly straight may be found on one
 * lap and not on the next.
 */
import { curvatureAlong, type Point } from '#shared/geo'
import { sliceTrace } from '#shared/trace'
import type { Corner } from '#shared/track'
import { createGuide } from './guide.ts'
import { metresAt } from './lookup.ts'
import type { LapToCompare, Reference } from './model.ts'
import { pedalsOf } from './pedals.ts'
import { travelOf } from './travel.ts'

const OPEN_RADIUS_M = 220
const CLOSE_RADIUS_M = 300
const MIN_TURN_RAD = (20 * Math.PI) / 180
const VALLEY = 0.6
const APART_M = 45
/** Reach of the bend to both sides: what a receiver trembles by is a small turn of so long a chord. */
const REACH_M = 20
/** How far before the braking point of the reference a corner begins, so that braking a little earlier is in it. */
const BEFORE_BRAKING_M = 20

/** In driving order, named T1, T2, …; none without a road. */
export const findCorners = (reference: Reference, referenceLap?: LapToCompare): Corner[] => {
  const { road, projection } = reference
  if (!road) return []
  const guide = createGuide(road)
  const found = bendsOf(guide, curvatureAlong(guide.x, guide.y, guide.s, REACH_M), guide.lengthM)
  const bends = referenceLap ? fromBraking(found, guide, reference, referenceLap) : found
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

/** The same bends, each begun where the reference brakes for it. */
const fromBraking = (
  bends: readonly Bend[],
  { s }: { s: Float64Array },
  reference: Reference,
  { lap, trace }: LapToCompare,
): Bend[] => {
  if (!(lap.endMs > lap.startMs)) return [...bends]
  const own = sliceTrace(trace, lap.startMs, lap.endMs)
  const { braking } = pedalsOf(own, lap.startMs, travelOf(own, lap.startMs, lap.endMs))
  const pointsM = (braking ?? []).map(({ fromMs }) => metresAt(reference, fromMs))
  return bends.map((bend, i) => {
    const sinceM = i > 0 ? s[bends[i - 1]!.to]! : 0
    const brakeM = pointsM.find(m => m > sinceM && m < s[bend.apex]!)
    if (brakeM === undefined) return bend
    const fromM = Math.max(sinceM, brakeM - BEFORE_BRAKING_M)
    const from = s.findIndex(metres => metres >= fromM)
    return from < bend.from ? { ...bend, from } : bend
  })
}

type Arc = Omit<Bend, 'apex'>

/** One arc as one corner, or several where the road straightens in between. */
const apart = (s: Float64Array, curvature: Float64Array, arc: Arc): Bend[] => {
  const { from, to, side } = arc
  const bendAt = (k: number): number => side * curvature[k]!
  let peak = from
  /** The widest point since the tightest. */
  let valley = from
  for (let k = from + 1; k <= to; k++) {
    const isSecond = bendAt(k) * OPEN_RADIUS_M > 1 && s[k]! - s[peak]! >= APART_M
    if (isSecond && bendAt(valley) < VALLEY * Math.min(bendAt(peak), bendAt(k))) {
      const first = bendFrom(s, curvature, { from, to: valley, side })
      return [...first, ...apart(s, curvature, { from: valley, to, side })]
    }
    if (bendAt(k) > bendAt(peak)) peak = valley = k
    else if (bendAt(k) < bendAt(valley)) valley = k
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
