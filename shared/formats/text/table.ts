/**
 * Long numeric bodies of text files, at the speed of a byte loop (Papa Parse makes strings and objects of every
 * cell and reads a tenth as fast).
 *
 * - The file is read in pieces and looked at where they lie; only the line that two pieces share is put together, so
 *   rows, numbers and letters are never cut. The next piece is fetched while one is looked at.
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

/** Large enough that asking for it costs little (0.1 ms in Node, 1 ms in a page). */
const PIECE = 1 << 20
/** Two pieces of a small file should not weigh more than a quarter of it. */
const SMALLEST_PIECE = 1 << 16
const PIECES = 8
/** A row of 4096 channels has some 50 kB; a line that does not end is no row. */
export const MAX_LINE = 1 << 20
const MAX_ROWS = 2 ** 27
/** More than MAX_LINE can hold. */
const MAX_FIELDS = 2 ** 20

const LF = 10
const CR = 13
const DELIMITERS: Readonly<Record<Delimiter, number>> = { ',': 44, ';': 59, '\t': 9, whitespace: 32 }
const POINT = 46
const COMMA = 44

export const scanTable = async (source: ByteSource, options: TableOptions): Promise<Table> => {
  const needed = Math.max(1, ...options.columns.map(field => field + 1))
  const maxRows = Math.min(options.maxRows ?? MAX_ROWS, MAX_ROWS)
  const fields = Math.max(needed, Math.min(options.minFields ?? 0, MAX_FIELDS))
  const columns = createColumns(options.columns, fields, maxRows, source.size - options.from)
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
  const pieceLength = Math.min(Math.max(SMALLEST_PIECE, Math.ceil(total / PIECES)), PIECE)
  const fetch = (offset: number): Promise<Uint8Array> => {
    const coming = source.read(offset, pieceLength)
    // Whoever stops early does not wait for it; whoever goes on meets its failure at the await.
    coming.catch(() => {})
    return coming
  }
  const shared = createSharedLine()
  let coming = fetch(options.from)
  for (let offset = options.from; offset < source.size && scanner.rows < maxRows; ) {
    const piece = await coming
    if (options.isCancelled?.()) return tableOf(true)
    if (piece.length === 0) break
    const before = offset - options.from
    offset += piece.length
    if (offset < source.size) coming = fetch(offset)
    const first = shared.length > 0 ? endOfFirstLine(piece) : 0
    if (first > 0) {
      const line = shared.finish(piece.subarray(0, first))
      if (line) scanner.scan(line, 0, line.length - 1, before - line.length)
      else scanner.badRows++
    }
    const last = endOfLastLine(piece)
    if (last > first) scanner.scan(piece, first, last - 1, before)
    shared.add(piece.subarray(last))
    options.onProgress?.(Math.min((offset - options.from) / total, 1))
  }
  if (shared.length > 0) {
    const line = shared.finish(LINE_END)
    if (line) scanner.scan(line, 0, line.length - 1, total - line.length)
    else scanner.badRows++
  }
  return tableOf(false)
}

const LINE_END = Uint8Array.of(LF)

/** A line that runs through several pieces. */
interface SharedLine {
  readonly length: number
  add(part: Uint8Array): void
  /** The line with its end, null when it is too long; what comes next is another one. */
  finish(end: Uint8Array): Uint8Array | null
}

const createSharedLine = (): SharedLine => {
  let parts: Uint8Array[] = []
  let length = 0
  return {
    get length() {
      return length
    },
    add(part) {
      if (part.length === 0) return
      length += part.length
      // Copied, so that its piece can be let go.
      if (length <= MAX_LINE) parts.push(part.slice())
      else parts = []
    },
    finish(end) {
      const whole = length <= MAX_LINE ? new Uint8Array(length + end.length) : null
      let at = 0
      for (const part of whole ? [...parts, end] : []) {
        whole!.set(part, at)
        at += part.length
      }
      parts = []
      length = 0
      return whole
    },
  }
}

/** The byte after the last line end, 0 when there is none. */
const endOfLastLine = (bytes: Uint8Array): number => {
  for (let at = bytes.length - 1; at >= 0; at--) if (bytes[at] === LF || bytes[at] === CR) return at + 1
  return 0
}

/** The byte after the first line end, 0 when there is none. */
const endOfFirstLine = (bytes: Uint8Array): number => {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === LF || bytes[at] === CR) return at + 1
  return 0
}
