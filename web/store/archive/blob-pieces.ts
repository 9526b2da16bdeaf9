/**
 * The bytes of one blob in pieces of a few megabytes, checked against what names them without ever holding it whole.
 *
 * Invariant: when the last piece was handed out without a throw, the bytes are what they were when they were named:
 * their chunks' digests make the chunk list's (`chunkRoot`). The next piece is read while one is being used.
 */
import { type Bytes, chunkCountOf, chunkSizeAt, type Hashing } from '#shared/blob'
import { digestToSha256 } from '#shared/id'
import type { Connection } from '../connection.ts'
import { Refusal } from '../failures.ts'
import { isChunkRow } from '../guards.ts'
import type { BlobRow } from '../rows.ts'
import type { MissingBytes } from './model.ts'

/** 4 MB in memory at a time. */
const CHUNKS_AT_ONCE = 16

/** Thrown when the bytes are not all there, or not what they were. */
export class BadBytes extends Error {
  override readonly name = 'BadBytes'
  readonly why: MissingBytes['why']

  constructor(why: MissingBytes['why']) {
    super(`bytes are ${why}`)
    this.why = why
  }
}

export async function* blobPieces(
  connection: Connection,
  hashing: Hashing,
  { store, size, chunkCount, chunkRoot }: BlobRow,
): AsyncGenerator<Bytes> {
  if (chunkCount !== chunkCountOf(size)) throw new BadBytes('incomplete')
  const { chunks } = connection.tables
  const digests: Promise<Uint8Array>[] = []

  const readFrom = async (index: number): Promise<Bytes[]> => {
    const read = await connection.run('r', ['chunks'], async () => {
      const last = Math.min(index + CHUNKS_AT_ONCE, chunkCount)
      return chunks.where(':id').between([store, index], [store, last], true, false).toArray()
    })
    if (!read.ok) {
      // The browser itself cannot read one of them.
      if (read.kind === 'unavailable' && read.because === 'broken') throw new BadBytes('damaged')
      throw new Refusal(read)
    }
    const rows: unknown[] = read.value
    return rows.map((row, i) => {
      if (!isChunkRow(row) || row.index !== index + i) throw new BadBytes('incomplete')
      if (row.bytes.length !== chunkSizeAt(size, row.index)) throw new BadBytes('damaged')
      return row.bytes
    })
  }

  let next = chunkCount > 0 ? readFrom(0) : null
  try {
    for (let index = 0; index < chunkCount; ) {
      const bytes = await next!
      if (bytes.length === 0) throw new BadBytes('incomplete')
      const following = index + bytes.length
      next = following < chunkCount ? readFrom(following) : null
      for (const chunk of bytes) {
        digests.push(hashing.digest(chunk))
        yield chunk
      }
      index = following
    }
  } finally {
    await next?.catch(() => {})
  }
  const all = new Uint8Array(digests.length * 32)
  for (const [i, digest] of (await Promise.all(digests)).entries()) all.set(digest, i * 32)
  if (digestToSha256(await hashing.digest(all)) !== chunkRoot) throw new BadBytes('damaged')
}
