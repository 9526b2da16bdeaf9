/**
 * Shared blobs that forget everything with the program: for tests and the network simulator. Answers like the durable
 * ones, a full disk and a restart included: what `kept` answered is in `disk`, and another instance over it finds it.
 */
import { type Bytes, CHUNK_BYTES, chunkCountOf, type Hashing, joinChunks } from '#shared/blob'
import { digestToSha256, type Sha256 } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import type { SharedBlobs } from '../mesh-model.ts'
import { emptyBitmap, setBit } from './bits.ts'

interface Place {
  readonly ref: ChunkedRef
  readonly chunks: (Bytes | undefined)[]
  list: Uint8Array<ArrayBuffer> | null
}

export interface MemoryDisk {
  readonly named: Map<Sha256, Place>
  readonly partial: Map<Sha256, Place>
  /** Room for chunks that are fetched. */
  freeBytes: number
}

export interface MemorySharedBlobs extends SharedBlobs {
  readonly disk: MemoryDisk
  /** Keeps bytes under their name, as if recorded here; whether others may have them is another matter. */
  keep(bytes: Bytes): Promise<ChunkedRef>
  /** Null unless all of it is here. */
  read(sha256: Sha256): Bytes | null
}

export interface MemorySharedOptions {
  readonly hashing: Pick<Hashing, 'digest'>
  /** Whether an entry of the league that counts refers to it. */
  readonly isReferred: (sha256: Sha256) => boolean
  /** Of an instance before this one. */
  readonly disk?: MemoryDisk
}

export const createMemoryDisk = (): MemoryDisk => ({
  named: new Map(),
  partial: new Map(),
  freeBytes: Number.POSITIVE_INFINITY,
})

export const createMemorySharedBlobs = (options: MemorySharedOptions): MemorySharedBlobs => {
  const { hashing, isReferred, disk = createMemoryDisk() } = options

  const heldOf = ({ ref, chunks }: Place): Uint8Array<ArrayBuffer> => {
    const held = emptyBitmap(chunkCountOf(ref.size))
    for (const [index, chunk] of chunks.entries()) if (chunk) setBit(held, index)
    return held
  }

  const wholeOf = ({ ref, chunks }: Place): Bytes | null => {
    const all = Array.from(chunks)
    return all.every(chunk => chunk !== undefined) ? joinChunks(all, ref.size) : null
  }

  const digestOf = async (bytes: Bytes): Promise<Sha256> => digestToSha256(await hashing.digest(bytes))

  const isSame = (a: ChunkedRef, b: ChunkedRef): boolean => a.size === b.size && a.chunkRoot === b.chunkRoot

  return {
    disk,

    async keep(bytes) {
      const chunks: Bytes[] = []
      for (let from = 0; from < bytes.length; from += CHUNK_BYTES)
        chunks.push(bytes.slice(from, from + CHUNK_BYTES))
      const list = new Uint8Array(chunks.length * 32)
      for (const [index, chunk] of chunks.entries()) list.set(await hashing.digest(chunk), index * 32)
      const ref = { sha256: await digestOf(bytes), size: bytes.length, chunkRoot: await digestOf(list) }
      disk.named.set(ref.sha256, { ref, chunks, list })
      return ref
    },

    read(sha256) {
      const place = disk.named.get(sha256)
      return place ? wholeOf(place) : null
    },

    async offer(sha256) {
      const place = disk.named.get(sha256) ?? disk.partial.get(sha256)
      if (!place?.list || !isReferred(sha256)) return null
      const held = disk.named.has(sha256) ? null : heldOf(place)
      return { ...place.ref, chunkHashes: place.list, held }
    },

    async readChunk(sha256, index) {
      if (!isReferred(sha256)) return null
      const place = disk.named.get(sha256) ?? disk.partial.get(sha256)
      return place?.chunks[index]?.slice() ?? null
    },

    async resume(ref) {
      const known = [disk.named, disk.partial]
        .map(places => places.get(ref.sha256))
        .find(place => place !== undefined && isSame(place.ref, ref))
      const place: Place = known ?? { ref, chunks: [], list: null }
      if (disk.named.get(ref.sha256) !== place) disk.partial.set(ref.sha256, place)
      return {
        held: () => heldOf(place),
        chunkHashes: () => place.list,
        async setChunkHashes(hashes) {
          place.list = hashes
          return 'kept'
        },
        async put(index, chunk) {
          if (place.chunks[index]) return 'kept'
          if (chunk.length > disk.freeBytes) return 'full'
          disk.freeBytes -= chunk.length
          place.chunks[index] = chunk.slice()
          return 'kept'
        },
        async finish() {
          const whole = wholeOf(place)
          if (!whole || (await digestOf(whole)) !== ref.sha256) {
            disk.partial.delete(ref.sha256)
            return 'damaged'
          }
          disk.partial.delete(ref.sha256)
          disk.named.set(ref.sha256, place)
          return 'named'
        },
        async leave() {},
      }
    },
  }
}
