/** The memory shared blobs keep the promises of the port. */
import type { Sha256 } from '#shared/id'
import { createMemoryDisk, createMemorySharedBlobs } from '#shared/sync'
import { describeSharedBlobs } from '../../../conformance/shared-blobs.ts'
import { hashing } from '../made.ts'

describeSharedBlobs('the memory store', async () => {
  const disk = createMemoryDisk()
  const referred = new Set<Sha256>()
  const open = () => createMemorySharedBlobs({ hashing, isReferred: sha256 => referred.has(sha256), disk })
  let shared = open()
  return {
    shared: () => shared,
    async refer(ref, isReferred) {
      if (isReferred) referred.add(ref.sha256)
      else referred.delete(ref.sha256)
    },
    keep: async bytes => void (await shared.keep(bytes)),
    read: async sha256 => shared.read(sha256),
    async restart() {
      shared = open()
    },
    async setFull(isFull) {
      disk.freeBytes = isFull ? 0 : Number.POSITIVE_INFINITY
    },
    close: async () => {},
  }
})
