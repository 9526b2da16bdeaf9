/**
 * What every keeper of blobs for several leagues promises, run by each adapter's own test file: what members of one league
 * gave is no other league's, whoever learns its name.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bytes, CHUNK_BYTES } from '#shared/blob'
import { digestToSha256, type Sha256 } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import type { SharedBlobs } from '#shared/sync'

export type Place = 'north' | 'south'

export interface ApartHarness {
  /** The one store, as members of that league see it. */
  shared(league: Place): SharedBlobs
  /** From now on an entry of that person that counts names it there. */
  name(league: Place, ref: ChunkedRef, by: string): Promise<void>
  /** Whose own recordings these are. */
  readonly me: string
  /** Keeps a whole blob here, as if it had been recorded here. */
  keep(bytes: Bytes): Promise<void>
  /** Forgets it whole. */
  remove(sha256: Sha256): Promise<void>
  close(): Promise<void>
}

const bytesOf = (seed: number): Bytes => {
  const bytes = new Uint8Array(CHUNK_BYTES + 9)
  for (let i = 0, state = seed; i < bytes.length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}

const madeOf = (bytes: Bytes) => {
  const chunks = [bytes.slice(0, CHUNK_BYTES), bytes.slice(CHUNK_BYTES)]
  const list = new Uint8Array(64)
  for (const [index, chunk] of chunks.entries()) list.set(sha256(chunk), index * 32)
  const nameOf = (of: Uint8Array): Sha256 => digestToSha256(sha256(of))
  return { bytes, chunks, list, ref: { sha256: nameOf(bytes), size: bytes.length, chunkRoot: nameOf(list) } }
}

export const describeBlobsApart = (name: string, open: () => Promise<ApartHarness>): void => {
  describe(`${name} keeps leagues apart`, () => {
    let harness: ApartHarness
    beforeEach(async () => {
      harness = await open()
    })
    afterEach(() => harness.close())

    const { bytes, chunks, list, ref } = madeOf(bytesOf(3))

    const bring = async (league: Place, upTo = chunks.length): Promise<string> => {
      const partial = (await harness.shared(league).resume(ref))!
      await partial.setChunkHashes(list.slice())
      for (const [index, chunk] of chunks.slice(0, upTo).entries()) await partial.put(index, chunk.slice())
      return upTo === chunks.length ? partial.finish() : 'begun'
    }
    const isGiven = async (league: Place): Promise<boolean> => {
      const offered = (await harness.shared(league).offer(ref.sha256)) !== null
      expect((await harness.shared(league).readChunk(ref.sha256, 0)) !== null).toBe(offered)
      return offered
    }

    test('who names in one league what came from another is given nothing', async () => {
      await harness.name('north', ref, 'kim')
      expect(await bring('north')).toBe('named')
      await harness.name('south', ref, 'mal')
      expect([await isGiven('north'), await isGiven('south')]).toEqual([true, false])
    })

    test('nor of a part that is still on its way from there', async () => {
      await harness.name('north', ref, 'kim')
      await harness.name('south', ref, 'mal')
      await bring('north', 1)
      expect([await isGiven('north'), await isGiven('south')]).toEqual([true, false])
      expect((await harness.shared('south').resume(ref))!.held()).toEqual(new Uint8Array([0]))
    })

    test('whoever shared it in both is given it in both', async () => {
      await harness.name('north', ref, 'kim')
      await bring('north')
      await harness.name('south', ref, 'kim')
      expect([await isGiven('north'), await isGiven('south')]).toEqual([true, true])
    })

    test('what members of both bring is of both, and is here once', async () => {
      await harness.name('north', ref, 'kim')
      await harness.name('south', ref, 'mal')
      expect(await bring('north')).toBe('named')
      const again = (await harness.shared('south').resume(ref))!
      expect(again.held()).toEqual(new Uint8Array([0]))
      expect(await bring('south')).toBe('named')
      expect([await isGiven('north'), await isGiven('south')]).toEqual([true, true])
      await harness.remove(ref.sha256)
      expect([await isGiven('north'), await isGiven('south')]).toEqual([false, false])
    })

    test('recordings of mine leave on my own word, and on that of whose league brought them here', async () => {
      await harness.keep(bytes)
      await harness.name('south', ref, 'mal')
      await harness.name('north', ref, harness.me)
      expect([await isGiven('north'), await isGiven('south')]).toEqual([true, false])
      expect(await bring('south')).toBe('named')
      expect([await isGiven('north'), await isGiven('south')]).toEqual([true, true])
    })

    test('what was forgotten and comes from elsewhere is not given where it came from before', async () => {
      await harness.name('north', ref, 'kim')
      await harness.name('south', ref, 'mal')
      await bring('north')
      await harness.remove(ref.sha256)
      await bring('south')
      expect([await isGiven('north'), await isGiven('south')]).toEqual([false, true])
    })
  })
}
