/**
 * Complete lines in, numbers into columns out; no string and no object is made per cell of numbers.
 *
 * Plain rows go through `scanPlainRows`. The loop here reads every row: spaces and quotes anywhere, exponents, words,
 * comments, too few cells. A file that is never plain costs next to nothing more, because the longer no row was
 * plain, the more rows are read here before the next one is tried.
 *
 * A decimal of up to 15 digits is a whole number times or divided by a power of ten, both exact in a double, so
 * it comes out as `Number(text)` would give it, to the last bit; everything else goes through `cellNumber`.
 */
import type { GrowingColumns } from './columns.ts'
import { decodeText } from './decode.ts'
import { cellNumber, endOfCell } from './number.ts'
import { EXACT_DIGITS, type PlainFormat, scanPlainRows } from './plain-rows.ts'

export interface RowFormat {
  /** A byte; a space stands for any run of spaces and tabs. */
  readonly delimiter: number
  /** The byte of the decimal point. */
  readonly decimal: number
  /** A line that begins with this byte is a comment; −1 for none. */
  readonly commentByte: number
  readonly minFields: number
  readonly maxFields: number
  readonly maxRows: number
  /** A field to be handed out as text; −1 for none. */
  readonly textField: number
  readonly onComment: (line: string, row: number) => void
  readonly onText: (text: string, row: number) => void
}

export interface RowScanner {
  rows: number
  badRows: number
  /** `bytes[to]` is a line end; `bytesBefore` is how much of the table lies before `bytes[0]`. */
  scan(bytes: Uint8Array, from: number, to: number, bytesBefore: number): void
}

const LF = 10
const CR = 13
const TAB = 9
const SPACE = 32
const PLUS = 43
const MINUS = 45
const ZERO = 48

const LOWER_E = 101
/** What turns a capital letter into a small one. */
const CASE = 32

/** Powers of ten up to here are exact, so one multiplication or division rounds once, and correctly. */
const EXACT_POWER = 22
const POWERS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, n) => Number(`1e${n}`))

/** By byte: whether a sign is there changes as the car turns. */
const SIGNS = new Float64Array(256).fill(1)
SIGNS[MINUS] = -1
const SIGN_LENGTHS = new Uint8Array(256)
SIGN_LENGTHS[MINUS] = 1
SIGN_LENGTHS[PLUS] = 1

/** Lines read here at most before a plain row is looked for again. */
const MOST_LINES = 1024

export const createRowScanner = (format: RowFormat, columns: GrowingColumns): RowScanner => {
  const { delimiter, decimal, commentByte, minFields, maxFields, maxRows, textField } = format
  const isSpaced = delimiter === SPACE
  const { places } = columns
  const fields = places.length
  const maxDigits = new Int32Array(fields).fill(EXACT_DIGITS)
  if (textField >= 0 && textField < fields) maxDigits[textField] = 0
  const plain: PlainFormat = { delimiter, decimal, commentByte, cells: fields, maxDigits, places }
  const canBePlain = fields >= minFields && fields <= maxFields
  const plainEnd = { row: 0 }
  let lines = 1

  const scan: RowScanner['scan'] = (bytes, from, to, bytesBefore) => {
    for (let at = from; at < to && scanner.rows < maxRows; ) {
      const rowLimit = canBePlain ? Math.min(columns.capacity, maxRows) : 0
      plainEnd.row = scanner.rows
      const plainTo = scanPlainRows(bytes, at, to, plain, columns.values, rowLimit, plainEnd)
      scanner.rows = plainEnd.row
      lines = plainTo > at ? 1 : Math.min(2 * lines, MOST_LINES)
      at = scanLines(bytes, plainTo, to, bytesBefore, lines)
    }
  }

  /** Reads so many lines, and answers where the next one begins. */
  const scanLines = (
    bytes: Uint8Array,
    from: number,
    to: number,
    bytesBefore: number,
    count: number,
  ): number => {
    let { rows, badRows } = scanner
    let { values } = columns
    let at = from
    for (let line = 0; line < count && at < to && rows < maxRows; line++) {
      let byte = bytes[at]!
      if (isSpaced) while (byte === SPACE || byte === TAB) byte = bytes[++at]!
      if (byte === LF || byte === CR) {
        at++
        continue
      }
      if (byte === commentByte) {
        const lineFrom = at
        while (byte !== LF && byte !== CR) byte = bytes[++at]!
        format.onComment(decodeText(bytes.subarray(lineFrom, at)), rows)
        continue
      }
      if (rows === columns.capacity) {
        columns.grow(rows, bytesBefore + at)
        values = columns.values
      }
      let textFrom = 0
      let textTo = 0
      let field = 0
      for (;;) {
        if (!isSpaced) while (byte === SPACE) byte = bytes[++at]!
        const cellFrom = at
        const sign = SIGNS[byte]!
        at += SIGN_LENGTHS[byte]!
        byte = bytes[at]!
        const wholeFrom = at
        let whole = 0
        let digit = byte - ZERO
        while (digit >>> 0 <= 9) {
          whole = whole * 10 + digit
          byte = bytes[++at]!
          digit = byte - ZERO
        }
        let digits = at - wholeFrom
        let decimals = 0
        if (byte === decimal) {
          const fractionFrom = ++at
          byte = bytes[at]!
          digit = byte - ZERO
          while (digit >>> 0 <= 9) {
            whole = whole * 10 + digit
            byte = bytes[++at]!
            digit = byte - ZERO
          }
          decimals = at - fractionFrom
          digits += decimals
        }
        let value = Number.NaN
        if (byte === delimiter && (digits - 1) >>> 0 < EXACT_DIGITS) {
          value = (sign * whole) / POWERS[decimals]!
        } else {
          let scale = -decimals
          if ((byte | CASE) === LOWER_E) {
            byte = bytes[++at]!
            const isDown = byte === MINUS
            at += SIGN_LENGTHS[byte]!
            byte = bytes[at]!
            const exponentFrom = at
            let exponent = 0
            digit = byte - ZERO
            while (digit >>> 0 <= 9) {
              exponent = exponent * 10 + digit
              byte = bytes[++at]!
              digit = byte - ZERO
            }
            // 'e' without digits is no number.
            if (at === exponentFrom) digits = 0
            scale += isDown ? -exponent : exponent
          }
          const isEnd = byte === delimiter || byte === LF || byte === CR || (isSpaced && byte === TAB)
          if (isEnd && (digits - 1) >>> 0 < EXACT_DIGITS && scale >= -EXACT_POWER && scale <= EXACT_POWER) {
            value = scale <= 0 ? (sign * whole) / POWERS[-scale]! : sign * whole * POWERS[scale]!
          } else if (!isEnd || at > cellFrom) {
            at = endOfCell(bytes, cellFrom, delimiter)
            byte = bytes[at]!
            value = cellNumber(bytes, cellFrom, at, decimal)
          }
        }
        if (field < fields) values[places[field]! + rows] = value
        if (field === textField) {
          textFrom = cellFrom
          textTo = at
        }
        field++
        if (isSpaced) while (byte === SPACE || byte === TAB) byte = bytes[++at]!
        else if (byte === delimiter) {
          byte = bytes[++at]!
          continue
        }
        if (byte === LF || byte === CR) break
      }
      at++
      if (field < minFields || field > maxFields) {
        badRows++
        continue
      }
      for (; field < fields; field++) values[places[field]! + rows] = Number.NaN
      if (textTo > textFrom) format.onText(decodeText(bytes.subarray(textFrom, textTo)), rows)
      rows++
    }
    scanner.rows = rows
    scanner.badRows = badRows
    return at
  }
  const scanner: RowScanner = { rows: 0, badRows: 0, scan }
  return scanner
}
