/** All columns of a table, with one of them as times: what the readers of simple CSV files have in common. */
import type { Notes } from '../common/index.ts'
import type { ByteSource, ReadOptions } from '../model.ts'
import { type Delimiter, scanTable, type Table } from '../text/index.ts'
import { noteBadRows } from './table-notes.ts'

export interface NumericTableOptions extends ReadOptions {
  /** Where the first row begins. */
  readonly from: number
  readonly names: readonly string[]
  readonly delimiter?: Delimiter
  /** Lines that begin with it are no rows. */
  readonly commentByte?: number
  /** A column whose text is wanted. */
  readonly textColumn?: number
  readonly onText?: (text: string, row: number) => void
}

/**
 * Null when it was cancelled. Rows with fewer cells than there are names are left out and noted. The column of text
 * holds no numbers: in its place stands an empty array.
 */
export const readNumericTable = async (
  source: ByteSource,
  { names, delimiter = ',', companions: _, ...options }: NumericTableOptions,
  notes: Notes,
): Promise<Table | null> => {
  const wanted = Array.from(names.keys()).filter(i => i !== options.textColumn)
  const table = await scanTable(source, { ...options, delimiter, columns: wanted, minFields: names.length })
  if (table.cancelled) return null
  noteBadRows(table.badRows, notes)
  const columns = names.map(() => new Float64Array(0))
  for (const [k, i] of wanted.entries()) columns[i] = table.columns[k]!
  return { ...table, columns }
}
