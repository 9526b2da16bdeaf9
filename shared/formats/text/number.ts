/**
 * A number out of the bytes of one cell, for everything the byte loop hands over: many digits, large exponents,
 * quotes, spaces, and cells that are no number.
 *
 * A number is an optional sign, digits with an optional decimal point (at least one digit), an optional
 * exponent. Anything else is NaN: words, '', '-', '0x10', 'Infinity', '1 000', and values too large for a double.
 */

const QUOTE = 34
const SPACE = 32
const TAB = 9

/** Longer cells hold no number: 17 digits are a double, 767 would be the longest that matters. */
const LONGEST = 800

export const cellNumber = (bytes: Uint8Array, from: number, to: number, decimal: number): number => {
  let [start, end] = trimmed(bytes, from, to)
  if (end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE) {
    ;[start, end] = trimmed(bytes, start + 1, end - 1)
  }
  if (end <= start || end - start > LONGEST) return Number.NaN
  // Words are common in some columns (N/A, names of corners) and need no text made of them.
  if (bytes[start]! > NINE) return Number.NaN
  let text = ''
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    text += byte === decimal ? '.' : byte === POINT ? ',' : String.fromCharCode(byte)
  }
  if (!NUMBER.test(text)) return Number.NaN
  const value = Number(text)
  return Number.isFinite(value) ? value : Number.NaN
}

const POINT = 46
const NINE = 57
// Linear: the digits before and after the point cannot be told apart in two ways.
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

const trimmed = (bytes: Uint8Array, from: number, to: number): [number, number] => {
  let [start, end] = [from, to]
  while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++
  while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--
  return [start, end]
}

const LF = 10
const CR = 13

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
