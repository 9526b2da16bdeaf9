/**
 * Bytes as text that people copy, photograph and paste: found again within other text, with line breaks and blanks in
 * it, and recognised as damaged when a letter is wrong or missing.
 *
 *   prefix · letters of: version (1 byte) · length of the rest (2) · bytes · first 4 bytes of SHA-256 of all before
 *
 * Two alphabets: base32 (RFC 4648, one case, QR alphanumeric mode: 8.8 bits of a symbol a byte) for codes; base64url
 * (10.7 bits) for addresses, which are not alphanumeric anyway. The length says where the letters end, so whatever
 * follows in the same message does no harm.
 */
import { sha256 } from '@noble/hashes/sha2.js'

export interface Alphabet {
  readonly letters: string
  readonly bits: number
  readonly ignoresCase: boolean
}

export const BASE32: Alphabet = { letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', bits: 5, ignoresCase: true }
export const BASE64URL: Alphabet = {
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  bits: 6,
  ignoresCase: false,
}

const HEAD_BYTES = 3
const CHECK_BYTES = 4
/** Far more than a QR code holds; text is looked at no further. */
const MAX_BYTES = 4096
const MAX_TEXT = 16_384

const lettersOf = (bytes: Uint8Array, { letters, bits }: Alphabet): string => {
  let text = ''
  let held = 0
  let count = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    count += 8
    while (count >= bits) {
      count -= bits
      text += letters[(held >> count) & (2 ** bits - 1)]
    }
    held &= 2 ** count - 1
  }
  return count > 0 ? text + letters[(held << (bits - count)) & (2 ** bits - 1)] : text
}

const letterCount = (bytes: number, { bits }: Alphabet): number => Math.ceil((bytes * 8) / bits)

/** As many letters as `size` bytes have, whatever follows; null when there are fewer, or one is no letter of it. */
const bytesOfLetters = (text: string, size: number, alphabet: Alphabet): Uint8Array<ArrayBuffer> | null => {
  const needed = letterCount(size, alphabet)
  if (text.length < needed) return null
  const bytes = new Uint8Array(size)
  let held = 0
  let count = 0
  let at = 0
  for (const letter of text.slice(0, needed)) {
    const value = alphabet.letters.indexOf(letter)
    if (value < 0) return null
    held = (held << alphabet.bits) | value
    count += alphabet.bits
    if (count < 8) continue
    count -= 8
    if (at < size) bytes[at++] = held >> count
    held &= 2 ** count - 1
  }
  return bytes
}

const checkOf = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, CHECK_BYTES)

export const sealText = (prefix: string, version: number, bytes: Uint8Array, alphabet: Alphabet): string => {
  if (bytes.length > MAX_BYTES) throw new RangeError(`${bytes.length} bytes are too many for a text`)
  const all = new Uint8Array(HEAD_BYTES + bytes.length + CHECK_BYTES)
  all[0] = version
  new DataView(all.buffer).setUint16(1, bytes.length)
  all.set(bytes, HEAD_BYTES)
  all.set(checkOf(all.subarray(0, -CHECK_BYTES)), HEAD_BYTES + bytes.length)
  return prefix + lettersOf(all, alphabet)
}

export type Opened =
  | { readonly ok: true; readonly version: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** absent = nothing of this kind is in the text · damaged = there is, with letters wrong or missing */
  | { readonly ok: false; readonly kind: 'absent' | 'damaged' }

/** The first text of this prefix that is whole; else what is wrong with the first. Never throws. */
export const openText = (prefix: string, text: string, alphabet: Alphabet): Opened => {
  const plain = text.slice(0, MAX_TEXT)
  const folded = alphabet.ignoresCase ? plain.toUpperCase() : plain
  let kind: 'absent' | 'damaged' = 'absent'
  for (let at = folded.indexOf(prefix); at >= 0; at = folded.indexOf(prefix, at + 1)) {
    const opened = openAt(folded.slice(at + prefix.length), alphabet)
    if (opened) return opened
    kind = 'damaged'
  }
  return { ok: false, kind }
}

const openAt = (text: string, alphabet: Alphabet): Opened | null => {
  const longest = letterCount(HEAD_BYTES + MAX_BYTES + CHECK_BYTES, alphabet)
  const letters = text.replace(/[\s\u200b\u00ad]+/g, '').slice(0, longest)
  const head = bytesOfLetters(letters, HEAD_BYTES, alphabet)
  if (!head) return null
  const length = new DataView(head.buffer).getUint16(1)
  if (length > MAX_BYTES) return null
  const all = bytesOfLetters(letters, HEAD_BYTES + length + CHECK_BYTES, alphabet)
  if (!all) return null
  const check = checkOf(all.subarray(0, -CHECK_BYTES))
  if (check.some((byte, index) => byte !== all[all.length - CHECK_BYTES + index])) return null
  return { ok: true, version: all[0]!, bytes: all.slice(HEAD_BYTES, -CHECK_BYTES) }
}
