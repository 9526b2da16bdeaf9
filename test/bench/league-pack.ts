/**
 * A league's entries as one file for a page: of each its device (32 bytes), signature (64), length (4, big-endian) and
 * bytes.
 */
import { bytesToHex, hexToBytes } from '#shared/id'
import type { DeviceId, SignedEntry } from '#shared/logbook'

const HEAD = 32 + 64 + 4

export const packEntries = (entries: readonly SignedEntry[]): Uint8Array<ArrayBuffer> => {
  const packed = new Uint8Array(entries.reduce((sum, { bytes }) => sum + HEAD + bytes.length, 0))
  let at = 0
  for (const { device, signature, bytes } of entries) {
    packed.set(hexToBytes(device), at)
    packed.set(signature, at + 32)
    new DataView(packed.buffer).setUint32(at + 96, bytes.length)
    packed.set(bytes, at + HEAD)
    at += HEAD + bytes.length
  }
  return packed
}

export const unpackEntries = (packed: Uint8Array<ArrayBuffer>): SignedEntry[] => {
  const entries: SignedEntry[] = []
  for (let at = 0; at < packed.length; ) {
    const length = new DataView(packed.buffer).getUint32(at + 96)
    entries.push({
      device: bytesToHex(packed.subarray(at, at + 32)) as string as DeviceId,
      signature: packed.slice(at + 32, at + 96),
      bytes: packed.slice(at + HEAD, at + HEAD + length),
    })
    at += HEAD + length
  }
  return entries
}

/** As a sync hands them on. */
const BATCH_BYTES = 256 * 1024

export const batchesOf = (entries: readonly SignedEntry[]): SignedEntry[][] => {
  const batches: SignedEntry[][] = []
  let bytes = BATCH_BYTES
  for (const entry of entries) {
    if (bytes + entry.bytes.length > BATCH_BYTES) {
      batches.push([])
      bytes = 0
    }
    batches.at(-1)!.push(entry)
    bytes += entry.bytes.length
  }
  return batches
}
