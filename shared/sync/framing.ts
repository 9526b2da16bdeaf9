/**
 * Messages out of a stream of pieces that may be cut anywhere, as `lane.ts` states: length (unsigned varint of all that
 * follows), lane (one byte), body.
 *
 * Invariants: an announced length above the limit ends reading before anything is allocated for it; an unfinished
 * message holds at most twice what really arrived of it, so that announcing much and sending little costs little; a
 * body owns its memory.
 */
import { MAX_MESSAGE_BYTES } from './lane.ts'

export interface Message {
  readonly lane: number
  readonly body: Uint8Array<ArrayBuffer>
}

/** too-large = more announced than allowed · malformed = no lane, or a length written longer than it has to be */
export type FramingFault = 'too-large' | 'malformed'

/** 7 bits each: more than the largest message needs. */
const MAX_LENGTH_BYTES = 3

/** What the first bytes of a message make room for; it doubles as more arrive. */
const FIRST_ROOM_BYTES = 1024

const lengthBytesOf = (length: number): number => (length < 0x80 ? 1 : length < 0x4000 ? 2 : 3)

export const frameMessage = (lane: number, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  const length = body.length + 1
  if (length > MAX_MESSAGE_BYTES) throw new Error(`a message of ${length} bytes is longer than any may be`)
  const lengthBytes = lengthBytesOf(length)
  const frame = new Uint8Array(lengthBytes + length)
  for (let index = 0, rest = length; index < lengthBytes; index++, rest >>>= 7)
    frame[index] = (rest & 0x7f) | (index < lengthBytes - 1 ? 0x80 : 0)
  frame[lengthBytes] = lane
  frame.set(body, lengthBytes + 1)
  return frame
}

export interface Unframer {
  /** Hands on each message as it is complete. After a fault there is nothing more to be had from this stream. */
  push(piece: Uint8Array, take: (message: Message) => void): FramingFault | null
  /** From the next length on; small until the other end has shown who it is. */
  limit(maxBytes: number): void
  /** Bytes of memory an unfinished message holds. */
  readonly heldBytes: number
  /** A message has begun and not ended. */
  readonly isWithin: boolean
}

export const createUnframer = (maxBytes: number = MAX_MESSAGE_BYTES): Unframer => {
  let limit = Math.min(maxBytes, MAX_MESSAGE_BYTES)
  let fault: FramingFault | null = null
  let lengthBytes = 0
  /** Of lane and body. */
  let length = 0
  let isLengthKnown = false
  let lane = -1
  let body: Uint8Array<ArrayBuffer> | null = null
  let filled = 0

  /** True once the length is complete. */
  const takeLengthByte = (byte: number): boolean => {
    length |= (byte & 0x7f) << (7 * lengthBytes)
    lengthBytes++
    if (byte & 0x80) {
      if (lengthBytes === MAX_LENGTH_BYTES) fault = 'too-large'
      return false
    }
    if (length > limit) fault = 'too-large'
    else if (length === 0 || lengthBytes !== lengthBytesOf(length)) fault = 'malformed'
    return true
  }

  const room = (wanted: number, bodyLength: number): Uint8Array<ArrayBuffer> => {
    if (body && body.length >= wanted) return body
    const size = Math.min(bodyLength, Math.max(wanted, body ? body.length * 2 : FIRST_ROOM_BYTES))
    const larger = new Uint8Array(size)
    if (body) larger.set(body.subarray(0, filled))
    return larger
  }

  const finish = (): Message => {
    const message = { lane, body: body ?? new Uint8Array(0) }
    lengthBytes = length = filled = 0
    isLengthKnown = false
    lane = -1
    body = null
    return message
  }

  return {
    push: (piece, take) => {
      for (let at = 0; at < piece.length && !fault; ) {
        if (!isLengthKnown) {
          isLengthKnown = takeLengthByte(piece[at++]!)
          continue
        }
        if (lane < 0) lane = piece[at++]!
        const bodyLength = length - 1
        const part = piece.subarray(at, at + bodyLength - filled)
        body = room(filled + part.length, bodyLength)
        body.set(part, filled)
        filled += part.length
        at += part.length
        if (filled < bodyLength) continue
        take(finish())
      }
      return fault
    },
    limit: maxBytes => {
      limit = Math.min(maxBytes, MAX_MESSAGE_BYTES)
    },
    get heldBytes() {
      return body?.length ?? 0
    },
    get isWithin() {
      return lengthBytes > 0
    },
  }
}
