/**
 * The byte loop under `scanTable`: complete lines in, numbers into columns out. No string and no object is made
 * per cell.
 *
 * A plain decimal of up to 15 digits is the quotient of two whole numbers a double holds exactly, so it comes
 * out as `Number(text)` would give it, to the last bit; everything else goes through `hardCell`.
 */
import type { GrowingColumns } from './columns.ts'
import { decodeText } from './decode.ts'
import { EXACT_DIGITS, endOfCell, hardCell, POWERS } from './hard-cell.ts'

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
  /** `bytes[to]` is a line end, with BYTES_BEHIND more behind it; `bytesBefore` is how much of the table lies before `bytes[0]`. */
  scan(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, bytesBefore: number): void
}

const LF = 10
const CR = 13
const TAB = 9
const SPACE = 32
const PLUS = 43
const MINUS = 45
const ZERO = 48

/**
 * Four bytes at a time: how long a number is changes from cell to cell, and a loop over digits is guessed wrong
 * once per number, which costs more than all the arithmetic. A byte xor '0' is a digit when it is at most 9, that
 * is when adding 0x76 to its low seven bits does not reach the eighth, and the eighth is not set.
 */
const ZEROS = 0x30303030
const LOW_BITS = 0x7f7f7f7f
const ABOVE_NINE = 0x76767676
const HIGH_BITS = 0x80808080 | 0
const TENS = Float64Array.of(1, 10, 100, 1000)
/** What `scan` may look at behind the last line end. */
export const BYTES_BEHIND = 8

/** 0x04030201 is 1234: the first digit is in the lowest byte. */
const fourDigits = (word: number): number => {
  const pairs = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff
  return Math.imul(pairs & 0xff, 100) + (pairs >>> 16)
}

/** By byte, because a sign is there or not as the car turns, which no processor predicts. */
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
    const view = new DataView(bytes.buffer)
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
          whole = (Math.imul(whole, 10) + digit) | 0
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
            whole = (Math.imul(whole, 10) + digit) | 0
            byte = bytes[++at]!
            digit = byte - ZERO
          }
          decimals = at - fractionFrom
          digits += decimals
        }
        const isEnd = byte === delimiter || byte === LF || byte === CR || (isSpaced && byte === TAB)
        let value = Number.NaN
        if (isEnd && (digits - 1) >>> 0 < EXACT_DIGITS) {
          // Both parts and their sum are exact whole numbers, so only the division rounds.
          value = (sign * whole) / POWERS[decimals]!
        } else if (!isEnd || at > cellFrom) {
          at = endOfCell(bytes, cellFrom, delimiter)
          byte = bytes[at]!
          value = hardCell(bytes, cellFrom, at, decimal)
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
