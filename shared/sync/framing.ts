/**
 * Messages out of a stream of pieces that may be cut anywhere, as `lane.ts` states: length (unsigned varint of all that
 * follows), lane (one byte), body.
 *
 * Invariants: an announced length above the limit ends reading before anything is allocated for it; an unfinished
 * message holds at most twice what really arrived of it, so that announcing much and sending little costs little; a
 * body owns its memory, or is that of a chunk, in memory to be given back (`spare-memory.ts`).
 */
import { LANES, MAX_MESSAGE_BYTES } from './lane.ts'
import { SPARE_BYTES, takeMemory } from './spare-memory.ts'
import { toPiece } from './wire.ts'

export interface Message {
  readonly lane: number
  readonly body: Uint8Array<ArrayBuffer>
}

/** too-large = more announced than allowed · malformed = no lane, or a length written longer than it has to be */
export type FramingFault = 'too-large' | 'malformed'

/** 7 bits each: more than the largest message needs. */
const MAX_LENGTH_BYTES = 3

/** What the first small piece of a message makes room for. */
const FIRST_ROOM_BYTES = 1024
/** From this size on a message is worth memory that is used again. */
export const LARGE_BODY_BYTES = 64 * 1024
/** From this size on a piece waits as it is. */
const LARGE_PIECE_BYTES = 4 * 1024

const lengthBytesOf = (length: number): number => (length < 0x80 ? 1 : length < 0x4000 ? 2 : 3)

/** In this memory, when it is given and has room for it. */
export const frameMessage = (
  lane: number,
  body: Uint8Array,
  memory?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> => {
  const length = body.length + 1
  if (length > MAX_MESSAGE_BYTES) throw new Error(`a message of ${length} bytes is longer than any may be`)
  const lengthBytes = lengthBytesOf(length)
  const size = lengthBytes + length
  const frame = memory && size <= memory.length ? memory.subarray(0, size) : new Uint8Array(size)
  for (let index = 0, rest = length; index < lengthBytes; index++, rest >>>= 7)
    frame[index] = (rest & 0x7f) | (index < lengthBytes - 1 ? 0x80 : 0)
  frame[lengthBytes] = lane
  frame.set(body, lengthBytes + 1)
  return frame
}

/** Of its own; but whoever gets a chunk gives its memory back. */
const memoryOf = (lane: number, bodyLength: number): Uint8Array<ArrayBuffer> =>
  lane === LANES.blobs && bodyLength >= LARGE_BODY_BYTES && bodyLength <= SPARE_BYTES
    ? takeMemory().subarray(0, bodyLength)
    : new Uint8Array(bodyLength)

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
  /** Of the body, until half of it is here: then it is given its memory, and they are copied once. */
  const parts: Uint8Array[] = []
  /** What the last part is in, when small pieces are put together there. */
  let room: Uint8Array<ArrayBuffer> | null = null
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

  /** Large pieces wait as they came, small ones are put together. */
  const wait = (part: Uint8Array): void => {
    const last = parts.at(-1)
    if (room && last && last.length + part.length <= room.length) {
      room.set(part, last.length)
      parts[parts.length - 1] = room.subarray(0, last.length + part.length)
    } else if (part.length >= LARGE_PIECE_BYTES) {
      room = null
      parts.push(toPiece(part))
    } else {
      room = new Uint8Array(Math.max(FIRST_ROOM_BYTES, part.length, Math.min(filled, LARGE_PIECE_BYTES)))
      room.set(part)
      parts.push(room.subarray(0, part.length))
    }
  }

  const gather = (part: Uint8Array, bodyLength: number): void => {
    if (!body && 2 * (filled + part.length) >= bodyLength) {
      body = memoryOf(lane, bodyLength)
      let at = 0
      for (const earlier of parts) {
        body.set(earlier, at)
        at += earlier.length
      }
      parts.length = 0
      room = null
    }
    if (body) body.set(part, filled)
    else wait(part)
    filled += part.length
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
        gather(part, bodyLength)
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
      return body?.length ?? parts.reduce((sum, part) => sum + part.buffer.byteLength, 0)
    },
    get isWithin() {
      return lengthBytes > 0
    },
  }
}
