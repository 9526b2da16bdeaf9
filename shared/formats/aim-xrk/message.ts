/**
 * The frame around everything in an XRK file that is not a plain sample:
 * `<h` token[4] i32 length, u8 version, `>` payload `<` token[4] u16 sum `>`.
 *
 * Tokens are compared as 32-bit words (four letters, little-endian), because GPS messages come by the thousand;
 * shorter ones are padded with NULs or spaces, which are made alike.
 */
import { i32At, sumOf, u16At } from './bytes.ts'

export const LESS = 0x3c
const GREATER = 0x3e
const LETTER_H = 0x68

const HEAD = 12
const TAIL = 8
/** The largest message seen is a channel list of 60 kB; 4096 channels and their calibrations make 1.1 MB. */
const MAX_PAYLOAD = 8 << 20

export const tokenOf = (letters: string): number => {
  let word = 0
  for (let k = 0; k < letters.length; k++) word |= letters.charCodeAt(k) << (8 * k)
  return word
}

const SPACE_AT = [0x20, 0x2000, 0x200000, 0x20000000]

/** The token that begins here, spaces as NULs. */
export const tokenAt = (bytes: Uint8Array, at: number): number => {
  let word = i32At(bytes, at)
  for (let k = 3; k > 0 && (word >>> (8 * k) === 0 || word >>> (8 * k) === 0x20); k--) {
    word &= ~SPACE_AT[k]!
  }
  return word
}

/** Where a message's payload lies, as bytes of the piece it was found in. */
export interface MessageFrame {
  token: number
  version: number
  from: number
  to: number
}

/** Whether the payload adds up to the sum behind it. */
export const isIntact = (bytes: Uint8Array, { from, to }: MessageFrame): boolean =>
  sumOf(bytes, from, to) === u16At(bytes, to + 5)

/**
 * The length of the whole message at `at`, its parts in `frame`; 0 when there is none; negative when more than
 * `end` is needed to tell, the size being that many bytes from `at`.
 */
export const messageLength = (bytes: Uint8Array, at: number, end: number, frame: MessageFrame): number => {
  if (end - at < HEAD) return -(HEAD + TAIL)
  if (bytes[at + 1] !== LETTER_H || bytes[at + 11] !== GREATER) return 0
  const payload = i32At(bytes, at + 6)
  if (payload < 0 || payload > MAX_PAYLOAD) return 0
  const length = HEAD + payload + TAIL
  if (at + length > end) return -length
  const tail = at + HEAD + payload
  if (bytes[tail] !== LESS || bytes[tail + 7] !== GREATER) return 0
  if (i32At(bytes, tail + 1) !== i32At(bytes, at + 2)) return 0
  frame.token = tokenAt(bytes, at + 2)
  frame.version = bytes[at + 10]!
  frame.from = at + HEAD
  frame.to = tail
  return length
}

/** Whether an XRK file may begin like this. */
export const looksLikeXrk = (head: Uint8Array): boolean =>
  head.length >= HEAD && head[0] === LESS && head[1] === LETTER_H && head[11] === GREATER
