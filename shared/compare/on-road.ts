/**
 * The places of a lap in the metres of a reference's road, whatever coordinates the lap was recorded in.
 *
 * Degrees are laid out on the reference's plane; positions of the same simulator's track are used as they are;
 * those of another coordinate system are fitted onto the road, or not used at all.
 */
import { lapTimeMs } from '#shared/lap'
import { sliceTrace, type Trace } from '#shared/trace'
import { positionOf } from '#shared/track'
import { fitRoads, fitted } from './fit.ts'
import type { LapToCompare, Reference } from './model.ts'
import { projectionFor } from './origin.ts'
import { type Places, placesOf } from './places.ts'
import { roadOf } from './road.ts'
import { type Travel, travelOf } from './travel.ts'

/** `own` is the lap's piece of its trace. Null without a road, without positions, or on no road known here. */
export const placesOnRoad = (
  { road, projection }: Pick<Reference, 'road' | 'projection'>,
  referenceLap: LapToCompare,
  { lap, frame }: LapToCompare,
  own: Trace,
  travel: Travel | null,
): Places | null => {
  if (!road) return null
  if (isSameFrame(referenceLap, { frame })) {
    const position = positionOf(own, frame, projection ?? undefined)
    return position && placesOf(position, own, lap.startMs)
  }
  const plane = frame.kind === 'wgs84' ? projectionFor(own) : null
  const position = positionOf(own, frame, plane ?? undefined)
  const places = position && placesOf(position, own, lap.startMs)
  const ownRoad = places && roadOf(places, lapTimeMs(lap), travel)
  const fit = ownRoad && fitRoads(road, ownRoad)
  if (!places || !fit) return null
  const moved = { x: new Float64Array(places.x.length), y: new Float64Array(places.x.length) }
  for (let i = 0; i < places.x.length; i++) {
    const p = fitted(fit, places.x[i]!, places.y[i]!)
    moved.x[i] = p.x
    moved.y[i] = p.y
  }
  return { ...places, ...moved }
}

const isSameFrame = ({ frame: a }: Pick<LapToCompare, 'frame'>, { frame: b }: Pick<LapToCompare, 'frame'>) =>
  a.kind === 'flat' ? b.kind === 'flat' && a.space === b.space : b.kind === 'wgs84'

/** Where a lap was, to be drawn beside the reference's road; times count from the lap's start line. */
export interface PathAlong {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
}

/** From line to line and one fix beyond each where there is one; null when nothing says where it was. */
export const pathAlong = (
  reference: Reference,
  referenceLap: LapToCompare,
  toCompare: LapToCompare,
): PathAlong | null => {
  const { lap, trace } = toCompare
  if (!(lapTimeMs(lap) > 0)) return null
  const own = sliceTrace(trace, lap.startMs, lap.endMs)
  const travel = travelOf(own, lap.startMs, lap.endMs)
  const places = placesOnRoad(reference, referenceLap, toCompare, own, travel)
  return places && places.x.length > 1 ? { timeMs: places.timeMs, x: places.x, y: places.y } : null
}
