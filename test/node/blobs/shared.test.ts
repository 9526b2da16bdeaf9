/** A folder shares blobs as every keeper of shared blobs promises. */
import { createHash, randomFillSync } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlobFolder, createSharedBlobs, openBlobFolder, openPartials, type Partials } from '#node/blobs'
import type { Sha256 } from '#shared/id'
import type { SharedBlobs } from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { describeSharedBlobs, type SharedBlobsHarness } from '../../conformance/shared-blobs.ts'

const openHarness = async (): Promise<SharedBlobsHarness> => {
  const base = mkdtempSync(join(tmpdir(), 'paddock-test-'))
  const referred = new Set<Sha256>()
  const opened: { folder: BlobFolder; partials: Partials }[] = []
  let capacityBytes = Number.POSITIVE_INFINITY

  const start = async (folder: string): Promise<{ folder: BlobFolder; shared: SharedBlobs }> => {
    const blobs = await openBlobFolder({
      folder,
      now: () => asEpochMillis(1_800_000_000_000),
      fillRandom: bytes => randomFillSync(bytes),
      capacityBytes: () => capacityBytes,
    })
    const partials = await openPartials(blobs)
    opened.push({ folder: blobs, partials })
    const isReferred = (sha256: Sha256): boolean => referred.has(sha256)
    return {
      folder: blobs,
      shared: createSharedBlobs({ folder: blobs, partials, isReferred }),
    }
  }
  let generation = 0
  const place = (): string => join(base, String(generation))
  let now = await start(place())

  return {
    shared: () => now.shared,
    refer: async ({ sha256 }, isReferred) => {
      if (isReferred) referred.add(sha256)
      else referred.delete(sha256)
    },
    keep: async bytes => {
      const staged = await now.folder.stage([{ bytes, kind: 'trace', own: true }])
      if (!staged.ok) throw new Error(staged.message)
      await now.folder.name(staged.value)
    },
    read: async sha256 => {
      const read = await now.folder.read(sha256)
      if (read.ok && createHash('sha256').update(read.value).digest('hex') !== sha256)
        throw new Error('damaged')
      return read.ok ? read.value : null
    },
    // Another program on a copy of the disk as it is: nothing of the first is closed.
    restart: async () => {
      const before = place()
      generation++
      cpSync(before, place(), { recursive: true })
      now = await start(place())
    },
    setFull: async isFull => {
      capacityBytes = isFull ? 1 : Number.POSITIVE_INFINITY
    },
    close: async () => {
      for (const { folder, partials } of opened) {
        await partials.close()
        folder.close()
      }
      rmSync(base, { recursive: true, force: true })
    },
  }
}

describeSharedBlobs('a folder', openHarness)
