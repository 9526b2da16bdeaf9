/** The memory blob store keeps the promises of the port, a full disk included. */
import { expect, test } from 'vitest'
import { createMemoryBlobStore, type Hashing, type MemoryBlobOptions } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import { asEpochMillis } from '#shared/units'
import { describeBlobStore } from '../../conformance/blob-store.ts'

const digest = async (bytes: BufferSource) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

const hashing: Hashing = {
  digest,
  createHasher() {
    const parts: Uint8Array<ArrayBuffer>[] = []
    return {
      update: bytes => void parts.push(bytes),
      digest: async () => digest(await new Blob(parts).arrayBuffer()),
    }
  },
}

const options: MemoryBlobOptions = {
  hashing,
  fillRandom: bytes => crypto.getRandomValues(bytes),
  now: () => asEpochMillis(0),
}

describeBlobStore('the memory blob store', async () => {
  let now = asEpochMillis(0)
  const store = createMemoryBlobStore({ ...options, now: () => now })
  const chunksOf = (sha256: Sha256) => store.chunksByStore.get(store.storeOf(sha256)!)!
  return {
    store,
    setNow(at) {
      now = at
    },
    chunkCount: async () => [...store.chunksByStore.values()].flat().length,
    loseChunk: async (sha256, index) => void chunksOf(sha256).splice(index, 1),
    async flipByte(sha256, index) {
      chunksOf(sha256)[index]![0]! ^= 1
    },
    close: async () => {},
  }
})

test('a full store keeps nothing of what it was given', async () => {
  const store = createMemoryBlobStore({ ...options, capacityBytes: 100 })
  const draft = (size: number) => ({ bytes: new Uint8Array(size), kind: 'trace', own: true }) as const
  expect(await store.stage([draft(60), draft(60)])).toMatchObject({ ok: false, kind: 'full' })
  expect(store.chunksByStore.size).toBe(0)
  expect(await store.stage([draft(60)])).toMatchObject({ ok: true })
})
