/** A session of the simulator as the RaceBox app would have exported it. */
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { bytesOf, type MadeRow, madeSession, rowsOf, STARTED_AT } from '../pipeline/made.ts'

export interface RaceboxOptions {
  readonly lineEnd?: string
  readonly units?: 'metric' | 'imperial' | 'm/s'
  /** How the speed column is called. */
  readonly preset?: 'custom' | 'racerender' | 'overlay' | 'fastlap'
  readonly time?: 'utc' | 'local' | 'seconds'
  /** Lines `key,value` before the header, with official lap times. */
  readonly preamble?: boolean
  readonly lap?: boolean
  /** The box lies the other way round. */
  readonly turned?: boolean
}

const FACTORS = { metric: [3.6, 1], imperial: [1 / 0.44704, 1 / 0.3048], 'm/s': [1, 1] } as const

const HEADERS = {
  custom: 'Record,Time,Latitude,Longitude,Altitude,Speed,GForceX,GForceY,GForceZ,Lap,GyroX,GyroY,GyroZ',
  racerender: 'Record,Time,Latitude,Longitude,Altitude,KPH,X,Y,Z,Lap,GyroX,GyroY,GyroZ',
  overlay:
    'Record,Time,Latitude,Longitude,Altitude (m),Speed (m/s),GForceX (g),GForceY (g),GForceZ (g),Lap,GyroX (deg/s),GyroY (deg/s),GyroZ (deg/s)',
  fastlap: 'Time,Latitude,Longitude,Altitude,Speed,GForceX,GForceY,GForceZ,Lap,GyroX,GyroY,GyroZ',
} as const

const timeText = ({ timeMs }: MadeRow, time: 'utc' | 'local' | 'seconds'): string => {
  if (time === 'seconds') return (timeMs / 1000).toFixed(3)
  const iso = new Date(STARTED_AT + timeMs).toISOString()
  return time === 'utc' ? iso : iso.slice(0, -1)
}

const preambleOf = ({ truth, circuit }: SimulatedSession): string[] => [
  'Format,RaceBox CSV',
  'Data Source,RaceBox 1000000001',
  'Date UTC,2026-07-13T22:40:05+00:00',
  `Track,${circuit.name}`,
  'Configuration,Club',
  `Laps,${truth.laps.length - 2}`,
  ...truth.laps
    .filter(lap => lap.kind === 'timed')
    .map(lap => {
      const ends = [lap.startMs, ...lap.splitsMs, lap.endMs].map(Math.round)
      const seconds = (ms: number): string => (ms / 1000).toFixed(3)
      const sectors = ends.slice(1).map((ms, i) => seconds(ms - ends[i]!))
      const unused = [...sectors.slice(0, -1), '0', '0', sectors.at(-1)!]
      return `Lap ${lap.number}, ${seconds(ends.at(-1)! - ends[0]!)}, sectors, ${unused.join(',')}`
    }),
  '',
]

export const written = (session: SimulatedSession, options: RaceboxOptions = {}): Uint8Array<ArrayBuffer> => {
  const { lineEnd = '\n', units = 'metric', preset = 'custom', time = 'utc' } = options
  const { preamble = false, lap = true, turned = false } = options
  const [perMps, perMetre] =
    FACTORS[preset === 'overlay' ? 'm/s' : preset === 'racerender' ? 'metric' : units]
  const side = turned ? -1 : 1
  const rows = rowsOf(session)
  const lines = rows.map((row, i) => {
    const next = rows[i + 1] ?? row
    const turn = ((next.heading - row.heading + 540) % 360) - 180
    const yaw = next === row ? 0 : (turn * 1000) / (next.timeMs - row.timeMs)
    const cells = [
      timeText(row, time),
      row.lat.toFixed(7),
      row.lon.toFixed(7),
      (row.altitude * perMetre).toFixed(1),
      (row.speed * perMps).toFixed(2),
      (side * row.gLong).toFixed(3),
      (side * row.gLat).toFixed(3),
      '0.991',
      lap ? String(row.lap) : '0',
      '0.00',
      '0.00',
      (side * yaw).toFixed(2),
    ]
    return [...(preset === 'fastlap' ? [] : [String(i + 1)]), ...cells].join(',')
  })
  return bytesOf([...(preamble ? preambleOf(session) : []), HEADERS[preset], ...lines, ''].join(lineEnd))
}

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 1, rateHz: 4 }), { preamble: true })
