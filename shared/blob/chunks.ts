/**
 * Cutting bytes into chunks, and naming them.
 *
 * Invariants: every chunk but the last has exactly CHUNK_BYTES; empty bytes have no chunk; a chunk handed on
 * owns its buffer, because a view would be stored or sent together with everything it was cut from.
 */
import { digestToSha256 } from '#shared/id'
import type { BlobDigest, BlobSource, Bytes, Hashing } from './model.ts'

/** 256 KiB: one message of a WebRTC data channel (more throws in Chromium), one step of a resumed transfer. */
export const CHUNK_BYTES = 256 * 1024

/** A SHA-256 digest. */
const DIGEST_BYTES = 32

export const chunkCountOf = (size: number): number => Math.ceil(size / CHUNK_BYTES)

/** Bytes in chunk `index` of a blob of `size` bytes; 0 when there is no such chunk. */
export const chunkSizeAt = (size: number, index: number): number =>
  Number.isInteger(index) && index >= 0 ? Math.max(0, Math.min(CHUNK_BYTES, size - index * CHUNK_BYTES)) : 0

/** Where chunk `index` begins in the blob. */
export const chunkStart = (index: number): number => index * CHUNK_BYTES

/**
 * Puts chunks back together, or null when one is absent or has the wrong length. `chunks` are in order; the
 * size comes from a trusted record, so allocating it is safe.
 */
export const joinChunks = (chunks: readonly Uint8Array[], size: number): Bytes | null => {
  if (chunks.length !== chunkCountOf(size)) return null
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.length !== chunkSizeAt(size, index)) return null
  }
  const bytes = new Uint8Array(size)
  for (const [index, chunk] of chunks.entries()) bytes.set(chunk, chunkStart(index))
  return bytes
}

/** Cuts a source into chunks of its own memory, in order. */
export async function* cutIntoChunks(source: BlobSource): AsyncGenerator<Bytes> {
  let chunk = new Uint8Array(CHUNK_BYTES)
  let filled = 0
  for await (const piece of source instanceof Uint8Array ? [source] : source) {
    for (let from = 0; from < piece.length; ) {
      if (filled === 0 && piece.length - from >= CHUNK_BYTES) {
        yield piece.slice(from, from + CHUNK_BYTES)
        from += CHUNK_BYTES
        continue
      }
      const part = piece.subarray(from, from + CHUNK_BYTES - filled)
      chunk.set(part, filled)
      filled += part.length
      from += part.length
      if (filled < CHUNK_BYTES) continue
      yield chunk
      chunk = new Uint8Array(CHUNK_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield chunk.slice(0, filled)
}

/**
 * Cuts a source, hands each chunk to `keep` in order (awaited, so a slow keeper slows the source down) and
 * answers the names of the whole.
 */
export const digestBlob = async (
  source: BlobSource,
  hashing: Hashing,
  keep: (index: number, chunk: Bytes) => Promise<void> | void,
): Promise<BlobDigest> => {
  const hasher = source instanceof Uint8Array ? null : hashing.createHasher()
  const chunkDigests: Promise<Uint8Array>[] = []
  let size = 0
  for await (const chunk of cutIntoChunks(source)) {
    hasher?.update(chunk)
    chunkDigests.push(hashing.digest(chunk))
    size += chunk.length
    await keep(chunkDigests.length - 1, chunk)
  }
  const whole = source instanceof Uint8Array ? hashing.digest(toBytes(source)) : hasher!.digest()
  const digests = await Promise.all(chunkDigests)
  return {
    sha256: digestToSha256(await whole),
    size,
    chunkCount: digests.length,
    chunkRoot: digestToSha256(await hashing.digest(concatDigests(digests))),
  }
}

/** The same bytes in memory of their own kind: WebCrypto refuses shared memory. */
export const toBytes = (bytes: Uint8Array): Bytes => (ownsBuffer(bytes) ? bytes : bytes.slice())

const ownsBuffer = (bytes: Uint8Array): bytes is Bytes => bytes.buffer instanceof ArrayBuffer

const concatDigests = (digests: readonly Uint8Array[]): Bytes => {
  const all = new Uint8Array(digests.length * DIGEST_BYTES)
  for (const [index, digest] of digests.entries()) all.set(digest, index * DIGEST_BYTES)
  return all
}
