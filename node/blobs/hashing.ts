/** SHA-256 as Node has it. */
import { createHash } from 'node:crypto'
import type { Bytes, Hashing } from '#shared/blob'

export const sha256Of = (bytes: Uint8Array): Bytes =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

export const nodeHashing: Hashing = {
  digest: async bytes => sha256Of(bytes),
  createHasher: () => {
    const hash = createHash('sha256')
    return {
      update: bytes => void hash.update(bytes),
      digest: async () => new Uint8Array(hash.digest()),
    }
  },
}
