/**
 * Cells the byte loop does not finish itself: exponents, more than nine digits on a side of the point, quotes,
 * spaces, and what is no number.
 *
 * A decimal of up to 15 digits is a whole number times or divided by a power of ten, both exact in a double, so
 * it comes out as `Number(text)` would give it, to the last bit; the rest goes through `cellNumber`.
 */
import { cellNumber } from './number.ts'

const LF = 10
const CR = 13
const TAB = 9
const SPACE = 32
const QUOTE = 34
const PLUS = 43
const MINUS = 45
const ZERO = 48
const UPPER_E = 69
const LOWER_E = 101

/** Whole numbers of so many digits are exact in a double. */
export const EXACT_DIGITS = 15
/** Powers of ten up to here are exact, so one multiplication or division rounds once, and correctly. */
const EXACT_POWER = 22
export const POWERS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, n) => Number(`1e${n}`))

/** The value of the cell that begins here and ends before `to`. */
export const hardCell = (bytes: Uint8Array, from: number, to: number, decimal: number): number => {
  let at = from
  const isNegative = bytes[at] === MINUS
  if (isNegative || bytes[at] === PLUS) at++
  let size = 0
  let digits = 0
  let decimals = 0
  let isFraction = false
  for (; at < to; at++) {
    const byte = bytes[at]!
    const digit = byte - ZERO
    if (digit >>> 0 <= 9) {
      size = size * 10 + digit
      digits++
      if (isFraction) decimals++
    } else if (byte === decimal && !isFraction) isFraction = true
    else break
  }
  let scale = -decimals
  if (at < to && (bytes[at] === LOWER_E || bytes[at] === UPPER_E)) {
    at++
    const isDown = bytes[at] === MINUS
    if (isDown || bytes[at] === PLUS) at++
    let exponent = 0
    const exponentFrom = at
    // Two digits are enough for everything exact.
    while (at < to && at < exponentFrom + 2 && (bytes[at]! - ZERO) >>> 0 <= 9) {
      exponent = exponent * 10 + bytes[at++]! - ZERO
    }
    if (at === exponentFrom) digits = 0
    scale += isDown ? -exponent : exponent
  }
  const isExact = at === to && digits > 0 && digits <= EXACT_DIGITS && Math.abs(scale) <= EXACT_POWER
  if (!isExact) return cellNumber(bytes, from, to, decimal)
  const value = scale < 0 ? size / POWERS[-scale]! : size * POWERS[scale]!
  return isNegative ? -value : value
}

/** Where the cell that begins here ends: at a delimiter outside quotes, or with its line. */
export const endOfCell = (bytes: Uint8Array, from: number, delimiter: number): number => {
  const isSpaced = delimiter === SPACE
  let at = from
  let isQuoted = bytes[at] === QUOTE
  if (isQuoted) at++
  for (; ; at++) {
    const byte = bytes[at]!
    if (byte === LF || byte === CR) return at
    // A doubled quote closes and opens again, which comes to the same.
    if (byte === QUOTE && (isQuoted || bytes[at - 1] === QUOTE)) isQuoted = !isQuoted
    else if (!isQuoted && (byte === delimiter || (isSpaced && byte === TAB))) return at
  }
}
