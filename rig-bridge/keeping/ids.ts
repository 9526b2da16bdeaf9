/**
 * Ids that a journal gives again: the n-th of a segment is a hash of the segment's random seed and n, so that a lap
 * recovered from the segment has the id it had before the crash, and is not kept twice.
 */
import { createHash } from 'node:crypto'
import { bytesToHex, type Id } from '#shared/id'

export const SEED_BYTES = 16

export interface IdSource {
  next<K extends string>(): Id<K>
  /** From here on, the ids of a new segment. */
  reseed(seed: Uint8Array): void
}

export const createIdSource = (seed: Uint8Array): IdSource => {
  let from = seed
  let count = 0
  return {
    next<K extends string>() {
      const digest = createHash('sha256').update(from).update(`${count++}`).digest()
      return bytesToHex(digest.subarray(0, 16)) as Id<K>
    },
    reseed(next) {
      from = next
      count = 0
    },
  }
}
