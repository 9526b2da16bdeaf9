/**
 * Bytes to text, as games and people save setups: UTF-16 with or without a mark (ACC writes its files that way on
 * some machines), UTF-8 with or without one, else one byte a letter. Null when it is no text: a NUL is left over.
 */

export const decodeSetup = (bytes: Uint8Array): string | null => {
  const text = decoded(bytes)
    .replace(/^\ufeff/, '')
    .replace(/\0+$/, '')
  return text.includes('\0') ? null : text
}

const decoded = (bytes: Uint8Array): string => {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return utf16(bytes, 0)
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return utf16(bytes, 1)
  return bytes.every(byte => byte < 0x80) ? lettersOf(bytes) : (utf8(bytes) ?? lettersOf(bytes))
}

/** `low` is where in each pair the low byte stands. Half a letter at the end is left out. */
const utf16 = (bytes: Uint8Array, low: 0 | 1): string =>
  joined(bytes.length >> 1, i => bytes[2 * i + low]! | (bytes[2 * i + 1 - low]! << 8))

const lettersOf = (bytes: Uint8Array): string => joined(bytes.length, i => bytes[i]!)

/** Argument lists must stay short. */
const BATCH = 4096

const joined = (length: number, codeAt: (i: number) => number): string => {
  let text = ''
  for (let from = 0; from < length; from += BATCH) {
    const count = Math.min(BATCH, length - from)
    text += String.fromCharCode(...Array.from({ length: count }, (_, k) => codeAt(from + k)))
  }
  return text
}

/** Strict: one bad sequence and it is not UTF-8. The domain cannot name TextDecoder. */
const utf8 = (bytes: Uint8Array): string | null => {
  let escaped = ''
  for (const byte of bytes) escaped += byte < 16 ? `%0${byte.toString(16)}` : `%${byte.toString(16)}`
  try {
    return decodeURIComponent(escaped)
  } catch {
    return null
  }
}
