/**
 * The SHA-256 of a blob whose chunks come in any order, made while they come: it goes on with the chunk that is next as
 * that is written, and reads back those that were written before their turn, which the system still has in memory. So
 * a whole is checked when its last chunk is, and not half a second a gigabyte later.
 *
 * Invariants: every chunk counts once, in its place, after it was written; one is read at a time, into the same memory.
 */
import { createHash } from 'node:crypto'
import { type Bytes, CHUNK_BYTES } from '#shared/blob'

export interface FollowingHash {
  /** Chunk `index` is in the file now. */
  wrote(index: number, chunk: Uint8Array): void
  /** Of the whole, once it is all there; null while a chunk is missing or cannot be read. */
  digest(): Promise<string | null>
  /** Reads nothing more until the next chunk is written. */
  rest(): Promise<void>
}

export interface FollowingHashParts {
  readonly count: number
  isHere(index: number): boolean
  /** Into this memory, of CHUNK_BYTES; null when it is not whole. */
  read(index: number, memory: Bytes): Promise<Uint8Array | null>
}

export const createFollowingHash = ({ count, isHere, read }: FollowingHashParts): FollowingHash => {
  const hash = createHash('sha256')
  let next = 0
  let digest: string | null = null
  let isResting = false
  let following: Promise<void> | null = null
  let memory: Bytes | null = null

  const follow = async (): Promise<void> => {
    memory ??= new Uint8Array(CHUNK_BYTES)
    while (!isResting && next < count && isHere(next)) {
      const chunk = await read(next, memory)
      if (!chunk) return
      hash.update(chunk)
      next++
    }
  }
  const keepFollowing = (): Promise<void> => {
    following ??= follow().finally(() => {
      following = null
    })
    return following
  }

  return {
    wrote(index, chunk) {
      isResting = false
      if (following) return
      if (index === next) {
        hash.update(chunk)
        next++
      }
      // What cannot be read is told by `digest`.
      if (next < count && isHere(next)) keepFollowing().catch(() => {})
    },
    async digest() {
      isResting = false
      // One that was begun may have ended at a chunk that came a moment later.
      await following?.catch(() => {})
      await keepFollowing()
      if (next === count) digest ??= hash.digest('hex')
      return digest
    },
    async rest() {
      isResting = true
      await following?.catch(() => {})
      memory = null
    },
  }
}
