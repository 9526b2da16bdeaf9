/** Files for import tests, made from simulated drives: a log with official laps, and a table nobody knows. */
import { type CircuitName, type SimulatedSession, simulateSession } from '#shared/sim'
import { channelOf, type Trace, timeOf, valueAt } from '#shared/trace'
import { asEpochMillis, asMillis, type EpochMillis } from '#shared/units'
import { writeLd, writeLdx } from '../../../shared/formats/motec-ld/index.ts'
import { writeTrackAddict } from '../../../shared/formats/trackaddict/index.ts'

export const NOON = asEpochMillis(Date.UTC(2026, 5, 6, 12))

export interface DriveOptions {
  readonly seed?: number
  readonly circuit?: CircuitName
  readonly laps?: number
}

const driven = new Map<string, SimulatedSession>()

/** Each drive is simulated once for all tests of a file. */
const drive = ({ seed = 3, circuit = 'valdoro', laps = 2 }: DriveOptions): SimulatedSession => {
  const key = `${seed} ${circuit} ${laps}`
  const known = driven.get(key)
  if (known) return known
  const session = simulateSession({ seed, laps, circuit, rateHz: 20, gps: { rateHz: 10, noiseM: 0.5 } })
  driven.set(key, session)
  return session
}

export const toFile = (name: string, bytes: BlobPart, lastModified: number = NOON): File =>
  new File([bytes], name, { lastModified })

/** A TrackAddict log: laps have official times. */
export const markedLog = (
  name: string,
  options: DriveOptions & { readonly startedAt?: number } = {},
): File => {
  const { trace, truth } = drive(options)
  const startedAt = asEpochMillis(options.startedAt ?? NOON)
  return toFile(
    name,
    writeTrackAddict({ trace, startedAt, laps: truth.laps.map(({ endMs }) => ({ endMs })) }),
  )
}

/** A MoTeC log with its laps that carries these channels of the car only. */
export const bareLog = (name: string, channels: readonly string[], options: DriveOptions = {}): File[] => {
  const { trace } = drive({ laps: 3, ...options })
  const kept = trace.channels.filter(channel => channels.includes(channel.name) && channel.source !== 'gps')
  return motecLog(name, { ...trace, channels: kept }, { laps: 3, ...options })
}

/** A MoTeC log that says where it was driven. */
export const venueLog = (
  name: string,
  venue: string,
  options: DriveOptions & { readonly startedAt: EpochMillis },
): File[] => motecLog(name, drive(options).trace, options, { venue, startedAt: options.startedAt })

const motecLog = (
  name: string,
  trace: Trace,
  options: DriveOptions,
  said: { readonly venue: string | null; readonly startedAt: EpochMillis } = { venue: null, startedAt: NOON },
): File[] => {
  const { truth } = drive(options)
  const session = {
    ...{ driver: null, vehicle: null, comment: null, utcOffsetMin: 0, ...said },
    trace,
    laps: truth.laps.map(({ kind, startMs, endMs }) => ({
      kind,
      startMs: asMillis(startMs),
      endMs: asMillis(endMs),
      sectorsMs: [],
      validity: { valid: true } as const,
    })),
  }
  return [toFile(`${name}.ld`, writeLd(session)), toFile(`${name}.ldx`, writeLdx(session))]
}

/** A TrackAddict log of a phone: one fix a second, with holes of some seconds. */
export const thinLog = (name: string): File => {
  const { trace, truth } = simulateSession({
    seed: 5,
    laps: 3,
    circuit: 'valdoro',
    rateHz: 20,
    gps: { rateHz: 1, noiseM: 2, dropouts: 2 },
  })
  return toFile(
    name,
    writeTrackAddict({
      trace: gpsOnly(trace),
      startedAt: NOON,
      laps: truth.laps.map(({ endMs }) => ({ endMs })),
    }),
  )
}

const gpsOnly = (trace: Trace): Trace => ({
  ...trace,
  channels: trace.channels.filter(channel => channel.source === 'gps'),
})

export interface TableOptions extends DriveOptions {
  readonly header?: string
  readonly hz?: number
  /** Only so much of the drive; all of it by default. */
  readonly seconds?: number
}

/** A table of seconds, position, speed and a temperature, from no program: laps have to be found. */
export const tableText = ({
  header = 'Zeit,lat,lon,v,Oil temperature (°C)',
  hz = 10,
  seconds = Number.POSITIVE_INFINITY,
  ...options
}: TableOptions = {}): string => {
  const { trace } = drive(options)
  const lat = channelOf(trace, 'lat', 'gps')!
  const lon = channelOf(trace, 'lon', 'gps')!
  const speed = channelOf(trace, 'speed', 'gps')!
  const time = timeOf(trace, lat)
  const rows: string[] = []
  for (let ms = time[0]!; ms <= Math.min(time.at(-1)!, time[0]! + seconds * 1000); ms += 1000 / hz) {
    const at = (channel: typeof lat): number => valueAt(time, channel.values, 'continuous', ms)
    if (Number.isNaN(at(lat))) continue
    const cells = [(ms / 1000).toFixed(3), at(lat).toFixed(7), at(lon).toFixed(7)]
    rows.push([...cells, (at(speed) * 3.6).toFixed(2), (90 + ms / 1e6).toFixed(1)].join(','))
  }
  return [header, ...rows, ''].join('\n')
}

export const tableFile = (name: string, options?: TableOptions): File => toFile(name, tableText(options))
