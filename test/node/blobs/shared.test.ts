/** A folder shares blobs as every keeper of shared blobs promises, with several leagues in it too. */
import { createHash, randomFillSync } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlobFolder, createSharedBlobs, openBlobFolder, openPartials, type Partials } from '#node/blobs'
import type { Sha256 } from '#shared/id'
import type { LeagueId, PersonId } from '#shared/logbook'
import type { SharedBlobs } from '#shared/sync'
import { asEpochMillis } from '#shared/units'
import { type ApartHarness, describeBlobsApart, type Place } from '../../conformance/blobs-apart.ts'
import { describeSharedBlobs, type SharedBlobsHarness } from '../../conformance/shared-blobs.ts'

const ME = 'a0'.repeat(32) as PersonId
const LEAGUES: Readonly<Record<Place, LeagueId>> = {
  north: '01'.repeat(32) as LeagueId,
  south: '02'.repeat(32) as LeagueId,
}

const keepIn = async (folder: BlobFolder, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
  const staged = await folder.stage([{ bytes, kind: 'trace', own: true }])
  if (!staged.ok) throw new Error(staged.message)
  await folder.name(staged.value)
}

/** Folders that are closed and deleted together. */
const openBase = () => {
  const base = mkdtempSync(join(tmpdir(), 'paddock-test-'))
  const opened: { close(): unknown }[] = []
  return {
    base,
    openFolder: async (
      folder: string,
      capacityBytes = () => Number.POSITIVE_INFINITY,
    ): Promise<BlobFolder> => {
      const blobs = await openBlobFolder({
        folder,
        now: () => asEpochMillis(1_800_000_000_000),
        fillRandom: bytes => randomFillSync(bytes),
        capacityBytes,
      })
      opened.push(blobs)
      return blobs
    },
    openParts: async (folder: BlobFolder, league: LeagueId): Promise<Partials> => {
      const partials = await openPartials(folder, league)
      opened.unshift(partials)
      return partials
    },
    close: async (): Promise<void> => {
      for (const each of opened) await each.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
}

const openHarness = async (): Promise<SharedBlobsHarness> => {
  const { base, openFolder, openParts, close } = openBase()
  const referred = new Set<Sha256>()
  let capacityBytes = Number.POSITIVE_INFINITY

  const start = async (place: string): Promise<{ folder: BlobFolder; shared: SharedBlobs }> => {
    const folder = await openFolder(place, () => capacityBytes)
    const partials = await openParts(folder, LEAGUES.north)
    const namersIn = (_: LeagueId, sha256: Sha256) => (referred.has(sha256) ? [ME] : [])
    return {
      folder,
      shared: createSharedBlobs({ folder, partials, league: LEAGUES.north, me: ME, namersIn }),
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
    keep: bytes => keepIn(now.folder, bytes),
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
    close,
  }
}

const openApart = async (): Promise<ApartHarness> => {
  const { base, openFolder, openParts, close } = openBase()
  const folder = await openFolder(base)
  const named: Record<Place, Map<Sha256, PersonId[]>> = { north: new Map(), south: new Map() }
  const namersIn = (league: LeagueId, sha256: Sha256) =>
    named[league === LEAGUES.north ? 'north' : 'south'].get(sha256) ?? []
  const sharedIn = async (league: LeagueId): Promise<SharedBlobs> =>
    createSharedBlobs({ folder, league, me: ME, namersIn, partials: await openParts(folder, league) })
  const shared = { north: await sharedIn(LEAGUES.north), south: await sharedIn(LEAGUES.south) }
  return {
    shared: league => shared[league],
    name: async (league, { sha256 }, by) => {
      named[league].set(sha256, [...(named[league].get(sha256) ?? []), by as PersonId])
    },
    me: ME,
    keep: bytes => keepIn(folder, bytes),
    remove: async sha256 => {
      const removed = await folder.remove([sha256])
      if (!removed.ok) throw new Error(removed.message)
    },
    close,
  }
}

describeSharedBlobs('a folder', openHarness)
describeBlobsApart('a folder', openApart)
