/**
 * The byte loop under `scanTable`: complete lines in, numbers into columns out. No string and no object is made
 * per cell.
 *
 * A decimal of up to 15 digits is a whole number times or divided by a power of ten, both exact in a double, so
 * it comes out as `Number(text)` would give it, to the last bit; everything else goes through `cellNumber`.
 *
 * What costs time here is neither arithmetic nor memory but guessing wrong how long a number is (measured: a
 * bare loop over the digits of a log, with nothing done to them, takes three quarters of the time of this one),
 * so every branch that can be a table is one.
 */
import type { GrowingColumns } from './columns.ts'
import { decodeText } from './decode.ts'
import { cellNumber, endOfCell } from './number.ts'

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

/** Whole numbers of so many digits are exact in a double. */
const EXACT_DIGITS = 15
/** Powers of ten up to here are exact, so one multiplication or division rounds once, and correctly. */
const EXACT_POWER = 22
const POWERS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, n) => Number(`1e${n}`))

/** By byte: whether a sign is there changes as the car turns. */
const SIGNS = new Float64Array(256).fill(1)
SIGNS[MINUS] = -1
const SIGN_LENGTHS = new Uint8Array(256)
SIGN_LENGTHS[MINUS] = 1
SIGN_LENGTHS[PLUS] = 1

export const createRowScanner = (format: RowFormat, columns: GrowingColumns): RowScanner => {
  const { delimiter, decimal, commentByte, minFields, maxFields, maxRows, textField } = format
  const isSpaced = delimiter === SPACE
  const { byField } = columns
  const fields = byField.length

  const scan: RowScanner['scan'] = (bytes, from, to, bytesBefore) => {
    let { rows, badRows } = scanner
    let at = from
    while (at < to && rows < maxRows) {
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
      if (rows === columns.capacity) columns.grow(rows, bytesBefore + at)
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
        if (field < fields) {
          const column = byField[field]
          if (column) column[rows] = value
        }
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
      if (field < minFields || field > maxFields) {
        badRows++
        continue
      }
      for (; field < fields; field++) {
        const column = byField[field]
        if (column) column[rows] = Number.NaN
      }
      if (textTo > textFrom) format.onText(decodeText(bytes.subarray(textFrom, textTo)), rows)
      rows++
    }
    scanner.rows = rows
    scanner.badRows = badRows
  }
  const scanner: RowScanner = { rows: 0, badRows: 0, scan }
  return scanner
}
