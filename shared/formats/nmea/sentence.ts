/**
 * One NMEA sentence out of bytes: whether it is whole, which kind it is, and its fields as numbers.
 *
 * `$` talker (two letters, 'P…' for makers' own) type (three letters) `,` fields `*` two hex digits. The sum is the
 * XOR of all bytes between `$` and `*`. Anything may stand before the `$` (loggers put their clock there).
 */

const DOLLAR = 36
const STAR = 42
const COMMA = 44
const ZERO = 48

export interface Sentence {
  /** Three letters behind the talker: 'RMC'. */
  readonly type: string
  /** Where each field begins; field 0 is talker and type. One more than there are fields. */
  readonly starts: Int32Array
  readonly fields: number
}

/** Fields and type are filled in, or the sum is wrong, or there is no sentence on the line. */
export type LineKind = 'sentence' | 'damaged' | 'other'

/** More fields than any sentence has: GSV and its like end at 20. */
const MAX_FIELDS = 32
/** The standard says 82; receivers with more digits reach about 110. */
const MAX_LENGTH = 256

/** The same object is filled again for every line, so that a line costs no memory. */
export const createSentence = (): Sentence & { type: string; fields: number } => ({
  type: '',
  starts: new Int32Array(MAX_FIELDS + 2),
  fields: 0,
})

/** Reads the sentence in `bytes[from, to)`; 'other' is a line that holds none. */
export const readSentence = (
  bytes: Uint8Array,
  from: number,
  to: number,
  into: ReturnType<typeof createSentence>,
): LineKind => {
  let at = from
  while (at < to && bytes[at] !== DOLLAR) at++
  if (at === to) return 'other'
  const begin = at + 1
  let sum = 0
  let fields = 0
  into.starts[0] = begin
  for (at = begin; at < to && bytes[at] !== STAR; at++) {
    const byte = bytes[at]!
    if (at - begin > MAX_LENGTH) return 'damaged'
    sum ^= byte
    if (byte === COMMA && fields < MAX_FIELDS) into.starts[++fields] = at + 1
  }
  if (at + 2 >= to) return 'damaged'
  if (hexDigit(bytes[at + 1]!) * 16 + hexDigit(bytes[at + 2]!) !== sum) return 'damaged'
  into.fields = fields + 1
  into.starts[fields + 1] = at + 1
  const end = into.starts[1]! - 1
  into.type = end - begin === 5 ? String.fromCharCode(bytes[end - 3]!, bytes[end - 2]!, bytes[end - 1]!) : ''
  return 'sentence'
}

const hexDigit = (byte: number): number => {
  if (byte >= ZERO && byte <= 57) return byte - ZERO
  const letter = byte | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : 999
}

/** A field as a number, NaN when it is empty or no plain decimal. */
export const fieldNumber = (bytes: Uint8Array, sentence: Sentence, field: number): number => {
  if (field >= sentence.fields) return Number.NaN
  let at = sentence.starts[field]!
  const end = sentence.starts[field + 1]! - 1
  const isNegative = bytes[at] === 45
  if (isNegative) at++
  let whole = 0
  let scale = 0
  if (at === end || end - at > 15) return Number.NaN
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit
      scale *= 10
    } else if (bytes[at] === 46 && scale === 0) scale = 1
    else return Number.NaN
  }
  const value = scale > 1 ? whole / scale : whole
  return isNegative ? -value : value
}

/** The first byte of a field, 0 when it is empty. */
export const fieldByte = (bytes: Uint8Array, sentence: Sentence, field: number): number =>
  field < sentence.fields && sentence.starts[field + 1]! - sentence.starts[field]! > 1
    ? bytes[sentence.starts[field]!]!
    : 0

/** Degrees out of a packed ddmm.mmmm and its half of the globe ('N', 'S', 'E', 'W'). */
export const packedToDegrees = (packed: number, side: number): number => {
  const degrees = Math.floor(packed / 100)
  const value = degrees + (packed - degrees * 100) / 60
  if (side === 83 || side === 87) return -value
  return side === 78 || side === 69 ? value : Number.NaN
}

/** Milliseconds since midnight out of hhmmss.sss: digit by digit, because 170159.96 and 170200.00 are 40 ms apart. */
export const packedToMs = (packed: number): number => {
  const hours = Math.floor(packed / 10_000)
  const minutes = Math.floor(packed / 100) - hours * 100
  const seconds = packed - (hours * 100 + minutes) * 100
  if (!(hours < 24 && minutes < 60 && seconds < 61)) return Number.NaN
  // Whole microseconds: subtracting the hours leaves noise in the last binary digits.
  return (hours * 60 + minutes) * 60_000 + Math.round(seconds * 1e6) / 1000
}
