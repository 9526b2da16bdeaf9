/**
 * A whole session as a logger in the car would have recorded it: a trace, and beside it the truth.
 *
 * Three instruments with time bases of their own: the car's bus, a GPS receiver, and slow values of the car.
 * Signs are those of `CHANNELS`: everything to the right, and speeding up, is positive. The channel
 * `lapInvalid` is 1 from where all wheels left the road until the lap ends, as games report it.
 *
 * Claim: the same options give the same bytes on every engine (see maths.ts). Two sessions that differ only
 * in the rate of one instrument have the same values at common instants in `sensors: 'exact'`.
 */
import { createTrace, type Trace } from '#shared/trace'
import { type CircuitDescription, circuitOf } from './circuit.ts'
import { type ColumnSpec, type Columns, createColumns } from './columns.ts'
import { createDrive, type DriveOptions } from './drive.ts'
import type { DriveFrame } from './frame.ts'
import { createReceiver, DEFAULT_GPS, type GpsFix, type GpsOptions } from './gps.ts'
import { roundTo } from './maths.ts'
import { createRandom } from './random.ts'
import type { TrueLap } from './run.ts'

export interface SessionOptions extends DriveOptions {
  /** Samples per second on the car's bus. */
  readonly rateHz?: number
  readonly gps?: Partial<GpsOptions>
  /** 'exact' leaves out the noise and the resolution of the car's own sensors. */
  readonly sensors?: 'noisy' | 'exact'
}

export interface SimulatedSession {
  readonly trace: Trace
  readonly circuit: CircuitDescription
  readonly driver: { readonly name: string }
  readonly car: { readonly name: string }
  /** For tests only: the app derives its laps from the samples, like from anybody's. */
  readonly truth: { readonly laps: readonly TrueLap[] }
}

export const DEFAULT_RATE_HZ = 50
const SLOW_HZ = 5
const STREAM = 22

export const simulateSession = (options: SessionOptions): SimulatedSession => {
  if (!Number.isFinite(options.laps)) throw new RangeError('a session ends; createDrive drives for ever')
  const drive = createDrive(options)
  const gps: GpsOptions = { ...DEFAULT_GPS, ...options.gps }
  const receive = createReceiver(circuitOf(options.circuit), gps, options.seed)
  /** Exact for a session of one run; columns grow when more follow. */
  const expectedMs = drive.plannedLaps.at(-1)!.endMs + 10_000

  const busHz = options.rateHz ?? DEFAULT_RATE_HZ
  const bus = createColumns(BUS_COLUMNS, (busHz * expectedMs) / 1000)
  const sky = createColumns(GPS_COLUMNS, (gps.rateHz * expectedMs) / 1000)
  const slow = createColumns(SLOW_COLUMNS, (SLOW_HZ * expectedMs) / 1000)
  const readBus = createBusReader(options)
  const instruments: Instrument[] = [
    { rateHz: busHz, taken: 0, columns: bus, read: readBus },
    { rateHz: gps.rateHz, taken: 0, columns: sky, read: (frame, row) => readFix(receive(frame), row) },
    { rateHz: SLOW_HZ, taken: 0, columns: slow, read: readSlow },
  ]
  for (;;) {
    let nextMs = Number.POSITIVE_INFINITY
    for (const instrument of instruments) nextMs = Math.min(nextMs, dueMs(instrument))
    const frame = drive.at(nextMs)
    if (frame.isOver) break
    for (const instrument of instruments) {
      if (dueMs(instrument) > nextMs) continue
      instrument.read(frame, instrument.columns.row)
      instrument.columns.add(nextMs)
      instrument.taken++
    }
  }
  return {
    trace: createTrace(instruments.map(({ columns }) => columns.finish())),
    circuit: drive.circuit,
    driver: { name: drive.driver.label },
    car: { name: drive.car.label },
    truth: { laps: drive.plannedLaps },
  }
}

interface Instrument {
  readonly rateHz: number
  taken: number
  readonly columns: Columns
  readonly read: (frame: DriveFrame, row: Float64Array) => void
}

const dueMs = ({ rateHz, taken }: Instrument): number => (taken * 1000) / rateHz

const BUS_COLUMNS: readonly ColumnSpec[] = [
  { name: 'speed', source: 'can' },
  { name: 'throttle', source: 'can' },
  { name: 'brake', source: 'can' },
  { name: 'gear', source: 'can' },
  { name: 'rpm', source: 'can' },
  { name: 'steering', source: 'can' },
  { name: 'gLat', source: 'can' },
  { name: 'gLong', source: 'can' },
  { name: 'lapInvalid', source: 'can' },
]

const createBusReader = ({ seed, sensors }: SessionOptions): Instrument['read'] => {
  const random = createRandom(seed, STREAM)
  const isExact = sensors === 'exact'
  /** A sensor reads in steps, and trembles by `noise` (standard deviation). */
  const sensed = (value: number, step: number, noise: number): number =>
    isExact ? value : roundTo(value + noise * random.normal(), step)
  return (frame, row) => {
    row[0] = frame.speed === 0 ? 0 : Math.max(sensed(frame.speed, 0.01, 0.02), 0)
    row[1] = sensed(frame.throttle, 0.5, 0)
    row[2] = sensed(frame.brake, 0.5, 0)
    row[3] = frame.gear
    row[4] = sensed(frame.rpm, 1, 6)
    row[5] = sensed(frame.steering, 0.1, 0.15)
    row[6] = sensed(frame.gLat, 0.001, 0.015)
    row[7] = sensed(frame.gLong, 0.001, 0.015)
    row[8] = frame.lapValid ? 0 : 1
  }
}

const GPS_COLUMNS: readonly ColumnSpec[] = [
  { name: 'lat', source: 'gps', isDouble: true },
  { name: 'lon', source: 'gps', isDouble: true },
  { name: 'altitude', source: 'gps' },
  { name: 'heading', source: 'gps' },
  { name: 'speed', source: 'gps' },
]

const readFix = (fix: GpsFix, row: Float64Array): void => {
  row[0] = fix.lat
  row[1] = fix.lon
  row[2] = fix.altitude
  row[3] = fix.heading
  row[4] = fix.speed
}

const SLOW_COLUMNS: readonly ColumnSpec[] = [
  { name: 'fuel', source: 'can' },
  { name: 'tyreTempFL', source: 'can' },
  { name: 'tyreTempFR', source: 'can' },
  { name: 'tyreTempRL', source: 'can' },
  { name: 'tyreTempRR', source: 'can' },
]

const readSlow = (frame: DriveFrame, row: Float64Array): void => {
  row[0] = frame.fuelL
  row[1] = frame.tyreTempFL
  row[2] = frame.tyreTempFR
  row[3] = frame.tyreTempRL
  row[4] = frame.tyreTempRR
}
