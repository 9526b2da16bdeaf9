/**
 * The list of entries at the end of a zip file, read without believing any of its numbers.
 *
 * Layout (little-endian): the last record `PK 05 06` says where the list is; each item `PK 01 02` has method @10,
 * flags @8, CRC @16, sizes @20 and @24, lengths of name, extra and comment @28, @30, @32, and the place of the
 * entry @42. An entry's bytes begin behind its own header (`PK 03 04`, 30 bytes, lengths @26 and @28).
 */
import type { ByteSource } from '../model.ts'
import { decodeText } from '../text/index.ts'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  /** Of the entry's own header. */
  readonly at: number
}

export type Directory =
  | { readonly ok: true; readonly entries: readonly ZipEntry[] }
  | { readonly ok: false; readonly problem: 'no-directory' | 'too-many' }

const END = 0x06054b50
const ITEM = 0x02014b50
const END_SIZE = 22
const ITEM_SIZE = 46
/** A comment of 65,535 bytes may follow the last record. */
const TAIL = END_SIZE + 0xffff
/** 4096 entries with the longest names seen take 0.4 MB; this leaves room for extras. */
const MAX_DIRECTORY = 8 << 20

export const readDirectory = async (source: ByteSource, maxEntries: number): Promise<Directory> => {
  const tailAt = Math.max(0, source.size - TAIL)
  const tail = viewOf(await source.read(tailAt, TAIL))
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue
    const count = tail.getUint16(at + 10, true)
    const size = tail.getUint32(at + 12, true)
    const from = tail.getUint32(at + 16, true)
    if (from + size > tailAt + at || size < count * ITEM_SIZE) continue
    if (count > maxEntries || size > MAX_DIRECTORY) return { ok: false, problem: 'too-many' }
    const entries = itemsOf(await source.read(from, size), count)
    if (entries) return { ok: true, entries }
  }
  return { ok: false, problem: 'no-directory' }
}

/** Null when the list does not hold together. */
const itemsOf = (bytes: Uint8Array, count: number): ZipEntry[] | null => {
  const view = viewOf(bytes)
  const entries: ZipEntry[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + ITEM_SIZE > bytes.length || view.getUint32(at, true) !== ITEM) return null
    const nameLength = view.getUint16(at + 28, true)
    const end = at + ITEM_SIZE + nameLength
    if (end > bytes.length) return null
    entries.push({
      name: decodeText(bytes.subarray(at + ITEM_SIZE, end)),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at = end + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
