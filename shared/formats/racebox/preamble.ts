/**
 * What stands before the rows of a RaceBox file: nothing at all, or lines `key,value` up to a blank line, with the
 * official lap times among them ('Lap 2, 90.000, sectors, 30.000,25.000,20.000,0,15.000').
 */
import { cleanText } from '../common/index.ts'
import { type HeadLines, splitCells } from '../text/index.ts'

export interface OfficialLap {
  readonly number: number
  readonly timeMs: number
  /** Of each sector; unused fields, which hold 0, are left out. */
  readonly sectorsMs: readonly number[]
}

export interface Preamble {
  /** Cells of the header row, and where the row after it begins. */
  readonly names: readonly string[]
  readonly bodyFrom: number
  readonly driver: string | null
  readonly venue: string | null
  readonly comment: string | null
  readonly laps: readonly OfficialLap[]
}

const COLUMNS = ['Time', 'Latitude', 'Longitude']

export const isHeader = (line: string): boolean => {
  const cells = splitCells(line)
  return COLUMNS.every(name => cells.includes(name))
}

export const readPreamble = ({ lines, offsets }: HeadLines): Preamble | null => {
  const header = lines.findIndex(isHeader)
  if (header < 0) return null
  const values = new Map<string, string>()
  const laps: OfficialLap[] = []
  for (const line of lines.slice(0, header)) {
    const [key = '', ...cells] = splitCells(line)
    const number = /^Lap (\d{1,5})$/.exec(key)?.[1]
    if (number === undefined) values.set(key, cells.join(', '))
    else laps.push({ number: Number(number), ...timesOf(cells) })
  }
  const textOf = (...keys: string[]): string | null =>
    cleanText(keys.flatMap(key => values.get(key) || []).join(', ')) || null
  return {
    names: splitCells(lines[header]!),
    bodyFrom: offsets[header + 1]!,
    driver: textOf('Driver name', 'Driver'),
    venue: textOf('Track', 'Configuration'),
    comment: textOf('Data Source'),
    laps: laps.filter(lap => lap.timeMs > 0),
  }
}

const timesOf = (cells: readonly string[]): Pick<OfficialLap, 'timeMs' | 'sectorsMs'> => {
  const at = cells.indexOf('sectors')
  const sectors = at < 0 ? [] : cells.slice(at + 1).map(toMs)
  return { timeMs: toMs(cells[0] ?? ''), sectorsMs: sectors.filter(ms => ms > 0) }
}

const toMs = (text: string): number => Math.round(Number(text) * 1000)
