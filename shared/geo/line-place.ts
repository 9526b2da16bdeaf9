/**
 * A line across the road as a person moves it: along the road, turned on it, wider or narrower.
 *
 * Headings are radians clockwise from north, as gates have them; turns are degrees.
 */
import { gateCenter, gateFromPoint, gateHeading, gateWidth } from './gate.ts'
import type { Gate, Point } from './model.ts'
import { headingAt, lengthOf, nearestOnPolyline, type Polyline, pointAt } from './polyline.ts'

export interface LinePlace {
  /** Metres along the road. */
  readonly s: number
  /** Turned clockwise from straight across the road. */
  readonly turnDeg: number
  readonly widthM: number
}

/** Narrower than any road, wider than any start straight with its pit lane. */
export const WIDTH_M = { least: 6, most: 80, usual: 30 } as const

/** The direction of a road is taken over this much of it, so that a receiver's noise does not turn the line. */
const HEADING_OVER_M = 12

export const gateToPlace = (road: Polyline, gate: Gate): LinePlace => {
  const s = placeOnRoad(road, gateCenter(gate))
  const turn = ((gateHeading(gate) - roadHeading(road, s)) * 180) / Math.PI
  return { s, turnDeg: Math.round(withinHalfTurn(turn)), widthM: Math.round(gateWidth(gate)) }
}

/** The road of a lap begins and ends at its line: of the two, the beginning. */
const placeOnRoad = (road: Polyline, point: Point): number => {
  const nearest = nearestOnPolyline(road, point)
  const toStart = Math.hypot(road.x[0]! - point.x, road.y[0]! - point.y)
  return toStart <= nearest.distance + 1 ? 0 : nearest.s
}

export const placeToGate = (road: Polyline, { s, turnDeg, widthM }: LinePlace): Gate =>
  gateFromPoint(pointAt(road, s), roadHeading(road, s) + (turnDeg * Math.PI) / 180, widthM)

/** Moved along the road, which is a circuit: past its end it goes on at its beginning. */
export const movedBy = (road: Polyline, place: LinePlace, metres: number): LinePlace => {
  const length = lengthOf(road)
  return { ...place, s: (((place.s + metres) % length) + length) % length }
}

export const turnedBy = (place: LinePlace, degrees: number): LinePlace => ({
  ...place,
  turnDeg: withinHalfTurn(place.turnDeg + degrees),
})

export const widenedBy = (place: LinePlace, metres: number): LinePlace => ({
  ...place,
  widthM: Math.min(WIDTH_M.most, Math.max(WIDTH_M.least, place.widthM + metres)),
})

/** −180 (not included) to 180. */
const withinHalfTurn = (degrees: number): number => {
  const turn = ((degrees % 360) + 360) % 360
  return turn > 180 ? turn - 360 : turn
}

const roadHeading = (road: Polyline, s: number): number => {
  const from = pointAt(road, s - HEADING_OVER_M / 2)
  const to = pointAt(road, s + HEADING_OVER_M / 2)
  const isFar = Math.hypot(to.x - from.x, to.y - from.y) > 1
  return isFar ? Math.atan2(to.x - from.x, to.y - from.y) : headingAt(road, s)
}
