/**
 * The top of an AiM CSV: rows of a key and its values, then names, then (usually) units, then the samples.
 *
 * Everything is found by content: spreadsheets pad every row to the same width, change the delimiter to the
 * local one and drop blank rows, and a comment may hold line ends. `Time` is both a key and the first name; a
 * row of names is followed by units and numbers, a key by another key.
 */
import { cleanText } from '../common/index.ts'
import { type Delimiter, decodeText, type HeadLines, splitCells } from '../text/index.ts'

export interface Preamble {
  /** Empty when the export begins with the row of names. */
  readonly facts: ReadonlyMap<string, readonly string[]>
  readonly comment: string | null
  readonly names: readonly string[]
  /** Null when the file has no row of units. */
  readonly units: readonly string[] | null
  readonly delimiter: Exclude<Delimiter, 'whitespace'>
  readonly hasDecimalComma: boolean
  /** The byte of the first row of samples. */
  readonly bodyFrom: number
}

const KEYS: ReadonlySet<string> = new Set([
  ...['Format', 'Session', 'Vehicle', 'Racer', 'Championship', 'Comment', 'Date', 'Time', 'Sample Rate'],
  ...['Duration', 'Segment', 'Beacon Markers', 'Segment Times'],
])

/** Only AiM calls channels so; two of them tell an export that begins with its names. */
const ONLY_AIM: ReadonlySet<string> = new Set([
  ...['gps nsat', 'gps latacc', 'gps lonacc', 'gps slope', 'gps gyro', 'gps posaccuracy', 'gps spdaccuracy'],
  ...['gps radius'],
])

export const isAimCsv = (head: Uint8Array): boolean => {
  const end = head.findIndex(byte => byte === 10 || byte === 13)
  const line = decodeText(end < 0 ? head : head.subarray(0, end))
  const [first = '', second = '', ...others] = splitCells(line, delimiterOf(line))
  if (first === 'Format') return second.toLowerCase() === 'aim csv file'
  return isTime(first) && [second, ...others].filter(name => ONLY_AIM.has(name.toLowerCase())).length >= 2
}

const isTime = (cell: string | undefined): boolean => cell?.toLowerCase() === 'time'

/** The first cell is 'Format' or 'Time'; a line of nothing but spaces must not be tried in every way. */
const delimiterOf = (line: string): Preamble['delimiter'] => {
  const [, found] = /^"?\w{0,10}"?[ ]{0,10}([,;\t])/.exec(line) ?? []
  return found === ';' || found === '\t' ? found : ','
}

/** Null when there is no row of names. */
export const readPreamble = ({ lines, offsets }: HeadLines): Preamble | null => {
  const delimiter = delimiterOf(lines[0] ?? '')
  const facts = new Map<string, string[]>()
  const comment: string[] = []
  let key = ''
  for (const [i, line] of lines.entries()) {
    const cells = splitCells(line, delimiter)
    const table = isTime(cells[0]) ? tableAfter(lines, i, delimiter) : null
    if (table) {
      return {
        facts,
        comment: cleanText(comment.join(' ')) || null,
        names: withoutEmptyEnd(cells),
        units: table.units,
        delimiter,
        hasDecimalComma: delimiter !== ',' && /\d,\d/.test(lines[table.bodyAt] ?? ''),
        bodyFrom: offsets[table.bodyAt]!,
      }
    }
    const isKey = KEYS.has(cells[0]!)
    if (isKey) key = cells[0]!
    if (isKey && !facts.has(key)) facts.set(key, withoutEmptyEnd(cells.slice(1)))
    // A comment of several lines goes on without a key.
    if (key === 'Comment') comment.push(isKey ? (cells[1] ?? '') : line.replace(/"[,;\s]*$/, ''))
  }
  return null
}

/** What follows a row that begins with 'Time', if that can be units and samples, or the file ends there. */
const tableAfter = (
  lines: readonly string[],
  namesAt: number,
  delimiter: string,
): { units: string[] | null; bodyAt: number } | null => {
  const next = filledAfter(lines, namesAt)
  const cells = splitCells(lines[next] ?? '', delimiter)
  if (next === lines.length || isNumber(cells[0]!)) return { units: null, bodyAt: next }
  if (KEYS.has(cells[0]!)) return null
  const bodyAt = filledAfter(lines, next)
  if (bodyAt < lines.length && !isNumber(splitCells(lines[bodyAt]!, delimiter)[0]!)) return null
  return { units: cells, bodyAt }
}

const filledAfter = (lines: readonly string[], at: number): number => {
  let next = at + 1
  while (next < lines.length && /^[\s,;"]*$/.test(lines[next]!)) next++
  return next
}

const isNumber = (cell: string): boolean => /^[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?$/i.test(cell)

const withoutEmptyEnd = (cells: readonly string[]): string[] =>
  cells.slice(0, cells.findLastIndex(cell => cell !== '') + 1)
