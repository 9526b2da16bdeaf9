/** Drives of the lap simulator as i2 exports them: one rate for all, slower channels repeated, every cell in quotes. */
import { memorySource } from '../../../../shared/formats/common/index.ts'
import type { Log } from '../../../../shared/formats/model.ts'
import { motecCsvReader } from '../../../../shared/formats/motec-csv/index.ts'
import type { SimulatedSession } from '../../../../shared/sim/index.ts'

export interface CsvOptions {
  readonly rateHz?: number
  readonly hasMetadata?: boolean
  readonly beaconsMs?: readonly number[]
  readonly lineEnd?: string
  readonly delimiter?: ',' | ';'
  /** Channels written, by name and source; all unless given. */
  readonly channels?: readonly string[]
}

/** Name, unit, decimals, and from Paddock's unit and side to i2's. */
const COLUMNS: Readonly<
  Record<string, readonly [name: string, unit: string, decimals: number, factor: number]>
> = {
  'speed can': ['Ground Speed', 'km/h', 3, 3.6],
  'throttle can': ['Throttle Pos', '%', 1, 1],
  'brake can': ['Brake Pos', '%', 1, 1],
  'gear can': ['Gear', '..', 0, 1],
  'rpm can': ['Engine RPM', 'rpm', 0, 1],
  'steering can': ['Steered Angle', 'deg', 1, 1],
  'gLat can': ['G Force Lat', 'G', 3, -1],
  'gLong can': ['G Force Long', 'm/s/s', 4, 9.80665],
  'lat gps': ['GPS Latitude', 'deg', 7, 1],
  'lon gps': ['GPS Longitude', 'deg', 7, 1],
  'heading gps': ['GPS Heading', 'deg', 2, 1],
  'speed gps': ['GPS Speed', 'km/h', 3, 3.6],
  'fuel can': ['Fuel Level', 'l', 3, 1],
  'tyreTempFL can': ['Tyre Temp FL', 'C', 2, 1],
}

export const i2Csv = (session: SimulatedSession, options: CsvOptions = {}): string => {
  const { rateHz = 50, hasMetadata = true, beaconsMs = [], lineEnd = '\r\n', delimiter = ',' } = options
  const row = (cells: readonly string[]): string => cells.map(cell => `"${cell}"`).join(delimiter)
  const decimal = (text: string): string => (delimiter === ';' ? text.replace('.', ',') : text)
  const { trace } = session
  const wanted = trace.channels.filter(c => {
    const key = `${c.name} ${c.source}`
    return key in COLUMNS && (options.channels?.includes(key) ?? true)
  })
  const columns = wanted.map(channel => {
    const [name, unit, decimals, factor] = COLUMNS[`${channel.name} ${channel.source}`]!
    const timeMs = trace.groups[channel.group]!.timeMs
    return { name, unit, decimals, factor, timeMs, values: channel.values }
  })
  const seconds = trace.groups[0]!.timeMs.at(-1)! / 1000
  const lines = hasMetadata
    ? [
        `"Format"${delimiter}"MoTeC CSV File"${delimiter}${delimiter}${delimiter}"Workbook"${delimiter}"Untitled"`,
        `"Venue"${delimiter}"${session.circuit.name}"${delimiter}${delimiter}${delimiter}"Worksheet"${delimiter}"Laps"`,
        `"Vehicle"${delimiter}"${session.car.name}"${delimiter}${delimiter}${delimiter}"Vehicle Desc"${delimiter}""`,
        `"Driver"${delimiter}"${session.driver.name}"${delimiter}${delimiter}${delimiter}"Engine ID"${delimiter}""`,
        row(['Device', 'ADL']),
        `"Comment"${delimiter}"Dry"${delimiter}${delimiter}${delimiter}"Session"${delimiter}"P2"`,
        row(['Log Date', '03/05/2026', '', '', 'Origin Time', decimal('0.000'), 's']),
        row(['Log Time', '11:30:00', '', '', 'Start Time', decimal('0.000'), 's']),
        row([
          'Sample Rate',
          decimal(rateHz.toFixed(3)),
          'Hz',
          '',
          'End Time',
          decimal(seconds.toFixed(3)),
          's',
        ]),
        row(['Duration', decimal(seconds.toFixed(3)), 's', '', 'Start Distance', '0', 'm']),
        row(['Range', 'entire outing', '', '', 'End Distance', '0', 'm']),
        row(['Beacon Markers', beaconsMs.map(ms => decimal((ms / 1000).toFixed(3))).join(' ')]),
        '',
        '',
      ]
    : []
  lines.push(row(['Time', ...columns.map(c => c.name)]), row(['s', ...columns.map(c => c.unit)]), '', '')
  const last = columns.map(() => 0)
  for (let i = 0; i <= seconds * rateHz; i++) {
    const atMs = (i * 1000) / rateHz
    const cells = columns.map(({ timeMs, values, decimals, factor }, c) => {
      while (last[c]! + 1 < timeMs.length && timeMs[last[c]! + 1]! <= atMs + 1e-6) last[c]!++
      const value = values[last[c]!]!
      return Number.isNaN(value) ? '' : decimal((value * factor).toFixed(decimals))
    })
    lines.push(row([decimal((atMs / 1000).toFixed(3)), ...cells]))
  }
  return lines.join(lineEnd) + lineEnd
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'utf8'))

export const readCsv = async (text: string | Uint8Array): Promise<Log> => {
  const bytes = typeof text === 'string' ? bytesOf(text) : text
  expectDetected(bytes)
  const outcome = await motecCsvReader.read(memorySource('export.csv', bytes), {})
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}

const expectDetected = (bytes: Uint8Array): void => {
  if (!motecCsvReader.detect(bytes.subarray(0, 65_536)))
    throw new Error('it was not taken for a MoTeC i2 CSV')
}

export const notesOf = (log: Log): string => log.notes.map(({ text }) => text).join('\n')
