/**
 * A rig file: a header, then records, one after the other. The journal and recordings are such files.
 *
 *   header  'PADRIG' CR LF · u8 version = 1 · 7 zero bytes
 *   record  u32 length · u32 CRC-32 of what follows · u8 kind · u8 version · payload     (length: kind to payload)
 *
 * Little endian throughout. Files grow at the end only and may end anywhere: a power cut leaves half a record, or a
 * stretch of zeros. Invariants of reading: a record is given whole and checked or not at all; nothing is allocated
 * for a length before the bytes are there; zeros are no record, since a length is at least 2.
 */
import { crc32 } from '#shared/archive'

export const RIG_FILE_VERSION = 1
export const RIG_HEADER_BYTES = 16
const MAGIC = [0x50, 0x41, 0x44, 0x52, 0x49, 0x47, 0x0d, 0x0a]

const CHECKED_FROM = 8
export const RECORD_HEAD_BYTES = CHECKED_FROM + 2
/** Four times the largest that is written, a piece of the recorder's state; a reader in pieces holds one record. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024
const MAX_LENGTH = MAX_RECORD_BYTES - CHECKED_FROM

export interface RigRecord {
  readonly kind: number
  readonly version: number
  /** A view of the bytes read. */
  readonly payload: Uint8Array
  /** Where the next record begins. */
  readonly endsAt: number
}

export const createRigHeader = (): Uint8Array<ArrayBuffer> => {
  const header = new Uint8Array(RIG_HEADER_BYTES)
  header.set(MAGIC)
  header[MAGIC.length] = RIG_FILE_VERSION
  return header
}

/** 'newer' = written by a later version, whose records mean something else; 'other' = no rig file, or none yet. */
export const judgeRigHeader = (bytes: Uint8Array): 'rig' | 'newer' | 'other' => {
  if (bytes.length < RIG_HEADER_BYTES || !MAGIC.every((byte, at) => bytes[at] === byte)) return 'other'
  const version = bytes[MAGIC.length]!
  if (version > RIG_FILE_VERSION) return 'newer'
  return version === RIG_FILE_VERSION ? 'rig' : 'other'
}

/** Writes the head around a payload that is in its place already; answers where the next record begins. */
export const sealRecord = (
  bytes: Uint8Array,
  at: number,
  kind: number,
  version: number,
  payloadBytes: number,
): number => {
  const length = 2 + payloadBytes
  if (length > MAX_LENGTH) throw new RangeError(`a record of ${length} bytes could not be read again`)
  bytes[at + CHECKED_FROM] = kind
  bytes[at + CHECKED_FROM + 1] = version
  const end = at + CHECKED_FROM + length
  const head = new DataView(bytes.buffer, bytes.byteOffset + at, CHECKED_FROM)
  head.setUint32(0, length, true)
  head.setUint32(4, crc32(bytes.subarray(at + CHECKED_FROM, end)), true)
  return end
}

/** cut = the bytes end before the record does; damaged = it is not what was written. */
export const readRecord = (bytes: Uint8Array, at: number): RigRecord | 'cut' | 'damaged' => {
  if (bytes.length - at < CHECKED_FROM) return 'cut'
  const head = new DataView(bytes.buffer, bytes.byteOffset + at, CHECKED_FROM)
  const length = head.getUint32(0, true)
  if (length < 2 || length > MAX_LENGTH) return 'damaged'
  const from = at + CHECKED_FROM
  const endsAt = from + length
  if (endsAt > bytes.length) return 'cut'
  if (crc32(bytes.subarray(from, endsAt)) !== head.getUint32(4, true)) return 'damaged'
  return {
    kind: bytes[from]!,
    version: bytes[from + 1]!,
    payload: bytes.subarray(from + 2, endsAt),
    endsAt,
  }
}

/** How much is summed up in search of a record: random bytes need next to nothing, made-up lengths no more than this. */
const MAX_SEARCHED = 256 * 1024 * 1024

/**
 * Where the next whole record of one of these kinds begins, at `from` or after it; null when there is none. For what
 * lies behind damage: a place that passes by chance has fooled 32 bits of checksum and 16 of kind and version.
 */
export const findRecord = (bytes: Uint8Array, from: number, kinds: ReadonlySet<number>): number | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let searched = 0
  for (let at = from; at + RECORD_HEAD_BYTES <= bytes.length; at++) {
    const length = view.getUint32(at, true)
    if (length < 2 || length > bytes.length - at - CHECKED_FROM) continue
    if (!kinds.has(bytes[at + CHECKED_FROM]!) || bytes[at + CHECKED_FROM + 1]! !== 1) continue
    searched += length
    if (searched > MAX_SEARCHED) return null
    if (typeof readRecord(bytes, at) !== 'string') return at
  }
  return null
}
