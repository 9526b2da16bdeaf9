/**
 * The hot loop under `createRowScanner`: rows of nothing but plain decimals (a sign, digits, a point, digits, perhaps
 * quotes around them) and empty cells, which is nearly all a logger writes. At the first row that holds anything else
 * it stops, and somebody slower reads that one.
 *
 * A decimal of up to 15 digits is a whole number divided by a power of ten, both exact in a double, so it comes out
 * as `Number(text)` would give it, to the last bit.
 *
 * Nothing may be called from this loop: with a call in it the engine looks at every array anew after each cell, and
 * it takes half as long again (measured: 99 instead of 158 ms for 33 MB).
 */

export interface PlainFormat {
  /** A byte; a space stands for any run of spaces and tabs. */
  readonly delimiter: number
  readonly decimal: number
  readonly commentByte: number
  /** How many cells a row must have. */
  readonly cells: number
  /** By cell, how many digits are plain there: EXACT_DIGITS, and 0 where text is wanted. */
  readonly maxDigits: Int32Array
  /** By cell, where in `values` the number of row 0 goes. */
  readonly places: Float64Array
}

/** Whole numbers of so many digits are exact in a double. */
export const EXACT_DIGITS = 15

const LF = 10
const CR = 13
const TAB = 9
const SPACE = 32
const QUOTE = 34
const PLUS = 43
const MINUS = 45
const ZERO = 48

const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, n) => Number(`1e${n}`))

/** By byte, because whether a sign is there changes as the car turns. */
const SIGNS = new Float64Array(256).fill(1)
SIGNS[MINUS] = -1
const SIGN_LENGTHS = new Uint8Array(256)
SIGN_LENGTHS[MINUS] = 1
SIGN_LENGTHS[PLUS] = 1

/** Where it stopped, out of a loop that returns one number already. */
export interface PlainEnd {
  /** The number of the next row. */
  row: number
}

/**
 * Reads rows from `from` as long as they are plain and numbered below `rowLimit`; `bytes[to]` is a line end. Answers
 * where the first row begins that was not read.
 */
export const scanPlainRows = (
  bytes: Uint8Array,
  from: number,
  to: number,
  { delimiter, decimal, commentByte, cells, maxDigits, places }: PlainFormat,
  values: Float64Array,
  rowLimit: number,
  end: PlainEnd,
): number => {
  const isSpaced = delimiter === SPACE
  let at = from
  let rowFrom = from
  let { row } = end
  rows: while (at < to && row < rowLimit) {
    rowFrom = at
    let byte = bytes[at]!
    if (byte === commentByte) break
    if (isSpaced) while (byte === SPACE || byte === TAB) byte = bytes[++at]!
    // An empty line is no row, not even one of a single empty cell.
    if (byte === LF || byte === CR) break
    for (let cell = 0; ; ) {
      const cellFrom = at
      const isQuoted = byte === QUOTE
      if (isQuoted) byte = bytes[++at]!
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
      if (isQuoted) {
        if (byte !== QUOTE) break rows
        byte = bytes[++at]!
      }
      if (digits > maxDigits[cell]!) break rows
      // Without a digit only nothing at all is plain.
      if (digits === 0 && at !== cellFrom) break rows
      values[places[cell]! + row] = digits > 0 ? (sign * whole) / POWERS[decimals]! : Number.NaN
      cell++
      const cellTo = at
      if (isSpaced) while (byte === SPACE || byte === TAB) byte = bytes[++at]!
      if (cell < cells) {
        if (isSpaced) {
          if (at === cellTo || byte === LF || byte === CR) break rows
        } else {
          if (byte !== delimiter) break rows
          byte = bytes[++at]!
        }
      } else if (byte === LF) {
        at++
        break
      } else if (byte === CR) {
        at++
        if (bytes[at] === LF) at++
        break
      } else break rows
    }
    row++
    rowFrom = at
  }
  end.row = row
  return rowFrom
}
