/**
 * The blob exchange: how bytes named by their SHA-256 travel between devices of a league.
 *
 * Parties: both ends are seeker and holder at once. A session of lane 2 begins with nothing and needs no farewell.
 *
 *   seeker                                       holder
 *   ask {sha256, wantsList}          ──▶
 *                                    ◀──         offer {sha256, size, chunkRoot, list?, held?}  or  no {sha256}
 *   get {sha256, from, count}        ──▶
 *                                    ◀──         chunk {sha256, index, bytes}  or  lack {sha256, index}, one of them for
 *                                                each chunk asked for, in the order asked
 *
 * One byte says which message it is; a type nobody here knows is skipped. Numbers are big endian:
 *
 *   1 ask    sha256 (32) · flags (1: bit 0 = send the chunk list)
 *   2 offer  sha256 (32) · flags (1: bit 0 = list follows, bit 1 = bitmap follows) · size (6) · chunkRoot (32)
 *            · list (32 a chunk) · bitmap (1 bit a chunk; without it all are held)
 *   3 no     sha256 (32)
 *   4 get    sha256 (32) · from (4) · count (2)
 *   5 chunk  sha256 (32) · index (4) · bytes
 *   6 lack   sha256 (32) · index (4)
 *
 * What is trusted: `{sha256, size, chunkRoot}` of the entry that refers to the blob. An offer of another size or root is
 * no offer (the entry's author may be the one who erred); one whose list does not hash to the root is a lie. A chunk
 * that is not what the list says is a lie. Who lies is dropped, and what others sent is kept.
 *
 * `no` is the same for what is unknown and for what this peer may not have.
 *
 * Limits: see BLOB_LIMITS. Who asks for more at once than it may, answers what was not asked, or sends a message of a
 * wrong length is dropped.
 *
 * Versions: the lane has none of its own; a new message is a new type, a new field a new type too.
 */
import { CHUNK_BYTES, chunkCountOf } from '#shared/blob'
import { bytesToHex, type Sha256 } from '#shared/id'
import { bitmapBytes } from './bits.ts'

export const BLOB_LIMITS = {
  /** Its list of chunk hashes, 256 KiB, must fit one message. */
  blobBytes: 2 * 1024 ** 3,
  /** Chunks asked of one peer and not answered. 2 MiB in flight fill 100 Mbit/s at a round trip of 160 ms. */
  chunksInFlight: 8,
  /** Asked for when so many are free to be asked: one by one, questions would be a fifth of all that is sent. */
  chunksAtOnce: 4,
  /** Questions to one peer that are not answered. */
  asksInFlight: 32,
  /** What a peer may have queued here: 4 MiB of chunks. Twice what we would ask, so that a kinder version is not dropped. */
  chunksQueued: 16,
  asksQueued: 64,
} as const

const HASH_BYTES = 32
const TYPES = { ask: 1, offer: 2, no: 3, get: 4, chunk: 5, lack: 6 } as const

export interface Offered {
  readonly size: number
  readonly chunkRoot: Sha256
  /** A view into the message. */
  readonly list: Uint8Array<ArrayBuffer> | null
  /** A view into the message; null = all. */
  readonly held: Uint8Array<ArrayBuffer> | null
}

export type BlobMessage =
  | { readonly type: 'ask'; readonly sha256: Sha256; readonly wantsList: boolean }
  | ({ readonly type: 'offer'; readonly sha256: Sha256 } & Offered)
  | { readonly type: 'no'; readonly sha256: Sha256 }
  | { readonly type: 'get'; readonly sha256: Sha256; readonly from: number; readonly count: number }
  /** `bytes` is a view into the message. */
  | {
      readonly type: 'chunk'
      readonly sha256: Sha256
      readonly index: number
      readonly bytes: Uint8Array<ArrayBuffer>
    }
  | { readonly type: 'lack'; readonly sha256: Sha256; readonly index: number }

export type Decoded =
  | { readonly kind: 'message'; readonly message: BlobMessage }
  /** Of a version to come. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed' }

/** Chunks of the largest blob. */
const MAX_CHUNKS = BLOB_LIMITS.blobBytes / CHUNK_BYTES

/** Type, name and `rest` bytes to be filled. */
const begin = (type: number, sha256: Sha256, rest: number): [Uint8Array<ArrayBuffer>, DataView] => {
  const message = new Uint8Array(1 + HASH_BYTES + rest)
  message[0] = type
  writeHash(message, 1, sha256)
  return [message, new DataView(message.buffer)]
}

const writeHash = (into: Uint8Array, at: number, sha256: Sha256): void => {
  for (let index = 0; index < HASH_BYTES; index++)
    into[at + index] = Number.parseInt(sha256.slice(index * 2, index * 2 + 2), 16)
}

const BODY = 1 + HASH_BYTES
const OFFER_HEAD = BODY + 1 + 6 + HASH_BYTES

export const encodeBlobMessage = (message: BlobMessage): Uint8Array<ArrayBuffer> => {
  switch (message.type) {
    case 'ask': {
      const [bytes] = begin(TYPES.ask, message.sha256, 1)
      bytes[BODY] = message.wantsList ? 1 : 0
      return bytes
    }
    case 'offer': {
      const { list, held } = message
      const [bytes, view] = begin(
        TYPES.offer,
        message.sha256,
        OFFER_HEAD - BODY + (list?.length ?? 0) + (held?.length ?? 0),
      )
      bytes[BODY] = (list ? 1 : 0) | (held ? 2 : 0)
      view.setUint16(BODY + 1, Math.floor(message.size / 2 ** 32))
      view.setUint32(BODY + 3, message.size % 2 ** 32)
      writeHash(bytes, BODY + 7, message.chunkRoot)
      if (list) bytes.set(list, OFFER_HEAD)
      if (held) bytes.set(held, OFFER_HEAD + (list?.length ?? 0))
      return bytes
    }
    case 'no':
      return begin(TYPES.no, message.sha256, 0)[0]
    case 'get': {
      const [bytes, view] = begin(TYPES.get, message.sha256, 6)
      view.setUint32(BODY, message.from)
      view.setUint16(BODY + 4, message.count)
      return bytes
    }
    case 'chunk': {
      const { sha256, index, bytes } = message
      return encodeChunkIn(new Uint8Array(CHUNK_AT + bytes.length), sha256, index, bytes)
    }
    case 'lack': {
      const [bytes, view] = begin(TYPES.lack, message.sha256, 4)
      view.setUint32(BODY, message.index)
      return bytes
    }
  }
}

/** Where in a chunk's message its bytes begin. */
const CHUNK_AT = BODY + 4

/** Where in memory for its message a chunk goes, so that it need not be copied to be sent. */
export const chunkRoom = (memory: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  memory.subarray(CHUNK_AT)

/** The message of `bytes`, which may be in the room of that memory already. */
export const encodeChunkIn = (
  memory: Uint8Array<ArrayBuffer>,
  sha256: Sha256,
  index: number,
  bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> => {
  const message = memory.subarray(0, CHUNK_AT + bytes.length)
  message[0] = TYPES.chunk
  writeHash(message, 1, sha256)
  new DataView(memory.buffer, memory.byteOffset).setUint32(BODY, index)
  if (bytes.buffer !== memory.buffer) message.set(bytes, CHUNK_AT)
  return message
}

const MALFORMED: Decoded = { kind: 'malformed' }

/** Views into `bytes`, nothing is copied or allocated by a number in them. Never throws. */
export const decodeBlobMessage = (bytes: Uint8Array<ArrayBuffer>): Decoded => {
  const type = bytes[0]
  if (type === undefined) return MALFORMED
  if (type < TYPES.ask || type > TYPES.lack) return { kind: 'unknown' }
  if (bytes.length < BODY) return MALFORMED
  const message = decodeBody(type, bytes)
  return message ? { kind: 'message', message } : MALFORMED
}

const decodeBody = (type: number, bytes: Uint8Array<ArrayBuffer>): BlobMessage | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rest = bytes.length - BODY
  const sha256 = hashAt(bytes, 1)
  switch (type) {
    case TYPES.ask: {
      const flags = rest === 1 ? bytes[BODY]! : 0xff
      return flags > 1 ? null : { type: 'ask', sha256, wantsList: flags === 1 }
    }
    case TYPES.offer:
      return decodeOffer(sha256, bytes, view)
    case TYPES.no:
      return rest === 0 ? { type: 'no', sha256 } : null
    case TYPES.get: {
      if (rest !== 6) return null
      const from = view.getUint32(BODY)
      const count = view.getUint16(BODY + 4)
      if (count === 0 || count > BLOB_LIMITS.chunksQueued || from + count > MAX_CHUNKS) return null
      return { type: 'get', sha256, from, count }
    }
    case TYPES.chunk: {
      if (rest <= 4 || rest > 4 + CHUNK_BYTES) return null
      return { type: 'chunk', sha256, index: view.getUint32(BODY), bytes: bytes.subarray(CHUNK_AT) }
    }
    default:
      return rest === 4 ? { type: 'lack', sha256, index: view.getUint32(BODY) } : null
  }
}

const decodeOffer = (sha256: Sha256, bytes: Uint8Array<ArrayBuffer>, view: DataView): BlobMessage | null => {
  if (bytes.length < OFFER_HEAD) return null
  const flags = bytes[BODY]!
  const size = view.getUint16(BODY + 1) * 2 ** 32 + view.getUint32(BODY + 3)
  if (flags > 3 || size > BLOB_LIMITS.blobBytes) return null
  const count = chunkCountOf(size)
  const listBytes = flags & 1 ? count * HASH_BYTES : 0
  const heldBytes = flags & 2 ? bitmapBytes(count) : 0
  if (bytes.length !== OFFER_HEAD + listBytes + heldBytes) return null
  return {
    type: 'offer',
    sha256,
    size,
    chunkRoot: hashAt(bytes, BODY + 7),
    list: flags & 1 ? bytes.subarray(OFFER_HEAD, OFFER_HEAD + listBytes) : null,
    held: flags & 2 ? bytes.subarray(OFFER_HEAD + listBytes) : null,
  }
}

const hashAt = (bytes: Uint8Array, at: number): Sha256 =>
  bytesToHex(bytes.subarray(at, at + HASH_BYTES)) as Sha256
