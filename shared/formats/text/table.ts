/**
 * Long numeric bodies of text files, at the speed of a byte loop (Papa Parse makes strings and objects of every
 * cell and reads a tenth as fast).
 *
 * - The file is read in pieces; no piece may be cut where it hurts: rows, numbers and letters are whole again
 *   before they are looked at.
 * - Line ends may be LF, CR LF or CR, mixed; empty lines are nothing.
 * - A cell that is empty or no number is NaN. A quoted cell ends with its line at the latest, so that one stray
 *   quote costs a row and not the rest of the file.
 * - A row with too few (or too many) fields is counted and left out. Lines longer than MAX_LINE are such rows.
 */
import type { ByteSource } from '../model.ts'
import { createColumns } from './columns.ts'
import { createRowScanner } from './scan-rows.ts'

export type Delimiter = ',' | ';' | '\t' | 'whitespace'

export interface TableOptions {
  /** The byte the first row begins at. */
  readonly from: number
  readonly delimiter: Delimiter
  /** The fields wanted, counted from 0. */
  readonly columns: readonly number[]
  /** Not with the delimiter ','. */
  readonly decimalComma?: boolean
  /** Lines that begin with this byte are no rows; `onComment` gets them with the number of rows before them. */
  readonly commentByte?: number
  readonly onComment?: (line: string, row: number) => void
  /** Rows with fewer fields are bad; as many as the wanted columns need unless given. */
  readonly minFields?: number
  readonly maxFields?: number
  /** Reading stops after so many. */
  readonly maxRows?: number
  /** A field whose text is wanted where it is not empty; quotes and spaces around it are left out. */
  readonly textColumn?: number
  readonly onText?: (text: string, row: number) => void
  readonly onProgress?: ((done: number) => void) | undefined
  readonly isCancelled?: (() => boolean) | undefined
}

export interface Table {
  readonly rows: number
  /** In the order of `TableOptions.columns`, each `rows` long. */
  readonly columns: Float64Array<ArrayBuffer>[]
  /** Rows left out because of their number of fields. */
  readonly badRows: number
  readonly cancelled: boolean
}

const PIECE = 1 << 20
/** A row of 4096 channels has some 50 kB; a line that does not end is no row. */
export const MAX_LINE = 1 << 20
const MAX_ROWS = 2 ** 27

const LF = 10
const CR = 13
const DELIMITERS: Readonly<Record<Delimiter, number>> = { ',': 44, ';': 59, '\t': 9, whitespace: 32 }
const POINT = 46
const COMMA = 44

export const scanTable = async (source: ByteSource, options: TableOptions): Promise<Table> => {
  const needed = Math.max(1, ...options.columns.map(field => field + 1))
  const maxRows = Math.min(options.maxRows ?? MAX_ROWS, MAX_ROWS)
  const columns = createColumns(options.columns, maxRows, source.size - options.from)
  const scanner = createRowScanner(
    {
      delimiter: DELIMITERS[options.delimiter],
      decimal: options.decimalComma ? COMMA : POINT,
      commentByte: options.commentByte ?? -1,
      minFields: options.minFields ?? needed,
      maxFields: options.maxFields ?? Number.POSITIVE_INFINITY,
      maxRows,
      textField: options.onText ? (options.textColumn ?? -1) : -1,
      onComment: options.onComment ?? (() => {}),
      onText: (text, row) => {
        const bare = text
          .trim()
          .replace(/^"(.*)"$/s, '$1')
          .trim()
        if (bare !== '') options.onText?.(bare, row)
      },
    },
    columns,
  )
  const tableOf = (isCancelled: boolean): Table => ({
    rows: scanner.rows,
    columns: columns.finish(scanner.rows),
    badRows: scanner.badRows,
    cancelled: isCancelled,
  })

  const total = Math.max(source.size - options.from, 1)
  /** An unfinished line lies at the front; the last byte is for the line end every scan needs behind it. */
  const buffer = new Uint8Array(MAX_LINE + PIECE + 1)
  let kept = 0
  let isTooLong = false
  const fetch = (offset: number): Promise<Uint8Array> => {
    const coming = source.read(offset, PIECE)
    // Whoever stops early does not wait for it; whoever goes on meets its failure at the await.
    coming.catch(() => {})
    return coming
  }
  /** The next piece is fetched while this one is looked at. */
  let coming = fetch(options.from)
  for (let offset = options.from; offset < source.size && scanner.rows < maxRows; ) {
    const piece = await coming
    if (options.isCancelled?.()) return tableOf(true)
    if (piece.length === 0) break
    offset += piece.length
    if (offset < source.size) coming = fetch(offset)
    buffer.set(piece, kept)
    const filled = kept + piece.length
    const end = endOfLastLine(buffer, kept, filled)
    const begin = isTooLong ? endOfFirstLine(buffer, kept, filled) : 0
    if (end > begin) scanner.scan(buffer, begin, end - 1, offset - options.from - filled)
    if (end > 0) isTooLong = false
    buffer.copyWithin(0, end, filled)
    kept = filled - end
    if (isTooLong) kept = 0
    else if (kept > MAX_LINE) {
      isTooLong = true
      kept = 0
      scanner.badRows++
    }
    options.onProgress?.(Math.min((offset - options.from) / total, 1))
  }
  if (kept > 0) {
    buffer[kept] = LF
    scanner.scan(buffer, 0, kept, total - kept)
  }
  return tableOf(false)
}

/** The byte after the last line end, 0 when there is none. */
const endOfLastLine = (bytes: Uint8Array, from: number, to: number): number => {
  for (let at = to - 1; at >= from; at--) if (bytes[at] === LF || bytes[at] === CR) return at + 1
  return 0
}

const endOfFirstLine = (bytes: Uint8Array, from: number, to: number): number => {
  for (let at = from; at < to; at++) if (bytes[at] === LF || bytes[at] === CR) return at + 1
  return to
}
