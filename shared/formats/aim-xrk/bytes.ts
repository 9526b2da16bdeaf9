/**
 * Little-endian numbers and texts out of bytes. Offsets are the caller's to check: past the end a missing byte
 * counts as zero, so nothing here throws.
 */

export const u16At = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

export const i16At = (bytes: Uint8Array, at: number): number => (u16At(bytes, at) << 16) >> 16

export const i32At = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)

export const u32At = (bytes: Uint8Array, at: number): number => i32At(bytes, at) >>> 0

/** One number seen as four bytes and as a float, whichever end the machine begins with. */
const asWord = new Int32Array(1)
const asFloat = new Float32Array(asWord.buffer)

/** NaN also for the infinities, which AiM loggers write for "no value". */
export const f32At = (bytes: Uint8Array, at: number): number => {
  asWord[0] = i32At(bytes, at)
  const value = asFloat[0]!
  return Number.isFinite(value) ? value : Number.NaN
}

/** A text that ends at its first NUL; Latin-1, in which every byte is a character. */
export const latinText = (bytes: Uint8Array, from: number, to: number): string => {
  let text = ''
  for (let at = from; at < to && bytes[at]; at++) text += String.fromCharCode(bytes[at]!)
  return text.trim()
}

/** The sum both AiM formats guard their blocks with. */
export const sumOf = (bytes: Uint8Array, from: number, to: number): number => {
  let sum = 0
  for (let at = from; at < to; at++) sum += bytes[at]!
  return sum & 0xffff
}
