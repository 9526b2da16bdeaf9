/**
 * Where metres around a circuit's origin lie on the globe, at a few multiplications per sample.
 *
 * A quadratic in x and y that agrees with the projection of `#shared/geo` to a few millimetres within 2 km of
 * the origin. Its coefficients are rounded, because that projection uses sines, and a simulated session must
 * have the same bytes on every engine.
 */
import { createProjection, type LatLon } from '#shared/geo'
import { roundTo } from './maths.ts'

/** Degrees, and degrees per metre and square metre of x (east) and y (north). */
export interface Globe {
  readonly lat: number
  readonly lon: number
  readonly latY: number
  readonly latYY: number
  readonly latXX: number
  readonly lonX: number
  readonly lonXY: number
}

export const latAt = (globe: Globe, x: number, y: number): number =>
  globe.lat + globe.latY * y + globe.latYY * y * y + globe.latXX * x * x

export const lonAt = (globe: Globe, x: number, y: number): number =>
  globe.lon + globe.lonX * x + globe.lonXY * x * y

/** Probed this far from the origin: about the size of the circuits. */
const PROBE_M = 1000
/**
 * Worth 2 and 4 micrometres at 2 km, a thousand times what the last bits of a sine do to the coefficients: two
 * engines round to the same step.
 */
const LINEAR_STEP = 1e-14
const QUADRATIC_STEP = 1e-17

export const globeAround = (origin: LatLon): Globe => {
  const { toLatLon } = createProjection(origin)
  const d = PROBE_M
  const probe = (x: number, y: number): LatLon => {
    const at = toLatLon(x * d, y * d)
    return { lat: at.lat - origin.lat, lon: at.lon - origin.lon }
  }
  const east = probe(1, 0)
  const west = probe(-1, 0)
  const north = probe(0, 1)
  const south = probe(0, -1)
  const northEast = probe(1, 1)
  // By symmetry latitude has no terms in x and xy, and longitude none in y, x² and y².
  return {
    ...origin,
    latY: roundTo((north.lat - south.lat) / (2 * d), LINEAR_STEP),
    latYY: roundTo((north.lat + south.lat) / (2 * d * d), QUADRATIC_STEP),
    latXX: roundTo((east.lat + west.lat) / (2 * d * d), QUADRATIC_STEP),
    lonX: roundTo((east.lon - west.lon) / (2 * d), LINEAR_STEP),
    lonXY: roundTo((northEast.lon - east.lon) / (d * d), QUADRATIC_STEP),
  }
}
