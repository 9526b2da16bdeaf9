/**
 * Lines on the ground out of what logs say: a point somewhere on the road, without its ends.
 *
 * Everything here is in degrees ({x: lon, y: lat}) outside and in metres around the point inside.
 */
import { createProjection, type Gate, gateFromPoint, gateToDegrees, type LatLon } from '#shared/geo'
import type { Column } from '#shared/trace'

/** Wide enough for a road and the error of a phone's receiver, too narrow for the way back beside it. */
export const GATE_WIDTH_M = 30

/** A gate across the road at a point, for somebody driving along `headingDeg`. */
export const gateAt = (point: LatLon, headingDeg: number, widthM = GATE_WIDTH_M): Gate =>
  gateToDegrees(gateFromPoint({ x: 0, y: 0 }, (headingDeg * Math.PI) / 180, widthM), createProjection(point))

/** A path passes a point when it comes this near. */
const NEAR_M = 25
/** Samples further apart than this are no path any more. */
const MAX_STEP_M = 150
/** Passes in all directions cancel out; what is left of those in one is nearly 1. */
const MIN_AGREEMENT = 0.8

/** The course, in degrees, at which a path passes a point; null when it never does, or in no one direction. */
export const courseAt = (point: LatLon, lat: Column, lon: Column): number | null => {
  const projection = createProjection(point)
  let [sumX, sumY, passes] = [0, 0, 0]
  let from = { x: Number.NaN, y: Number.NaN }
  for (let i = 0; i < lat.length; i++) {
    if (Number.isNaN(lat[i]! + lon[i]!)) continue
    const to = projection.toPoint(lat[i]!, lon[i]!)
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    const length = Math.hypot(dx, dy)
    // Shorter steps are a receiver that wanders.
    if (length > 0.2 && length < MAX_STEP_M) {
      const along = Math.min(Math.max(-(from.x * dx + from.y * dy) / (length * length), 0), 1)
      if (Math.hypot(from.x + along * dx, from.y + along * dy) < NEAR_M) {
        sumX += dx / length
        sumY += dy / length
        passes++
      }
    }
    from = to
  }
  if (passes === 0 || Math.hypot(sumX, sumY) < MIN_AGREEMENT * passes) return null
  return (Math.atan2(sumX, sumY) * 180) / Math.PI
}
