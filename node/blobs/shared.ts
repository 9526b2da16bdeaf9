/**
 * What members of one league may have of a folder of blobs: only what an entry of the league that counts refers to.
 * Several leagues may share a folder; each asks by its own `isReferred`.
 */
import { readdir } from 'node:fs/promises'
import type { Bytes } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import type { BlobOffer, PartialBlob, SharedBlobs } from '#shared/sync'
import type { BlobFolder } from './folder.ts'
import { allBits, fileNameToRef, isRootOf, listOf, openPlace, type Place, refToFileName } from './partial.ts'

/** Blobs on their way into a folder; one for all its leagues, so that two never write one file. */
export interface Partials {
  find(sha256: Sha256): Promise<Place | null>
  open(ref: ChunkedRef): Promise<Place>
  close(): Promise<void>
}

const isSame = (a: ChunkedRef, b: ChunkedRef): boolean => refToFileName(a) === refToFileName(b)

export const openPartials = async (folder: BlobFolder): Promise<Partials> => {
  const refs = new Map<Sha256, ChunkedRef>()
  const places = new Map<Sha256, Promise<Place>>()
  for (const name of await readdir(folder.partialFolder)) {
    const ref = fileNameToRef(name.replace(/\.list$/, ''))
    if (ref) refs.set(ref.sha256, ref)
  }

  const placeOf = (ref: ChunkedRef): Promise<Place> => {
    const known = places.get(ref.sha256)
    if (known) return known
    const opened = openPlace(folder, ref)
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

export interface SharedBlobsParts {
  readonly folder: BlobFolder
  readonly partials: Partials
  readonly isReferred: (sha256: Sha256) => boolean
}

export const createSharedBlobs = ({ folder, partials, isReferred }: SharedBlobsParts): SharedBlobs => {
  const { index } = folder

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
      if (!isReferred(sha256)) return null
      const whole = await offerWhole(sha256)
      if (whole) return whole
      const place = await partials.find(sha256)
      const chunkHashes = place?.chunkHashes()
      return place && chunkHashes ? { ...place.ref, chunkHashes, held: place.held() } : null
    },

    readChunk: async (sha256, at) => {
      if (!isReferred(sha256)) return null
      if (index.get(sha256)) {
        const chunk = await folder.readChunk(sha256, at)
        return chunk.ok ? chunk.value : null
      }
      return (await (await partials.find(sha256))?.read(at)) ?? null
    },

    resume: async ref => {
      const whole = await offerWhole(ref.sha256)
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
