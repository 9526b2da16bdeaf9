/** SHA-256 as Node has it. */
import { createHash, hash } from 'node:crypto'
import type { Bytes, Hashing } from '#shared/blob'

export const sha256Of = (bytes: Uint8Array): Bytes => new Uint8Array(hash('sha256', bytes, 'buffer'))

export const nodeHashing: Hashing = {
  digest: async bytes => sha256Of(bytes),
  createHasher: () => {
    const hasher = createHash('sha256')
    return {
      update: bytes => void hasher.update(bytes),
      digest: async () => new Uint8Array(hasher.digest()),
    }
  },
}
