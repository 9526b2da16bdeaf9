/**
 * The bytes of one blob in pieces of a few megabytes, checked against what names them without ever holding it whole.
 *
 * Invariant: when the last piece was handed out without a throw, the bytes are what they were when they were named:
 * their chunks' digests make the chunk list's (`chunkRoot`). The next piece is read while one is being used.
 */
import { type Bytes, chunkCountOf, chunkSizeAt, type Hashing, type StoreId } from '#shared/blob'
import { digestToSha256 } from '#shared/id'
import type { Connection } from '../connection.ts'
import { type Outcome, Refusal, succeed } from '../failures.ts'
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

/** The first chunks of some blobs, read in one transaction: for blobs of a chunk or two it costs more than the bytes. */
export type FirstChunks = Promise<Outcome<ReadonlyMap<StoreId, readonly unknown[]>>>

export const readFirstChunks = (connection: Connection, blobs: readonly BlobRow[]): FirstChunks =>
  connection.run('r', ['chunks'], async () => {
    const read = blobs.map(async ({ store, chunkCount }) => {
      const last = Math.min(CHUNKS_AT_ONCE, chunkCount)
      return [store, await chunksBetween(connection, store, 0, last)] as const
    })
    return new Map(await Promise.all(read))
  })

/** Neighbours whose first chunks together are no more than what one large blob has in memory. */
export function* neighboursOf<Item extends { readonly row: BlobRow }>(
  items: readonly Item[],
): Generator<readonly Item[]> {
  let group: Item[] = []
  let chunkCount = 0
  for (const item of items) {
    const own = Math.min(item.row.chunkCount, CHUNKS_AT_ONCE)
    if (group.length > 0 && chunkCount + own > CHUNKS_AT_ONCE) {
      yield group
      group = []
      chunkCount = 0
    }
    group.push(item)
    chunkCount += own
  }
  if (group.length > 0) yield group
}

const chunksBetween = (
  { tables: { chunks } }: Connection,
  store: StoreId,
  from: number,
  to: number,
): PromiseLike<unknown[]> => chunks.where(':id').between([store, from], [store, to], true, false).toArray()

export async function* blobPieces(
  connection: Connection,
  hashing: Hashing,
  { store, size, chunkCount, chunkRoot }: BlobRow,
  firstChunks: FirstChunks,
): AsyncGenerator<Bytes> {
  if (chunkCount !== chunkCountOf(size)) throw new BadBytes('incomplete')
  const digests: Promise<Uint8Array>[] = []

  const rowsFrom = async (index: number): Promise<Outcome<readonly unknown[]>> => {
    const last = Math.min(index + CHUNKS_AT_ONCE, chunkCount)
    const first = index === 0 ? await firstChunks : null
    if (first?.ok) return succeed(first.value.get(store) ?? [])
    // Also when another blob's bytes kept all from being read together.
    return connection.run('r', ['chunks'], async () => chunksBetween(connection, store, index, last))
  }

  const readFrom = async (index: number): Promise<Bytes[]> => {
    const read = await rowsFrom(index)
    if (!read.ok) {
      // The browser itself cannot read one of them.
      if (read.kind === 'unavailable' && read.because === 'broken') throw new BadBytes('damaged')
      throw new Refusal(read)
    }
    return read.value.map((row, i) => {
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
