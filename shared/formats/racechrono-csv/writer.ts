/**
 * Writes a RaceChrono CSV export, version 3: the instants of all instruments merged, every column interpolated at
 * every row, a row put in at each crossing. For fixtures and benches.
 */
import { channelOf, type Trace, timeOf, valueAt } from '#shared/trace'
import type { EpochMillis } from '#shared/units'
import { buildChunks } from '../text/index.ts'

export interface RaceChronoOptions {
  /** With a position of source 'gps', and speed, throttle, rpm, gLat and gLong of source 'can'. */
  readonly trace: Trace
  readonly startedAt: EpochMillis
  /** Crossings of the start/finish line, in milliseconds of the trace; lap 1 begins with the first. */
  readonly crossingsMs: readonly number[]
  readonly track?: string
  readonly driver?: string
  readonly note?: string
  readonly obdMs?: number
  /** Only this part, as the export of one lap. */
  readonly fromMs?: number
  readonly toMs?: number
  /** Numbers of laps count from here. */
  readonly firstLap?: number
  readonly lineEnd?: '\n' | '\r\n'
  /** 'sparse' leaves the OBD cells empty between answers, as some versions of the app do. */
  readonly obd?: 'interpolated' | 'sparse'
}

interface Column {
  readonly name: string
  readonly unit: string
  readonly source: string
  readonly channel: readonly [name: string, source: string]
  readonly digits: number
  readonly factor?: number
}

const GPS = '100: gps'
const OBD = '200: obd'
const COLUMNS: readonly Column[] = [
  { name: 'altitude', unit: 'm', source: GPS, channel: ['altitude', 'gps'], digits: 2 },
  { name: 'bearing', unit: 'deg', source: GPS, channel: ['heading', 'gps'], digits: 2 },
  { name: 'latitude', unit: 'deg', source: GPS, channel: ['lat', 'gps'], digits: 7 },
  { name: 'longitude', unit: 'deg', source: GPS, channel: ['lon', 'gps'], digits: 7 },
  { name: 'speed', unit: 'm/s', source: GPS, channel: ['speed', 'gps'], digits: 4 },
  // Negative to the right, as the app writes it.
  { name: 'lateral_acc', unit: 'G', source: 'calc', channel: ['gLat', 'can'], digits: 5, factor: -1 },
  { name: 'longitudinal_acc', unit: 'G', source: 'calc', channel: ['gLong', 'can'], digits: 5 },
  { name: 'speed', unit: 'm/s', source: 'calc', channel: ['speed', 'gps'], digits: 4 },
  { name: 'accelerator_pos', unit: '%', source: OBD, channel: ['throttle', 'can'], digits: 5 },
  { name: 'rpm', unit: 'rpm', source: OBD, channel: ['rpm', 'can'], digits: 5 },
  { name: 'speed', unit: 'm/s', source: OBD, channel: ['speed', 'can'], digits: 5 },
]

export const writeRaceChrono = (options: RaceChronoOptions): Uint8Array<ArrayBuffer> => {
  const { trace, startedAt, crossingsMs, firstLap = 1, obdMs = 250 } = options
  const columns = COLUMNS.map(column => {
    const channel = channelOf(trace, ...column.channel)!
    const { digits, factor = 1, source } = column
    return { channel, time: timeOf(trace, channel), digits, factor, isObd: source === OBD }
  })
  const fixes = timeOf(trace, channelOf(trace, 'lat', 'gps')!)
  const fromMs = options.fromMs ?? fixes[0]!
  const toMs = options.toMs ?? fixes.at(-1)!

  const out = buildChunks()
  const write = (line: string): void => out.add(line + (options.lineEnd ?? '\n'))
  for (const line of head(options)) write(line)
  let lap = Number.NaN
  let crossing = 0
  while (crossing < crossingsMs.length && crossingsMs[crossing]! < fromMs) lap = firstLap + crossing++
  for (const ms of instants(fixes, obdMs, crossingsMs)) {
    if (ms < fromMs || ms > toMs) continue
    while (crossing < crossingsMs.length && crossingsMs[crossing]! <= ms) lap = firstLap + crossing++
    const isAnswer = options.obd !== 'sparse' || ms % obdMs === 0
    const cells = columns.map(({ channel, time, digits, factor, isObd }) => {
      if (isObd && !isAnswer) return ''
      const value = valueAt(time, channel.values, channel.kind, ms) * factor
      return Number.isNaN(value) ? '' : value.toFixed(digits)
    })
    const at = ((startedAt + ms) / 1000).toFixed(3)
    write([at, '0', Number.isNaN(lap) ? '' : lap, (ms / 1000).toFixed(3), ...cells].join(','))
  }
  return out.bytes()
}

const head = ({ startedAt, track = '', driver = '', note = '' }: RaceChronoOptions): string[] => {
  const [date = '', clock = ''] = new Date(startedAt).toISOString().split('T')
  return [
    'This file is created using RaceChrono Pro v9.1.3 ( http://racechrono.com/ ).',
    'Format,3',
    `Session title,"${track}"`,
    'Session type,Lap timing',
    `Track name,"${track}"`,
    `Driver name,${driver === '' ? '' : `"${driver}"`}`,
    `Created,${date.split('-').reverse().join('/')},${clock.slice(0, 5)}`,
    `Note,${note}`,
    '',
    [
      'timestamp',
      'fragment_id',
      'lap_number',
      'elapsed_time',

      ...COLUMNS.map(c => c.name),
    ].join(','),
    ['unix time', '', '', 's', ...COLUMNS.map(c => c.unit)].join(','),
    ['', '', '', '', ...COLUMNS.map(c => c.source)].join(','),
  ]
}

/** Fixes, answers and crossings in order of time; what falls together is one row. */
const instants = (fixes: Float64Array, obdMs: number, crossingsMs: readonly number[]): number[] => {
  const answers = Array.from({ length: Math.floor(fixes.at(-1)! / obdMs) + 1 }, (_, i) => i * obdMs)
  const rounded = crossingsMs.map(ms => Math.round(ms))
  return [...new Set([...fixes, ...answers, ...rounded])].sort((a, b) => a - b)
}
