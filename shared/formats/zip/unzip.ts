/**
 * Reading a zip file that may have been made to hurt.
 *
 * Invariants: no more than `ZipLimits` is ever inflated, whatever the file says of itself; an entry is handed out
 * only when its length and checksum are those in the list; entries are read one at a time, so that at most one is
 * in memory with its packed bytes.
 *
 * Limits: stored and deflated entries; no zip64 (nothing that needs it fits the limits), no encryption.
 */
import { Inflate } from 'fflate'
import type { ByteSource } from '../model.ts'
import { crc32 } from './crc32.ts'
import { readDirectory, viewOf, type ZipEntry } from './directory.ts'

export interface ZipLimits {
  readonly maxEntries: number
  /** Of one entry, inflated. */
  readonly maxEntryBytes: number
  /** Of all entries that are read together, inflated. */
  readonly maxTotalBytes: number
  /** Inflated bytes per byte of the file, over all entries that are read; small files may reach FREE_BYTES. */
  readonly maxRatio: number
}

export type EntryOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: EntryProblem }

/** damaged = its bytes do not inflate to what the list promises · too-large = beyond the limits. */
export type EntryProblem = 'damaged' | 'too-large' | 'encrypted' | 'unknown-method'

export interface Zip {
  readonly entries: readonly ZipEntry[]
  read(entry: ZipEntry): Promise<EntryOutcome>
}

export type ZipOutcome =
  | { readonly ok: true; readonly zip: Zip }
  | { readonly ok: false; readonly problem: 'no-directory' | 'too-many' }

/** Constant columns inflate up to a thousandfold, so a ratio says nothing about small files. */
const FREE_BYTES = 16 << 20
/** Deflate cannot do better than 258 bytes out of two bits. */
const DEFLATE_BEST = 1032
const HEADER = 0x04034b50
const HEADER_SIZE = 30
const STORED = 0
const DEFLATED = 8
/** What one push of packed bytes may turn into stays below 17 MB. */
const PUSH = 16 * 1024

export const openZip = async (source: ByteSource, limits: ZipLimits): Promise<ZipOutcome> => {
  const directory = await readDirectory(source, limits.maxEntries)
  if (!directory.ok) return directory
  const allowed = Math.min(limits.maxTotalBytes, Math.max(FREE_BYTES, source.size * limits.maxRatio))
  let total = 0
  const read = async (entry: ZipEntry): Promise<EntryOutcome> => {
    const { method, size, packedSize } = entry
    if (entry.isEncrypted) return failed('encrypted')
    if (method !== STORED && method !== DEFLATED) return failed('unknown-method')
    if (method === STORED ? size !== packedSize : size > packedSize * DEFLATE_BEST) return failed('damaged')
    if (size > limits.maxEntryBytes || total + size > allowed) return failed('too-large')
    const packed = await packedBytes(source, entry)
    if (!packed) return failed('damaged')
    total += size
    const bytes = method === STORED ? packed : inflate(packed, size)
    return bytes && crc32(bytes) === entry.crc ? { ok: true, bytes } : failed('damaged')
  }
  return { ok: true, zip: { entries: directory.entries, read } }
}

const failed = (problem: EntryProblem): EntryOutcome => ({ ok: false, problem })

const packedBytes = async (
  source: ByteSource,
  { at, packedSize }: ZipEntry,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const header = viewOf(await source.read(at, HEADER_SIZE))
  if (header.byteLength < HEADER_SIZE || header.getUint32(0, true) !== HEADER) return null
  const from = at + HEADER_SIZE + header.getUint16(26, true) + header.getUint16(28, true)
  if (from + packedSize > source.size) return null
  const packed = await source.read(from, packedSize)
  return packed.length === packedSize ? packed : null
}

/** Null when the bytes are not deflated data of exactly this size. */
const inflate = (packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> | null => {
  const bytes = new Uint8Array(size)
  let filled = 0
  let isEnded = false
  const inflater = new Inflate((chunk, isLast) => {
    isEnded = isLast
    if (filled + chunk.length <= size) bytes.set(chunk, filled)
    filled += chunk.length
  })
  try {
    for (let at = 0; at < packed.length && filled <= size; at += PUSH) {
      inflater.push(packed.subarray(at, at + PUSH), at + PUSH >= packed.length)
    }
  } catch {
    // fflate throws on a broken stream; what it found does not matter.
    return null
  }
  return isEnded && filled === size ? bytes : null
}
