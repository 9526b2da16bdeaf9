import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProjection, type LatLon } from '#shared/geo'

const RAD = Math.PI / 180
const A = 6_378_137
const F = 1 / 298.257223563

/** Textbook ECEF coordinates of a point on the ellipsoid. */
const ecef = ({ lat, lon }: LatLon): [number, number, number] => {
  const e2 = F * (2 - F)
  const n = A / Math.sqrt(1 - e2 * Math.sin(lat * RAD) ** 2)
  return [
    n * Math.cos(lat * RAD) * Math.cos(lon * RAD),
    n * Math.cos(lat * RAD) * Math.sin(lon * RAD),
    n * (1 - e2) * Math.sin(lat * RAD),
  ]
}

/** East and north by rotating the difference of two ECEF vectors. */
const enu = (origin: LatLon, p: LatLon): { x: number; y: number } => {
  const [ax, ay, az] = ecef(origin)
  const [bx, by, bz] = ecef(p)
  const [dx, dy, dz] = [bx - ax, by - ay, bz - az]
  const [sl, cl] = [Math.sin(origin.lon * RAD), Math.cos(origin.lon * RAD)]
  const [sp, cp] = [Math.sin(origin.lat * RAD), Math.cos(origin.lat * RAD)]
  return { x: -sl * dx + cl * dy, y: -sp * cl * dx - sp * sl * dy + cp * dz }
}

/** Length of the geodesic between two points, Vincenty's inverse formula. */
const geodesic = (p: LatLon, q: LatLon): number => {
  const b = A * (1 - F)
  const u1 = Math.atan((1 - F) * Math.tan(p.lat * RAD))
  const u2 = Math.atan((1 - F) * Math.tan(q.lat * RAD))
  const l = (q.lon - p.lon) * RAD
  let lambda = l
  for (let round = 0; ; round++) {
    const sinSigma = Math.hypot(
      Math.cos(u2) * Math.sin(lambda),
      Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda),
    )
    if (sinSigma === 0) return 0
    const cosSigma = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda)
    const sigma = Math.atan2(sinSigma, cosSigma)
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sinSigma
    const cos2Alpha = 1 - sinAlpha ** 2
    const cos2m = cos2Alpha === 0 ? 0 : cosSigma - (2 * Math.sin(u1) * Math.sin(u2)) / cos2Alpha
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha))
    const next =
      l + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m ** 2 - 1)))
    if (Math.abs(next - lambda) < 1e-14 || round === 100) {
      const k = (cos2Alpha * (A ** 2 - b ** 2)) / b ** 2
      const big = 1 + (k / 16384) * (4096 + k * (-768 + k * (320 - 175 * k)))
      const small = (k / 1024) * (256 + k * (-128 + k * (74 - 47 * k)))
      const delta =
        small *
        sinSigma *
        (cos2m +
          (small / 4) *
            (cosSigma * (2 * cos2m ** 2 - 1) -
              (small / 6) * cos2m * (4 * sinSigma ** 2 - 3) * (4 * cos2m ** 2 - 3)))
      return b * big * (sigma - delta)
    }
    lambda = next
  }
}

const places = fc.record({
  lat: fc.double({ min: -80, max: 80, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
})
/** Up to about 5.5 km from the origin in each direction. */
const nearby = fc
  .record({
    north: fc.double({ min: -1, max: 1, noNaN: true }),
    east: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  .map(({ north, east }) => ({ lat: 0.05 * north, east: 0.05 * east }))
const neighbour = (origin: LatLon, step: { lat: number; east: number }): LatLon => ({
  lat: origin.lat + step.lat,
  lon: origin.lon + step.east / Math.cos(origin.lat * RAD),
})

describe('the projection', () => {
  test('puts its origin at zero', () => {
    const p = createProjection({ lat: 50.4372, lon: 5.9714 }).toPoint(50.4372, 5.9714)
    expect(Math.hypot(p.x, p.y)).toBeLessThan(1e-8)
  })

  test('agrees with the rotated ECEF difference to a thousandth of a millimetre', () => {
    fc.assert(
      fc.property(places, nearby, (origin, step) => {
        const at = neighbour(origin, step)
        const got = createProjection(origin).toPoint(at.lat, at.lon)
        const want = enu(origin, at)
        expect(Math.hypot(got.x - want.x, got.y - want.y)).toBeLessThan(1e-6)
      }),
    )
  })

  test('keeps the geodesic distance from the origin to a millimetre at circuit size', () => {
    fc.assert(
      fc.property(places, nearby, (origin, step) => {
        const at = neighbour(origin, { lat: step.lat * 0.7, east: step.east * 0.7 })
        const got = createProjection(origin).toPoint(at.lat, at.lon)
        expect(Math.abs(Math.hypot(got.x, got.y) - geodesic(origin, at))).toBeLessThan(1e-3)
      }),
    )
  })

  test('keeps distances between two places of one circuit to a millimetre per kilometre', () => {
    fc.assert(
      fc.property(places, nearby, nearby, (origin, one, two) => {
        const scaled = [one, two].map(s => neighbour(origin, { lat: s.lat * 0.4, east: s.east * 0.4 }))
        const projection = createProjection(origin)
        const [p, q] = scaled.map(at => projection.toPoint(at.lat, at.lon))
        const truth = geodesic(scaled[0]!, scaled[1]!)
        expect(Math.abs(Math.hypot(p!.x - q!.x, p!.y - q!.y) - truth)).toBeLessThan(1e-3 * (1 + truth / 1000))
      }),
    )
  })

  test('comes back to the same degrees within a hundredth of a millimetre', () => {
    fc.assert(
      fc.property(places, nearby, (origin, step) => {
        const at = neighbour(origin, step)
        const projection = createProjection(origin)
        const p = projection.toPoint(at.lat, at.lon)
        const back = projection.toLatLon(p.x, p.y)
        const again = projection.toPoint(back.lat, back.lon)
        expect(Math.hypot(again.x - p.x, again.y - p.y)).toBeLessThan(1e-6)
        expect(Math.abs(back.lat - at.lat)).toBeLessThan(1e-10)
      }),
    )
  })

  test('works across the antimeridian', () => {
    const projection = createProjection({ lat: -18, lon: 179.9999 })
    const p = projection.toPoint(-18, -179.9999)
    expect(p.x).toBeCloseTo(21.17, 1)
    expect(projection.toLatLon(p.x, p.y).lon).toBeCloseTo(-179.9999, 8)
  })

  test('has no place for the far side of the Earth nor for nothing', () => {
    const projection = createProjection({ lat: 50, lon: 6 })
    expect(projection.toPoint(-50, -174).x).toBeNaN()
    expect(projection.toPoint(Number.NaN, 6).y).toBeNaN()
    expect(projection.toPoint(50, Number.NaN).x).toBeNaN()
    expect(projection.toLatLon(7e6, 0).lat).toBeNaN()
  })
})
