/**
 * One run planned from box to box: path, speed, controls, and when each line is crossed.
 *
 * Crossing times are exact: every gate lies at a station, every station of a run is one of its points, and a
 * point's time is known without interpolation.
 */
import { FUEL_KG_PER_L } from './car.ts'
import { type Controls, planControls } from './controls.ts'
import type { IncidentKind } from './incidents.ts'
import { type Path, planPath, type RunRequest } from './path.ts'
import { planSpeed } from './speed.ts'

/** What really happened on a lap. For tests: the app derives its laps from samples. */
export interface TrueLap {
  /** Counted through the session from 0; the first out lap is 0, so the first timed lap is 1. */
  readonly number: number
  readonly kind: 'out' | 'timed' | 'in'
  /** Exact, with fractions of a millisecond, since the session's start. */
  readonly startMs: number
  /** When the inner sector lines are crossed. */
  readonly splitsMs: readonly number[]
  readonly endMs: number
  readonly valid: boolean
  /** When all wheels first left the road, else null. */
  readonly invalidAtMs: number | null
  readonly incident: IncidentKind | null
}

export interface Run {
  readonly request: RunRequest
  readonly path: Path
  readonly speed: Float64Array
  readonly controls: Controls
  /** The car stands in its box from `fromMs`, drives from `startMs` to `endMs`, since the session's start. */
  readonly fromMs: number
  readonly startMs: number
  readonly endMs: number
  readonly laps: readonly TrueLap[]
}

/** Litres that are left when all goes as expected. */
const RESERVE_L = 4

/** What the crew fills for so many timed laps plus the way out and back. */
export const fuelFor = ({ circuit, car }: Pick<RunRequest, 'circuit' | 'car'>, timedLaps: number): number => {
  const km = ((timedLaps + 2) * circuit.stations.lengthM) / 1000
  return Math.min(car.litresPerKm * km + RESERVE_L, car.tankL)
}

/** Timed laps one tank is good for, at least one. */
export const lapsPerTank = ({ circuit, car }: Pick<RunRequest, 'circuit' | 'car'>): number => {
  const perLap = (car.litresPerKm * circuit.stations.lengthM) / 1000
  return Math.max(1, Math.floor((car.tankL - RESERVE_L) / perLap) - 2)
}

export const planRun = (request: RunRequest, fromMs: number, standMs: number): Run => {
  const { car, circuit, fuelL } = request
  const path = planPath(request)
  const metresPerPoint = circuit.stations.lengthM / circuit.stations.count
  const burntPerPoint = (car.litresPerKm / 1000) * metresPerPoint
  const massAt = (point: number): number =>
    car.massKg + FUEL_KG_PER_L * Math.max(fuelL - burntPerPoint * point, 0)
  const speed = planSpeed(path, car, massAt)
  const controls = planControls(path, speed, car, massAt, fuelL)
  const startMs = fromMs + standMs
  const endMs = startMs + controls.timeMs.at(-1)!
  return {
    request,
    path,
    speed,
    controls,
    fromMs,
    startMs,
    endMs,
    laps: lapsOf(request, path, controls, startMs),
  }
}

const lapsOf = (request: RunRequest, path: Path, controls: Controls, startMs: number): TrueLap[] => {
  const { circuit, timedLaps, lapsBefore } = request
  const { count: lapPoints } = circuit.stations
  const last = path.count - 1
  const timeAt = (unrolled: number): number =>
    startMs + controls.timeMs[Math.min(Math.max(unrolled - path.firstStation, 0), last)]!
  const laps: TrueLap[] = []
  for (let lap = 0; lap < timedLaps + 2; lap++) {
    const first = lap === 0 ? path.firstStation : lap * lapPoints
    const end = lap === timedLaps + 1 ? path.firstStation + last : (lap + 1) * lapPoints
    const off = path.offTrack.indexOf(1, first - path.firstStation)
    const isOff = off >= 0 && off < end - path.firstStation
    laps.push({
      number: lapsBefore + lap,
      kind: lap === 0 ? 'out' : lap === timedLaps + 1 ? 'in' : 'timed',
      startMs: timeAt(first),
      splitsMs: circuit.sectorStations.map(station => timeAt(lap * lapPoints + station)),
      endMs: timeAt(end),
      valid: !isOff,
      invalidAtMs: isOff ? startMs + controls.timeMs[off]! : null,
      incident: path.incidents[lap]?.kind ?? null,
    })
  }
  return laps
}
