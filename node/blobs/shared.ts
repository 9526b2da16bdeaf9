/**
 * What members of one league may have of a folder of blobs that several leagues share.
 *
 * Invariants: nothing is given that no entry of the league that counts names. Bytes that members of this league gave us
 * are theirs already; bytes from elsewhere (another league, this program's own) are given only on the word of whoever
 * gave them there. So who learned what a recording of another league is called, and names it here, is given nothing.
 */
import { mkdir, readdir } from 'node:fs/promises'
import type { Bytes } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { ChunkedRef, LeagueId, PersonId } from '#shared/logbook'
import type { BlobOffer, PartialBlob, SharedBlobs } from '#shared/sync'
import type { BlobFolder } from './folder.ts'
import {
  allBits,
  fileNameToRef,
  isRootOf,
  listOf,
  openPlace,
  type Place,
  partialFolderOf,
  refToFileName,
} from './partial.ts'

/** Blobs on their way into a folder from one league; one for each, so that two never write one file. */
export interface Partials {
  readonly league: LeagueId
  find(sha256: Sha256): Promise<Place | null>
  open(ref: ChunkedRef): Promise<Place>
  close(): Promise<void>
}

const isSame = (a: ChunkedRef, b: ChunkedRef): boolean => refToFileName(a) === refToFileName(b)

export const openPartials = async (folder: BlobFolder, league: LeagueId): Promise<Partials> => {
  const refs = new Map<Sha256, ChunkedRef>()
  const places = new Map<Sha256, Promise<Place>>()
  await mkdir(partialFolderOf(folder, league), { recursive: true })
  for (const name of await readdir(partialFolderOf(folder, league))) {
    const ref = fileNameToRef(name.replace(/\.list$/, ''))
    if (ref) refs.set(ref.sha256, ref)
  }

  const placeOf = (ref: ChunkedRef): Promise<Place> => {
    const known = places.get(ref.sha256)
    if (known) return known
    const opened = openPlace(folder, league, ref)
    places.set(ref.sha256, opened)
    refs.set(ref.sha256, ref)
    return opened
  }
  const forget = async (ref: ChunkedRef): Promise<void> => {
    const place = await placeOf(ref)
    places.delete(ref.sha256)
    refs.delete(ref.sha256)
    await place.forget()
  }

  return {
    league,
    find: async sha256 => {
      const ref = refs.get(sha256)
      return ref ? await placeOf(ref) : null
    },
    open: async ref => {
      const before = refs.get(ref.sha256)
      if (before && !isSame(before, ref)) await forget(before)
      const place = await placeOf(ref)
      return {
        ...place,
        finish: async () => {
          const end = await place.finish()
          if (end === 'named' || end === 'damaged') {
            places.delete(ref.sha256)
            refs.delete(ref.sha256)
          }
          return end
        },
      }
    },
    close: async () => {
      for (const place of places.values()) await (await place).leave()
    },
  }
}

export interface Naming {
  readonly folder: Pick<BlobFolder, 'index'>
  readonly league: LeagueId
  /** Whose this program's own bytes are. */
  readonly me: PersonId
  /** Authors of entries that count and name it, in that league; nobody for a league that is not held. */
  readonly namersIn: (league: LeagueId, sha256: Sha256) => readonly PersonId[]
}

/** Whether members of this league may have what the folder holds under that name. */
export const isOfLeague = ({ folder, league, me, namersIn }: Naming, sha256: Sha256): boolean => {
  const namers = namersIn(league, sha256)
  if (namers.length === 0) return false
  const { index } = folder
  if (index.isFrom(sha256, league)) return true
  const givers = index.from(sha256).flatMap(other => namersIn(other, sha256))
  if (index.get(sha256)?.own) givers.push(me)
  return namers.some(namer => givers.includes(namer))
}

export interface SharedBlobsParts extends Naming {
  readonly folder: BlobFolder
  readonly partials: Partials
  /** Until it is known what the latest entries name: whoever asks for what we just spoke of is not to hear "unknown". */
  readonly settled?: () => Promise<void>
}

export const createSharedBlobs = (parts: SharedBlobsParts): SharedBlobs => {
  const { folder, partials, league, namersIn } = parts
  const { index } = folder
  const isReferred = (sha256: Sha256): boolean => namersIn(league, sha256).length > 0

  const listOfWhole = async (sha256: Sha256, size: number, chunkRoot: Sha256): Promise<Bytes | null> => {
    const known = index.chunkHashes(sha256)
    if (known) return known
    const list = await listOf(folder.pathOf(sha256), size)
    // Bytes that rotted on the disk are offered to nobody.
    if (!list || !isRootOf(list, chunkRoot)) return null
    index.setChunkHashes(sha256, list)
    return list
  }

  const offerWhole = async (sha256: Sha256): Promise<BlobOffer | null> => {
    const info = index.get(sha256)
    if (!info) return null
    const { size, chunkRoot } = info
    const chunkHashes = await listOfWhole(sha256, size, chunkRoot)
    return chunkHashes && { sha256, size, chunkRoot, chunkHashes, held: null }
  }

  return {
    offer: async sha256 => {
      await parts.settled?.()
      if (!isReferred(sha256)) return null
      const whole = isOfLeague(parts, sha256) ? await offerWhole(sha256) : null
      if (whole) return whole
      const place = await partials.find(sha256)
      const chunkHashes = place?.chunkHashes()
      return place && chunkHashes ? { ...place.ref, chunkHashes, held: place.held() } : null
    },

    readChunk: async (sha256, at, memory) => {
      if (!isReferred(sha256)) return null
      if (isOfLeague(parts, sha256) && index.get(sha256)) {
        const chunk = await folder.readChunk(sha256, at, memory)
        return chunk.ok ? chunk.value : null
      }
      return (await (await partials.find(sha256))?.read(at, memory)) ?? null
    },

    resume: async ref => {
      const whole = isOfLeague(parts, ref.sha256) ? await offerWhole(ref.sha256) : null
      if (whole && isSame(whole, ref)) return wholeAsPartial(whole)
      try {
        return await partials.open(ref)
      } catch (error) {
        if (error instanceof Error && 'code' in error) return null
        throw error
      }
    },
  }
}

/** Nothing is missing of it. */
const wholeAsPartial = ({ size, chunkHashes }: BlobOffer): PartialBlob => ({
  held: () => allBits(size),
  chunkHashes: () => chunkHashes,
  setChunkHashes: async () => 'kept',
  put: async () => 'kept',
  finish: async () => 'named',
  leave: async () => {},
})
