/**
 * Degrees to metres and back around one place.
 *
 * The plane touches the WGS 84 ellipsoid at the origin; a point is dropped onto it along the plane's normal
 * (orthographic), so x and y are the east and north of the usual ENU system for a point at height 0.
 *
 * Limits: distances come out short by d³/6R² for a point d metres away: 0.004 mm at 1 km, 0.5 mm at
 * 5 km, 4 mm at 10 km. Ground above the ellipsoid is longer by height/R (11 cm per km at 700 m): tracks are
 * compared on the ellipsoid, so this is left alone. Points more than a quarter of the globe away have no
 * place on the plane and come out as NaN.
 */
import type { LatLon, Point } from './model.ts'

export interface Projection {
  readonly origin: LatLon
  toPoint(lat: number, lon: number): Point
  /** The inverse of `toPoint`; NaN for a point further out than the Earth's radius. */
  toLatLon(x: number, y: number): LatLon
}

/** WGS 84: equatorial radius in metres and squared eccentricity. */
const A = 6_378_137
const E2 = 0.006_694_379_990_141_317

const RAD = Math.PI / 180

export const createProjection = (origin: LatLon): Projection => {
  const sin0 = Math.sin(origin.lat * RAD)
  const cos0 = Math.cos(origin.lat * RAD)
  /** Radii of curvature at the origin: of the prime vertical (east-west) and of the meridian. */
  const across = A / Math.sqrt(1 - E2 * sin0 * sin0)
  const along = (A * (1 - E2)) / (1 - E2 * sin0 * sin0) ** 1.5
  /** The origin's distance from the Earth's axis and from the equator's plane. */
  const axis0 = across * cos0
  const height0 = across * (1 - E2) * sin0

  const toPoint = (lat: number, lon: number): Point => {
    const sin = Math.sin(lat * RAD)
    const cos = Math.cos(lat * RAD)
    const turn = (lon - origin.lon) * RAD
    const cosTurn = Math.cos(turn)
    if (sin0 * sin + cos0 * cos * cosTurn <= 0) return { x: Number.NaN, y: Number.NaN }
    const normal = A / Math.sqrt(1 - E2 * sin * sin)
    const axis = normal * cos
    return {
      x: axis * Math.sin(turn),
      y: cos0 * (normal * (1 - E2) * sin - height0) - sin0 * (axis * cosTurn - axis0),
    }
  }

  /**
   * Newton's method with the derivative at the origin: each round shrinks the error by about distance/R, so
   * six rounds reach the floating-point floor (about 1 nm) anywhere within 100 km.
   */
  const toLatLon = (x: number, y: number): LatLon => {
    let lat = origin.lat
    let lon = origin.lon
    for (let round = 0; round < 6; round++) {
      const got = toPoint(lat, lon)
      lat += (y - got.y) / along / RAD
      lon += (x - got.x) / axis0 / RAD
    }
    return { lat, lon: lon - 360 * Math.round(lon / 360) }
  }

  return { origin, toPoint, toLatLon }
}
