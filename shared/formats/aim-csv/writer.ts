/**
 * Writes an AiM CSV as Race Studio exports it: keys and values, names, units, all channels at one rate with
 * straight lines between slower samples. For fixtures and benches.
 */
import { channelOf, type Trace, timeOf, valueAt } from '#shared/trace'
import { asMillis, formatLapTime } from '#shared/units'
import { buildChunks } from '../text/index.ts'

export interface AimCsvOptions {
  /** With a position of source 'gps', and speed, rpm, throttle, gear, gLat and gLong of source 'can'. */
  readonly trace: Trace
  /** Ends of laps in milliseconds of the trace; the last one is the end of the recording. */
  readonly lapEndsMs: readonly number[]
  readonly track?: string
  readonly vehicle?: string
  readonly racer?: string
  readonly championship?: string
  readonly comment?: string
  /** As the program writes it in the language of the computer. */
  readonly date?: string
  readonly time?: string
  readonly rateHz?: number
  /** 'spreadsheet' is what comes out of one: rows padded to the same width, segment times rounded. */
  readonly style?: 'quoted' | 'plain' | 'spreadsheet'
  /** A semicolon brings the decimal comma with it. */
  readonly delimiter?: ',' | ';'
  /** Without it the file begins with the names and has no units. */
  readonly hasHeader?: boolean
  readonly lineEnd?: '\n' | '\r\n'
}

interface Column {
  readonly name: string
  readonly unit: string
  readonly channel: readonly [name: string, source: string]
  readonly digits: number
  readonly factor?: number
}

const COLUMNS: readonly Column[] = [
  { name: 'GPS Speed', unit: 'km/h', channel: ['speed', 'gps'], digits: 4, factor: 3.6 },
  { name: 'GPS LatAcc', unit: 'g', channel: ['gLat', 'can'], digits: 4 },
  { name: 'GPS LonAcc', unit: 'g', channel: ['gLong', 'can'], digits: 4 },
  { name: 'GPS Heading', unit: 'deg', channel: ['heading', 'gps'], digits: 4 },
  { name: 'GPS Altitude', unit: 'm', channel: ['altitude', 'gps'], digits: 4 },
  { name: 'GPS Latitude', unit: 'deg', channel: ['lat', 'gps'], digits: 8 },
  { name: 'GPS Longitude', unit: 'deg', channel: ['lon', 'gps'], digits: 8 },
  { name: 'Engine RPM', unit: 'rpm', channel: ['rpm', 'can'], digits: 1 },
  { name: 'Speed FL', unit: 'km/h', channel: ['speed', 'can'], digits: 4, factor: 3.6 },
  { name: 'Throttle Pos', unit: '%', channel: ['throttle', 'can'], digits: 2 },
  { name: 'Gear', unit: '#', channel: ['gear', 'can'], digits: 0 },
]
/** Race Studio's usual rate for channels of a kart. */
const RATE_HZ = 20

export const writeAimCsv = (options: AimCsvOptions): Uint8Array<ArrayBuffer> => {
  const { trace, style = 'quoted', delimiter = ',', lineEnd = '\r\n', rateHz = RATE_HZ } = options
  const hasHeader = options.hasHeader ?? true
  const out = buildChunks()
  const write = (cells: readonly string[]): void => {
    const padded = style === 'spreadsheet' ? [...cells, ...Array(COLUMNS.length).fill('')] : cells
    const row = style === 'spreadsheet' ? padded.slice(0, Math.max(COLUMNS.length + 1, cells.length)) : cells
    const toCell = (cell: string): string =>
      style === 'quoted' || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
    out.add(row.map(toCell).join(delimiter) + lineEnd)
  }
  const toNumber = (value: number, digits: number): string => {
    const text = Number.isNaN(value) ? '' : value.toFixed(digits)
    return delimiter === ';' ? text.replace('.', ',') : text
  }
  const blank = (): void => (style === 'spreadsheet' ? write([]) : out.add(lineEnd))

  if (hasHeader) {
    for (const row of head(options, toNumber)) write(row)
    blank()
  }
  write(['Time', ...COLUMNS.map(({ name }) => name)])
  if (hasHeader) {
    write(['s', ...COLUMNS.map(({ unit }) => unit)])
    blank()
  }
  const columns = COLUMNS.map(({ channel: [name, source], digits, factor = 1 }) => {
    const channel = channelOf(trace, name, source)!
    return { channel, time: timeOf(trace, channel), digits, factor }
  })
  const endMs = Math.max(...trace.groups.map(({ timeMs }) => timeMs.at(-1)!))
  for (let row = 0; (row * 1000) / rateHz <= endMs; row++) {
    const ms = (row * 1000) / rateHz
    const cells = columns.map(({ channel, time, digits, factor }) =>
      toNumber(valueAt(time, channel.values, channel.kind, ms) * factor, digits),
    )
    write([toNumber(ms / 1000, 3), ...cells])
  }
  return out.bytes()
}

const head = (
  options: AimCsvOptions,
  toNumber: (value: number, digits: number) => string,
): readonly (readonly string[])[] => {
  const ends = options.lapEndsMs.map(ms => Math.round(ms))
  const lengths = ends.map((end, i) => end - (ends[i - 1] ?? 0))
  return [
    ['Format', 'AiM CSV File'],
    ['Session', options.track ?? ''],
    ['Vehicle', options.vehicle ?? ''],
    ['Racer', options.racer ?? ''],
    ['Championship', options.championship ?? ''],
    ['Comment', options.comment ?? ''],
    ['Date', options.date ?? 'Saturday, May 9, 2026'],
    ['Time', options.time ?? '10:30 AM'],
    ['Sample Rate', String(options.rateHz ?? RATE_HZ)],
    ['Duration', toNumber((ends.at(-1) ?? 0) / 1000, 3)],
    ['Segment', 'Session'],
    ['Beacon Markers', ...ends.map(end => toNumber(end / 1000, 3))],
    ['Segment Times', ...lengths.map(ms => segmentTime(ms, options.style))],
  ]
}

const segmentTime = (ms: number, style: AimCsvOptions['style']): string => {
  const text = formatLapTime(asMillis(ms))
  return style === 'spreadsheet' ? text.slice(0, -2) : text
}
