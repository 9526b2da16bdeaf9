/** What one cell of an unknown table looks like. */
import { clockToMs, isoToInstant } from '../pipeline/instant.ts'

export type CellKind = 'empty' | 'number' | 'time' | 'text'

const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/
/** How loggers write that there is no value. */
const NO_VALUE = /^(?:-+|nan|null|n\/a|#n\/a|\?)?$/i
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/

export const kindOfCell = (cell: string): CellKind => {
  const text = cell.trim()
  if (NO_VALUE.test(text)) return 'empty'
  if (NUMBER.test(text)) return 'number'
  if (DATE.test(text) || clockToMs(text) !== null || isoToInstant(text) !== null) return 'time'
  return 'text'
}

export const isDate = (cell: string): boolean => DATE.test(cell.trim())

/** A number as it is written with a decimal comma: the comma stands between digits and there is no point. */
export const hasDecimalComma = (cell: string): boolean => /^[+-]?\d+,\d+$/.test(cell.trim())
