/**
 * Making and measuring gates in metres. Headings are radians clockwise from +y (north).
 */
import type { Gate, Point } from './model.ts'
import type { Projection } from './projection.ts'

/** A gate across the road at `center`, for somebody driving towards `headingRad`. */
export const gateFromPoint = (center: Point, headingRad: number, widthM: number): Gate => {
  const dx = (Math.cos(headingRad) * widthM) / 2
  const dy = (-Math.sin(headingRad) * widthM) / 2
  return {
    left: { x: center.x - dx, y: center.y - dy },
    right: { x: center.x + dx, y: center.y + dy },
  }
}

export const gateCenter = (gate: Gate): Point => ({
  x: (gate.left.x + gate.right.x) / 2,
  y: (gate.left.y + gate.right.y) / 2,
})

export const gateWidth = (gate: Gate): number =>
  Math.hypot(gate.right.x - gate.left.x, gate.right.y - gate.left.y)

/** The direction in which the gate counts, 0 ≤ heading < 2π. */
export const gateHeading = (gate: Gate): number => {
  const heading = Math.atan2(-(gate.right.y - gate.left.y), gate.right.x - gate.left.x)
  return heading < 0 ? heading + 2 * Math.PI : heading
}

/** Metres in front of the gate's line (endless to both sides), negative behind it; 0 for a gate of no width. */
export const metresPast = (gate: Gate, p: Point): number => {
  const width = gateWidth(gate)
  if (width === 0) return 0
  const dx = (gate.right.x - gate.left.x) / width
  const dy = (gate.right.y - gate.left.y) / width
  return dx * (p.y - gate.left.y) - dy * (p.x - gate.left.x)
}

/** A gate stored in degrees ({x: lon, y: lat}) in the metres of a projection. */
export const gateToMetres = (gate: Gate, projection: Projection): Gate => ({
  left: projection.toPoint(gate.left.y, gate.left.x),
  right: projection.toPoint(gate.right.y, gate.right.x),
})

/** A gate in metres as it is stored in a wgs84 frame: ends {x: lon, y: lat} in degrees. */
export const gateToDegrees = (gate: Gate, projection: Projection): Gate => {
  const toEnd = (p: Point): Point => {
    const { lat, lon } = projection.toLatLon(p.x, p.y)
    return { x: lon, y: lat }
  }
  return { left: toEnd(gate.left), right: toEnd(gate.right) }
}
