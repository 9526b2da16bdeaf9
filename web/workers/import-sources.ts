/** Where an import's bytes come from: a file somebody gave the page, or an original that is kept already. */
import { type Bytes, CHUNK_BYTES } from '#shared/blob'
import type { ByteSource } from '#shared/formats'
import { digestToSha256, type Sha256 } from '#shared/id'
import type { BlobRef } from '#shared/lap'
import type { Library } from '#web/store'

export const fileSource = (file: File): ByteSource => ({
  name: file.name,
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
})

/** Throws the sentence of the library when a chunk cannot be read, for the reader's guard to say. */
export const storedSource = (library: Library, name: string, { sha256, size }: BlobRef): ByteSource => {
  // Readers go forwards in pieces that are no multiple of a chunk: the last one is asked for twice.
  let last: { readonly index: number; readonly bytes: Bytes } | null = null
  const chunkAt = async (index: number): Promise<Bytes> => {
    if (last?.index === index) return last.bytes
    const chunk = await library.blobs.readChunk(sha256, index)
    if (!chunk.ok) throw new Error(chunk.message)
    last = { index, bytes: chunk.value }
    return chunk.value
  }
  return {
    name,
    size,
    async read(offset, length) {
      const from = Math.min(Math.max(0, offset), size)
      const to = Math.min(from + Math.max(0, length), size)
      const bytes = new Uint8Array(to - from)
      for (let at = from; at < to; ) {
        const index = Math.floor(at / CHUNK_BYTES)
        const inside = at - index * CHUNK_BYTES
        const piece = (await chunkAt(index)).subarray(inside, inside + to - at)
        bytes.set(piece, at - from)
        at += piece.length
      }
      return bytes
    },
  }
}

/** Read in pieces of this size, so that something is seen to move. */
const PIECE_BYTES = 8 * 1024 * 1024

/**
 * The name of a file's bytes. WebCrypto hashes only what is in memory as a whole, so the file is there once and
 * let go before it is read.
 */
export const hashFile = async (file: File, onProgress: (done: number) => void): Promise<Sha256> => {
  const bytes = new Uint8Array(file.size)
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    bytes.set(new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer()), from)
    onProgress(Math.min(1, (from + PIECE_BYTES) / file.size) * 0.9)
  }
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  onProgress(1)
  return digestToSha256(new Uint8Array(digest))
}
