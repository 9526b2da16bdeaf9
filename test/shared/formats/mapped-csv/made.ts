/** Tables of the simulator in many dialects, as no logger in particular writes them. */
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { bytesOf, type MadeRow, madeSession, rowsOf, STARTED_AT } from '../pipeline/made.ts'

export interface TableOptions {
  readonly delimiter?: ',' | ';' | '\t'
  readonly decimalComma?: boolean
  readonly lineEnd?: string
  readonly preamble?: readonly string[]
  readonly header?: 'names' | 'names and units' | 'brackets' | 'none'
  readonly time?:
    | 'seconds'
    | 'milliseconds'
    | 'unix'
    | 'unix ms'
    | 'clock'
    | 'iso'
    | 'local'
    | 'date and clock'
    | 'none'
  readonly quoted?: boolean
}

const COLUMNS: readonly (readonly [name: string, unit: string, value: (row: MadeRow) => string])[] = [
  ['Lap', '', row => String(row.lap)],
  ['Latitude', 'deg', row => row.lat.toFixed(7)],
  ['Longitude', 'deg', row => row.lon.toFixed(7)],
  ['Speed', 'km/h', row => (row.speed * 3.6).toFixed(2)],
  ['Engine Speed', 'rpm', row => row.rpm.toFixed(1)],
  ['Mood', '', row => (row.throttle / 10).toFixed(1)],
]

const timeCells = (ms: number, time: NonNullable<TableOptions['time']>): string[] => {
  const iso = new Date(STARTED_AT + ms).toISOString()
  switch (time) {
    case 'seconds':
      return [(ms / 1000).toFixed(3)]
    case 'milliseconds':
      return [String(ms)]
    case 'unix':
      return [((STARTED_AT + ms) / 1000).toFixed(3)]
    case 'unix ms':
      return [String(STARTED_AT + ms)]
    case 'clock':
      return [iso.slice(11, 23)]
    case 'iso':
      return [iso]
    case 'local':
      return [iso.slice(0, 23).replace('T', ' ')]
    case 'date and clock':
      return [iso.slice(0, 10).split('-').reverse().join('/'), iso.slice(11, 23)]
    case 'none':
      return []
  }
}

const timeNames = (time: NonNullable<TableOptions['time']>): [name: string, unit: string][] => {
  if (time === 'none') return []
  if (time === 'date and clock')
    return [
      ['Date', ''],
      ['Time', ''],
    ]
  return [['Time', time === 'seconds' ? 's' : time === 'milliseconds' ? 'ms' : '']]
}

export const written = (session: SimulatedSession, options: TableOptions = {}): Uint8Array<ArrayBuffer> => {
  const {
    delimiter = ',',
    decimalComma = false,
    lineEnd = '\n',
    preamble = [],
    header = 'brackets',
  } = options
  const { time = 'seconds', quoted = false } = options
  const quote = (cell: string): string => (quoted ? `"${cell}"` : cell)
  const line = (cells: readonly string[]): string => cells.map(quote).join(delimiter)
  const names = [...timeNames(time), ...COLUMNS.map(([name, unit]): [string, string] => [name, unit])]
  const heads = {
    none: [],
    names: [line(names.map(([name]) => name))],
    'names and units': [line(names.map(([name]) => name)), line(names.map(([, unit]) => unit))],
    brackets: [line(names.map(([name, unit]) => (unit ? `${name} (${unit})` : name)))],
  }[header]
  const rows = rowsOf(session).map(row => {
    const values = COLUMNS.map(([, , value]) => value(row))
    const times = timeCells(row.timeMs, time)
    const isNumber = !['clock', 'iso', 'local', 'date and clock'].includes(time)
    return line([
      ...(isNumber && decimalComma ? times.map(cell => cell.replace('.', ',')) : times),
      ...values.map(cell => (decimalComma ? cell.replace('.', ',') : cell)),
    ])
  })
  return bytesOf([...preamble, ...heads, ...rows, ''].join(lineEnd))
}

export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 1, rateHz: 4 }))
