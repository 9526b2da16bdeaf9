/**
 * Whether some bytes are a table of numbers, and what its header looks like.
 *
 * A table is at least two rows with the same number of cells, two or more of them numbers, most of the others
 * numbers, times or empty. Above it may stand rows of words with as many cells: names, then perhaps units. Papa
 * Parse takes the cells of a line apart, with all its care for quotes; lines are cut here, because line ends may
 * be mixed and the fast reader that follows counts lines.
 */
import Papa from 'papaparse'
import { unitToCanonical } from '../common/index.ts'
import { headerToName } from '../pipeline/header-names.ts'
import { headLines } from '../text/index.ts'
import { hasDecimalComma, kindOfCell } from './cell.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { CsvDelimiter, CsvSniff } from './model.ts'
import { suggestMapping } from './suggest.ts'

const DELIMITERS: readonly CsvDelimiter[] = [',', ';', '\t']
/** The longest preamble of a known logger has 60 lines. */
const MAX_LINES = 200
const PREVIEW_ROWS = 8
const MAX_COLUMNS = 4096

interface Block {
  readonly delimiter: CsvDelimiter
  readonly rows: readonly (readonly string[])[]
  /** The first row of numbers, and how many like it follow. */
  readonly firstRow: number
  readonly length: number
}

/** `isWhole` when the bytes are all of the file, so that a last line without an end counts. */
export const sniffCsv = (head: Uint8Array, isWhole = false): CsvSniff | null => {
  if (isBinary(head)) return null
  const lines = headLines(head, isWhole).lines.slice(0, MAX_LINES)
  const blocks = DELIMITERS.flatMap(delimiter => blockOf(lines, delimiter) ?? [])
  // The delimiter that makes the most cells of numbers; of equals the more usual one.
  const best = blocks.reduce<Block | null>(
    (found, block) => (found && numbersIn(found) >= numbersIn(block) ? found : block),
    null,
  )
  return best && describe(best)
}

/** Text has no zero bytes and next to no control characters; UTF-16 has zeros throughout. */
const isBinary = (head: Uint8Array): boolean => {
  let controls = 0
  for (const byte of head) {
    if (byte === 0) return true
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++
  }
  return controls * 100 > head.length
}

const blockOf = (lines: readonly string[], delimiter: CsvDelimiter): Block | null => {
  const rows = lines.map(line => cellsOf(line, delimiter))
  const isData = rows.map(isRowOfNumbers)
  let best: Block | null = null
  for (let from = 0; from < rows.length; from++) {
    if (!isData[from]) continue
    let to = from + 1
    while (to < rows.length && isData[to] && rows[to]!.length === rows[from]!.length) to++
    if (to - from >= 2 && (!best || to - from > best.length)) {
      best = { delimiter, rows, firstRow: from, length: to - from }
    }
    from = to - 1
  }
  return best
}

const cellsOf = (line: string, delimiter: CsvDelimiter): string[] =>
  (Papa.parse<string[]>(line, { delimiter, newline: '\n' }).data[0] ?? []).map(cell => cell.trim())

const isRowOfNumbers = (cells: readonly string[]): boolean => {
  if (cells.length < 2 || cells.length > MAX_COLUMNS) return false
  const kinds = cells.map(kindOfCell)
  const numbers = kinds.filter(kind => kind === 'number').length
  const times = kinds.filter(kind => kind === 'time').length
  const words = kinds.filter(kind => kind === 'text').length
  return numbers >= 1 && numbers + times >= 2 && 2 * words <= cells.length
}

const numbersIn = ({ rows, firstRow, length }: Block): number => {
  let numbers = 0
  for (const cells of rows.slice(firstRow, firstRow + length)) {
    for (const cell of cells) if (kindOfCell(cell) === 'number') numbers++
  }
  return numbers
}

const describe = (block: Block): CsvSniff => {
  const { delimiter, rows, firstRow, length } = block
  const count = rows[firstRow]!.length
  const words = rowsOfWordsAbove(block)
  const headerRow = words[0] ?? null
  const header = headerRow === null ? [] : rows[headerRow]!
  const unitsRow = words[1] !== undefined && areUnits(rows[words[1]]!) ? rows[words[1]]! : null
  const parts = Array.from({ length: count }, (_, i) => headerToName(header[i] ?? ''))
  const names = parts.map(({ name, unit }, i) => {
    // With units in a row of their own, brackets belong to the name.
    const full = unitsRow && unit !== '' ? (header[i] ?? '') : name
    return full === '' ? `Column ${i + 1}` : full
  })
  const units = parts.map(({ unit }, i) => (unitsRow ? (unitsRow[i] ?? '') : unit))
  const data = rows.slice(firstRow, firstRow + length)
  const decimalComma = delimiter !== ',' && data.some(cells => cells.some(hasDecimalComma))
  const seen = {
    fingerprint: fingerprintOf(delimiter, headerRow === null ? [String(count)] : names, units),
    delimiter,
    decimalComma,
    headerRow,
    firstRow,
    names,
    units,
    preview: data.slice(0, PREVIEW_ROWS),
  }
  return { ...seen, suggestion: suggestMapping(seen, data) }
}

/** Up to three rows of words straight above the numbers, blank ones passed over; the top one first. */
const rowsOfWordsAbove = ({ rows, firstRow }: Block): number[] => {
  const count = rows[firstRow]!.length
  const found: number[] = []
  for (let row = firstRow - 1; row >= 0 && found.length < 3; row--) {
    const cells = rows[row]!
    if (cells.every(cell => cell === '')) continue
    // A trailing delimiter in the rows, or in the header, makes one cell more.
    if (Math.abs(cells.length - count) > 1 || !cells.some(cell => kindOfCell(cell) === 'text')) break
    found.unshift(row)
  }
  return found
}

/** Whether a row below the names holds units: known ones, or nothing but short marks. */
const areUnits = (cells: readonly string[]): boolean => {
  const filled = cells.filter(cell => cell !== '')
  const known = filled.filter(cell => unitToCanonical(cell.replace(/^[([]|[)\]]$/g, '')) !== null)
  return filled.length > 0 && 2 * known.length >= filled.length
}
