/** Simulated drives for tests that look for circuits: as they are, the other way round, and along given points. */

import { createProjection } from '#shared/geo'
import { type CircuitName, type SimulatedSession, simulateSession } from '#shared/sim'
import { createTrace, type Trace } from '#shared/trace'

export const WGS84 = { kind: 'wgs84' } as const

export const driven = (
  circuit: CircuitName,
  options: { laps?: number; gpsHz?: number; noiseM?: number; seed?: number } = {},
): SimulatedSession =>
  simulateSession({
    seed: options.seed ?? 3,
    circuit,
    laps: options.laps ?? 3,
    gps: { rateHz: options.gpsHz ?? 10, noiseM: options.noiseM ?? 0.5, dropouts: 2 },
  })

/** The same drive played backwards in time: the circuit driven the other way round. */
export const reversed = ({ groups, channels }: Trace): Trace => {
  const endMs = Math.max(...groups.map(({ timeMs }) => timeMs.at(-1)!))
  return createTrace(
    groups.map(({ timeMs }, g) => ({
      timeMs: timeMs.map(t => endMs - t).reverse(),
      channels: channels
        .filter(c => c.group === g)
        .map(c => ({ ...c, values: c.values.slice().reverse() as typeof c.values })),
    })),
  )
}

export interface Waypoint {
  readonly x: number
  readonly y: number
  /** m/s on the way there. */
  readonly speed: number
}

const ORIGIN = { lat: 50, lon: 10 }

/** A trace of fixes at `rateHz` along straight pieces between points in metres around 50° N, 10° E. */
export const along = (points: readonly Waypoint[], rateHz = 10): Trace => {
  const plane = createProjection(ORIGIN)
  const lats: number[] = []
  const lons: number[] = []
  const speeds: number[] = []
  let rest = 0
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1]!, points[k]!]
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    const step = b.speed / rateHz
    let at = rest
    for (; at < length; at += step) {
      const { lat, lon } = plane.toLatLon(
        a.x + (b.x - a.x) * (at / length),
        a.y + (b.y - a.y) * (at / length),
      )
      lats.push(lat)
      lons.push(lon)
      speeds.push(b.speed)
    }
    rest = at - length
  }
  const channel = (name: string, unit: string, values: number[]) =>
    ({ name, unit, kind: 'continuous', source: 'gps', values: Float64Array.from(values) }) as const
  return createTrace([
    {
      timeMs: Float64Array.from(lats, (_, i) => (i * 1000) / rateHz),
      channels: [channel('lat', 'deg', lats), channel('lon', 'deg', lons), channel('speed', 'm/s', speeds)],
    },
  ])
}

/** Points of a rounded rectangle driven clockwise, `laps` times: a straight of `length` to the east first. */
export const oblong = (laps: number, length: number, width: number, speed: number): Waypoint[] => {
  const corner = (cx: number, cy: number, fromDeg: number): Waypoint[] =>
    Array.from({ length: 7 }, (_, i) => {
      const a = ((fromDeg + i * 15) * Math.PI) / 180
      return { x: cx + 30 * Math.sin(a), y: cy + 30 * Math.cos(a), speed: 15 }
    })
  const lap = [
    { x: 0, y: 30, speed },
    { x: length, y: 30, speed },
    ...corner(length, 0, 0),
    { x: length + 30, y: -width, speed: 20 },
    ...corner(length, -width, 90),
    { x: 0, y: -width - 30, speed: 25 },
    ...corner(0, -width, 180),
    { x: -30, y: 0, speed: 20 },
    ...corner(0, 0, 270),
  ]
  return Array.from({ length: laps }, () => lap).flat()
}
