/**
 * SHA-256 by WebCrypto.
 *
 * Limit: WebCrypto has no incremental SHA-256, so bytes that arrive in pieces are held as a `Blob`, which the
 * browser may keep on disk, and are in memory once while the digest is taken.
 */
import type { Hashing } from '#shared/blob'

export const createWebHashing = (subtle: SubtleCrypto): Hashing => ({
  digest: async bytes => new Uint8Array(await subtle.digest('SHA-256', bytes)),
  createHasher() {
    const parts: Blob[] = []
    return {
      update(bytes) {
        parts.push(new Blob([bytes]))
      },
      digest: async () => new Uint8Array(await subtle.digest('SHA-256', await new Blob(parts).arrayBuffer())),
    }
  },
})
