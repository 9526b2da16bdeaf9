/**
 * A mapping to begin with: which column is probably the time, and what the others are by their names.
 *
 * Whatever is wrong is corrected by the user; a column that holds no number at all is left out.
 */
import { nameToCanonical } from '../common/index.ts'
import { clockToMs, isoToInstant } from '../pipeline/instant.ts'
import { isEpochNumber, msPerUnit } from '../pipeline/row-times.ts'
import { isDate, kindOfCell } from './cell.ts'
import type { CsvColumn, CsvDateOrder, CsvSniff, CsvTime } from './model.ts'

type Seen = Omit<CsvSniff, 'suggestion'>
type Rows = readonly (readonly string[])[]

const TIME_NAME =
  /^(?:t|time|times?tamp|time ?stamp|utc|gps ?time|elapsed.*|seconds?|secs?|ms|millis(?:econds)?|zeit|temps|tiempo|tempo|.*\btime)$/i
const DATE_NAME = /^(?:date|datum|fecha|data|day)$/i

export const suggestMapping = (seen: Seen, rows: Rows): CsvSniff['suggestion'] => {
  const { fingerprint, delimiter, decimalComma, headerRow, firstRow } = seen
  const time = suggestTime(seen, rows)
  const taken = new Set(time ? columnsOfTime(time) : [])
  return {
    fingerprint,
    delimiter,
    decimalComma,
    headerRow,
    firstRow,
    time,
    columns: seen.names.flatMap((_, column) =>
      taken.has(column) || !hasNumbers(rows, column) ? [] : [suggestColumn(seen, column)],
    ),
  }
}

export const columnsOfTime = (time: CsvTime): number[] =>
  time.kind === 'rate' ? [] : time.kind === 'date-and-clock' ? [time.dateColumn, time.column] : [time.column]

const hasNumbers = (rows: Rows, column: number): boolean =>
  rows.some(cells => kindOfCell(cells[column] ?? '') === 'number')

const suggestColumn = ({ names, units }: Seen, column: number): CsvColumn => {
  const [name, unit] = [names[column]!, units[column]!]
  return { column, channel: nameToCanonical(name, unit)?.name ?? name, unit }
}

const suggestTime = ({ names, units, decimalComma }: Seen, rows: Rows): CsvTime | null => {
  const first = (column: number): string => rows[0]?.[column] ?? ''
  const dateColumn = names.findIndex((name, i) => DATE_NAME.test(name) && isDate(first(i)))
  const clockColumn = names.findIndex((name, i) => TIME_NAME.test(name) && clockToMs(first(i)) !== null)
  if (dateColumn >= 0 && clockColumn >= 0) {
    const dateOrder = orderOf(rows.map(cells => cells[dateColumn] ?? ''))
    return { kind: 'date-and-clock', dateColumn, column: clockColumn, dateOrder, zoneMin: null }
  }
  const named = names.findIndex((name, i) => TIME_NAME.test(name) && rises(rows, i, decimalComma))
  const column = named >= 0 ? named : names.findIndex((_, i) => isTimeText(first(i)) && rises(rows, i, false))
  if (column < 0) return null
  const cell = first(column)
  if (isoToInstant(cell)) return { kind: 'date-time', column, zoneMin: null }
  if (clockToMs(cell) !== null) return { kind: 'clock', column }
  const value = numberOf(cell, decimalComma)
  const isMillis = /^ms|milli/i.test(units[column]!) || /^ms$|milli/i.test(names[column]!)
  if (isEpochNumber(value) && msPerUnit(value) >= 1) {
    return { kind: msPerUnit(value) === 1 ? 'unix-milliseconds' : 'unix-seconds', column }
  }
  return { kind: isMillis ? 'milliseconds' : 'seconds', column }
}

const isTimeText = (cell: string): boolean => isoToInstant(cell) !== null || clockToMs(cell) !== null

const numberOf = (cell: string, decimalComma: boolean): number =>
  cell.trim() === '' ? Number.NaN : Number(decimalComma ? cell.replace(',', '.') : cell)

/** Whether a column never falls in the rows seen, and rises somewhere; a clock may pass midnight. */
const rises = (rows: Rows, column: number, decimalComma: boolean): boolean => {
  let [steps, known, isClock] = [0, 0, false]
  let last = Number.NaN
  for (const cells of rows) {
    const cell = cells[column] ?? ''
    const ofDayMs = clockToMs(cell)
    isClock ||= ofDayMs !== null
    const value = isoToInstant(cell)?.epochMs ?? ofDayMs ?? numberOf(cell, decimalComma)
    if (Number.isNaN(value)) continue
    known++
    const isMidnight = isClock && last - value > HALF_DAY_MS
    if (value < last && !isMidnight) return false
    if (value > last || isMidnight) steps++
    last = value
  }
  return known >= 2 && steps >= 1
}

const HALF_DAY_MS = 43_200_000

/** The year has four digits; a first number above 12 is a day, as it is when nothing tells. */
const orderOf = (dates: readonly string[]): CsvDateOrder => {
  const parts = dates.map(date => date.split(/[-/.]/).map(Number))
  if (parts.some(([first]) => first! > 31)) return 'ymd'
  return parts.some(([, second]) => second! > 12) ? 'mdy' : 'dmy'
}
