/**
 * The top of a CSV file exported from MoTeC i2: lines of keys and values (which the user may leave out), a row of
 * names, a row of units, and where the numbers begin.
 *
 * Nothing is found by line number: exports differ in the number of lines and blank lines. Where lists are separated
 * by semicolons, the decimal sign is a comma.
 */
import type { ByteSource } from '../model.ts'
import { type HeadLines, headLines, readHeadLines, splitCells } from '../text/index.ts'

export interface I2Header {
  readonly delimiter: ',' | ';'
  readonly names: readonly string[]
  readonly units: readonly string[]
  /** Which column is the time in seconds. */
  readonly timeColumn: number
  /** The byte the rows begin at; blank lines may come first. */
  readonly bodyAt: number
  /** By key, as written: 'Venue', 'Log Date', 'Beacon Markers'; all cells up to the next key. */
  readonly values: ReadonlyMap<string, string>
}

export type HeaderOutcome =
  | { readonly ok: true; readonly header: I2Header }
  | { readonly ok: false; readonly problem: 'no-time' | 'no-header' }

/** A thousand channels with the longest names and units take 60 kB. */
const MAX_HEADER = 512 * 1024
/** Two names rows of that kind must fit. */
const DETECT_BYTES = 32 * 1024
/** Keys and values take 12 lines in every version seen. */
const MAX_LINES = 64
const FORMAT = 'motec csv file'

export const isI2Csv = (head: Uint8Array): boolean => {
  const { lines } = headLines(head.subarray(0, DETECT_BYTES), head.length < DETECT_BYTES)
  const first = lines.findIndex(line => line.trim() !== '')
  if (first < 0 || first > MAX_LINES) return false
  const [top, below] = [lines[first]!, lines[first + 1] ?? '']
  const delimiter = delimiterOf(top)
  const cells = splitCells(top, delimiter)
  if (cells[0] === 'Format') return cells[1]?.toLowerCase() === FORMAT
  // Without keys and values there is nothing that says MoTeC, but no other program quotes both rows.
  return (
    cells[0] === 'Time' &&
    cells.length > 1 &&
    isAllQuoted(top, delimiter) &&
    isAllQuoted(below, delimiter) &&
    splitCells(below, delimiter)[0] === 's'
  )
}

export const readI2Header = async (source: ByteSource): Promise<HeaderOutcome> => {
  const head = await readHeadLines(source, MAX_HEADER)
  const first = head.lines.find(line => line.trim() !== '') ?? ''
  const delimiter = delimiterOf(first)
  const values = new Map<string, string>()
  for (let i = 0; i < Math.min(head.lines.length, MAX_LINES); i++) {
    const cells = splitCells(head.lines[i]!, delimiter)
    const unitsAt = nextFilled(head, i + 1)
    const units = splitCells(head.lines[unitsAt] ?? '', delimiter)
    const timeColumn = cells.findIndex((name, c) => name.toLowerCase() === 'time' && isSeconds(units[c]))
    if (timeColumn >= 0 && cells.length > 1) {
      const bodyAt = head.offsets[unitsAt + 1]
      if (bodyAt === undefined) break
      return { ok: true, header: { delimiter, names: cells, units, timeColumn, bodyAt, values } }
    }
    if (cells[0] === 'Distance' && units[0] === 'm') return { ok: false, problem: 'no-time' }
    addValues(values, cells)
  }
  return { ok: false, problem: 'no-header' }
}

/** A line holds a key with its value and unit, and from the fifth cell on often another. */
const SECOND_KEY = 4

const addValues = (values: Map<string, string>, cells: readonly string[]): void => {
  const [key, ...rest] = cells
  if (!key) return
  // Beacon markers may stand in one cell or in one each.
  const isList = key.startsWith('Beacon')
  values.set(key, isList ? rest.join(' ').trim() : (rest[0] ?? ''))
  const second = isList ? '' : cells[SECOND_KEY]
  if (second) values.set(second, cells[SECOND_KEY + 1] ?? '')
}

const nextFilled = ({ lines }: HeadLines, from: number): number => {
  let i = from
  while (i < lines.length && lines[i]!.trim() === '') i++
  return i
}

const isSeconds = (unit: string | undefined): boolean => unit === 's' || unit === 'sec'

const delimiterOf = (line: string): ',' | ';' => (/^\s*"?[^",;]*"?\s*;/.test(line) ? ';' : ',')

const isAllQuoted = (line: string, delimiter: string): boolean =>
  line
    .trim()
    .split(delimiter)
    .every(cell => cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"'))
