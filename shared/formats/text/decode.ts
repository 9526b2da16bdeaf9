/**
 * Bytes to text as loggers write it: UTF-8, else Windows-1252 (as which every byte is a letter).
 *
 * Written here because the domain cannot name TextDecoder. UTF-8 is strict: one overlong, surrogate or cut
 * sequence makes the whole text Windows-1252, since that is what old programs write.
 */

/** What 0x80 to 0x9F are in Windows-1252; its five holes stay the control characters of Latin-1. */
const HIGH_CONTROLS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** A UTF-8 byte order mark is stripped. */
export const decodeText = (bytes: Uint8Array): string => {
  const from = hasByteOrderMark(bytes) ? 3 : 0
  return decodeUtf8(bytes, from) ?? decodeWindows1252(bytes, from)
}

export const hasByteOrderMark = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

/** Characters gathered before they become a string: argument lists must stay short. */
const BATCH = 4096

const decodeUtf8 = (bytes: Uint8Array, from: number): string | null => {
  let text = ''
  let batch: number[] = []
  for (let at = from; at < bytes.length; ) {
    const code = codePointAt(bytes, at)
    if (code < 0) return null
    batch.push(code)
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (batch.length === BATCH) {
      text += String.fromCodePoint(...batch)
      batch = []
    }
  }
  return text + String.fromCodePoint(...batch)
}

/** The character that begins here, or -1 when these bytes are no UTF-8. */
const codePointAt = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at]!
  if (first < 0x80) return first
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return -1
  let code = first & (0x7f >> length)
  for (let k = 1; k < length; k++) {
    const next = bytes[at + k]!
    if ((next & 0xc0) !== 0x80) return -1
    code = (code << 6) | (next & 0x3f)
  }
  const isOverlong = (length === 3 && code < 0x800) || (length === 4 && code < 0x10000)
  const isSurrogate = code >= 0xd800 && code < 0xe000
  return isOverlong || isSurrogate || code > 0x10ffff ? -1 : code
}

const decodeWindows1252 = (bytes: Uint8Array, from: number): string => {
  let text = ''
  for (let at = from; at < bytes.length; at += BATCH) {
    const codes = Array.from(bytes.subarray(at, at + BATCH), byte =>
      byte >= 0x80 && byte < 0xa0 ? HIGH_CONTROLS.charCodeAt(byte - 0x80) : byte,
    )
    text += String.fromCharCode(...codes)
  }
  return text
}
