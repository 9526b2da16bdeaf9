/**
 * What every keeper of shared blobs promises, run by each adapter's own test file. The harness is one store on one disk,
 * with the entries that refer to blobs and a way to restart the program.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bytes, CHUNK_BYTES } from '#shared/blob'
import { digestToSha256, type Sha256 } from '#shared/id'
import type { ChunkedRef } from '#shared/logbook'
import type { PartialBlob, SharedBlobs } from '#shared/sync'

export interface SharedBlobsHarness {
  /** The adapter as it is now; another after `restart`. */
  shared(): SharedBlobs
  /** An entry of the league that counts refers to it, or does not any more. */
  refer(ref: ChunkedRef, isReferred: boolean): Promise<void>
  /** Keeps a whole blob here, as if it had been recorded here. */
  keep(bytes: Bytes): Promise<void>
  /** The whole blob, null when it is not named here. */
  read(sha256: Sha256): Promise<Bytes | null>
  /** As after a crash: nothing is closed or left in order, what is on disk is all there is. */
  restart(): Promise<void>
  /** No byte more fits on the disk, or does again; null when this disk cannot be made to be full. */
  readonly setFull: ((isFull: boolean) => Promise<void>) | null
  close(): Promise<void>
}

const sha256Of = (bytes: Uint8Array): Uint8Array => sha256(bytes)
const nameOf = (bytes: Uint8Array): Sha256 => digestToSha256(sha256(bytes))

const bytesOf = (size: number, seed = 1): Bytes => {
  const bytes = new Uint8Array(size)
  for (let i = 0, state = seed; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}

interface Made {
  readonly bytes: Bytes
  readonly chunks: readonly Bytes[]
  readonly list: Uint8Array<ArrayBuffer>
  readonly ref: ChunkedRef
}

const madeOf = (bytes: Bytes): Made => {
  const chunks: Bytes[] = []
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES)
    chunks.push(bytes.slice(from, from + CHUNK_BYTES))
  const list = new Uint8Array(chunks.length * 32)
  for (const [index, chunk] of chunks.entries()) list.set(sha256Of(chunk), index * 32)
  return { bytes, chunks, list, ref: { sha256: nameOf(bytes), size: bytes.length, chunkRoot: nameOf(list) } }
}

const isSame = (a: Uint8Array | null, b: Uint8Array): boolean =>
  a?.length === b.length && a.every((byte, i) => byte === b[i])

export const describeSharedBlobs = (name: string, open: () => Promise<SharedBlobsHarness>): void => {
  describe(`${name} shares blobs`, () => {
    let harness: SharedBlobsHarness
    beforeEach(async () => {
      harness = await open()
    })
    afterEach(() => harness.close())

    const made = madeOf(bytesOf(3 * CHUNK_BYTES + 5))
    const { ref, chunks, list } = made

    const resume = async (of: ChunkedRef = ref): Promise<PartialBlob> => {
      const partial = await harness.shared().resume(of)
      if (!partial) throw new Error('the storage cannot be used')
      return partial
    }

    test('nothing is offered or read until an entry refers to it, and no more once none does', async () => {
      await harness.keep(made.bytes)
      expect(await harness.shared().offer(ref.sha256)).toBeNull()
      expect(await harness.shared().readChunk(ref.sha256, 0)).toBeNull()
      await harness.refer(ref, true)
      expect(await harness.shared().offer(ref.sha256)).toEqual({ ...ref, chunkHashes: list, held: null })
      expect(isSame(await harness.shared().readChunk(ref.sha256, 3), chunks[3]!)).toBe(true)
      await harness.refer(ref, false)
      expect(await harness.shared().offer(ref.sha256)).toBeNull()
      expect(await harness.shared().readChunk(ref.sha256, 3)).toBeNull()
    })

    test('what is not here is offered to nobody, referred to or not', async () => {
      await harness.refer(ref, true)
      expect(await harness.shared().offer(ref.sha256)).toBeNull()
      expect(await harness.shared().readChunk(ref.sha256, 0)).toBeNull()
    })

    test('there is no chunk behind the last, and a chunk owns its memory', async () => {
      await harness.keep(made.bytes)
      await harness.refer(ref, true)
      expect(await harness.shared().readChunk(ref.sha256, 4)).toBeNull()
      expect(await harness.shared().readChunk(ref.sha256, 2 ** 31)).toBeNull()
      const chunk = await harness.shared().readChunk(ref.sha256, 3)
      expect(chunk!.buffer.byteLength).toBe(5)
    })

    test('a chunk read into memory that is given is that chunk and nothing more', async () => {
      await harness.keep(made.bytes)
      await harness.refer(ref, true)
      const memory = new Uint8Array(CHUNK_BYTES).fill(0xee)
      for (const [index, chunk] of chunks.entries())
        expect(isSame(await harness.shared().readChunk(ref.sha256, index, memory), chunk)).toBe(true)
      const part = await resume({ ...ref, sha256: 'ab'.repeat(32) as Sha256 })
      await part.setChunkHashes(list.slice())
      await part.put(3, chunks[3]!.slice())
      await harness.refer({ ...ref, sha256: 'ab'.repeat(32) as Sha256 }, true)
      expect(isSame(await harness.shared().readChunk('ab'.repeat(32) as Sha256, 3, memory), chunks[3]!)).toBe(
        true,
      )
    })

    test('a chunk that was put may be overwritten by who put it', async () => {
      await harness.refer(ref, true)
      const partial = await resume()
      await partial.setChunkHashes(list.slice())
      const memory = new Uint8Array(CHUNK_BYTES + 64)
      for (const [index, chunk] of chunks.entries()) {
        const view = memory.subarray(33, 33 + chunk.length)
        view.set(chunk)
        expect(await partial.put(index, view)).toBe('kept')
        memory.fill(0xee)
      }
      expect(await partial.finish()).toBe('named')
      expect(isSame(await harness.read(ref.sha256), made.bytes)).toBe(true)
    })

    test('chunks put in any order make the blob, and it is named only at the end', async () => {
      await harness.refer(ref, true)
      const partial = await resume()
      expect(partial.chunkHashes()).toBeNull()
      expect(partial.held()).toEqual(new Uint8Array([0]))
      expect(await partial.setChunkHashes(list.slice())).toBe('kept')
      const puts = [2, 0, 3, 1].map(index => partial.put(index, chunks[index]!.slice()))
      expect(await Promise.all(puts)).toEqual(['kept', 'kept', 'kept', 'kept'])
      expect(partial.held()).toEqual(new Uint8Array([0b1111]))
      expect(await harness.read(ref.sha256)).toBeNull()
      expect(await partial.finish()).toBe('named')
      expect(isSame(await harness.read(ref.sha256), made.bytes)).toBe(true)
      expect(await harness.shared().offer(ref.sha256)).toMatchObject({ held: null })
    })

    test('a blob of no bytes is a blob', async () => {
      const nothing = madeOf(new Uint8Array(0))
      const partial = await resume(nothing.ref)
      await partial.setChunkHashes(nothing.list)
      expect(await partial.finish()).toBe('named')
      expect(await harness.read(nothing.ref.sha256)).toEqual(new Uint8Array(0))
    })

    test('a part is offered as a part, to members only', async () => {
      const partial = await resume()
      await partial.setChunkHashes(list.slice())
      await partial.put(1, chunks[1]!.slice())
      expect(await harness.shared().offer(ref.sha256)).toBeNull()
      await harness.refer(ref, true)
      expect(await harness.shared().offer(ref.sha256)).toEqual({
        ...ref,
        chunkHashes: list,
        held: new Uint8Array([0b0010]),
      })
      expect(isSame(await harness.shared().readChunk(ref.sha256, 1), chunks[1]!)).toBe(true)
      expect(await harness.shared().readChunk(ref.sha256, 0)).toBeNull()
    })

    test('what was kept is found again after a crash between any two steps', async () => {
      await harness.refer(ref, true)
      const steps: ((partial: PartialBlob) => Promise<unknown>)[] = [
        async () => {},
        partial => partial.setChunkHashes(list.slice()),
        ...chunks.map((chunk, index) => (partial: PartialBlob) => partial.put(index, chunk.slice())),
      ]
      for (const [done, step] of steps.entries()) {
        const partial = await resume()
        expect(partial.chunkHashes() !== null).toBe(done > 1)
        expect(partial.held()[0]).toBe(done > 2 ? (1 << (done - 2)) - 1 : 0)
        await step(partial)
        await harness.restart()
        expect(await harness.read(ref.sha256)).toBeNull()
      }
      const last = await resume()
      expect(last.chunkHashes()).toEqual(list)
      expect(await last.finish()).toBe('named')
      await harness.restart()
      expect(isSame(await harness.read(ref.sha256), made.bytes)).toBe(true)
    })

    test('what was left is found again', async () => {
      const first = await resume()
      await first.setChunkHashes(list.slice())
      await first.put(3, chunks[3]!.slice())
      await first.leave()
      const second = await resume()
      expect(second.held()).toEqual(new Uint8Array([0b1000]))
      expect(second.chunkHashes()).toEqual(list)
    })

    test('the same chunk twice is kept once', async () => {
      const partial = await resume()
      await partial.setChunkHashes(list.slice())
      await Promise.all([partial.put(0, chunks[0]!.slice()), partial.put(0, chunks[0]!.slice())])
      await partial.put(0, chunks[0]!.slice())
      for (const index of [1, 2, 3]) await partial.put(index, chunks[index]!.slice())
      expect(await partial.finish()).toBe('named')
      expect(isSame(await harness.read(ref.sha256), made.bytes)).toBe(true)
    })

    test('a whole that is not what its name says is damaged, named by nobody, and begun anew', async () => {
      const wrong = { ...ref, sha256: 'ab'.repeat(32) as Sha256 }
      const partial = await resume(wrong)
      await partial.setChunkHashes(list.slice())
      for (const [index, chunk] of chunks.entries()) await partial.put(index, chunk.slice())
      expect(await partial.finish()).toBe('damaged')
      expect(await harness.read(wrong.sha256)).toBeNull()
      expect((await resume(wrong)).held()).toEqual(new Uint8Array([0]))
    })

    test('two references that differ under one name do not mix their chunks', async () => {
      const other = madeOf(bytesOf(3 * CHUNK_BYTES + 5, 9))
      const wrong = { ...other.ref, sha256: ref.sha256 }
      const first = await resume(wrong)
      await first.setChunkHashes(other.list)
      await first.put(0, other.chunks[0]!.slice())
      await first.leave()
      const second = await resume()
      expect(second.held()).toEqual(new Uint8Array([0]))
      expect(second.chunkHashes()).toBeNull()
      await second.setChunkHashes(list.slice())
      for (const [index, chunk] of chunks.entries()) await second.put(index, chunk.slice())
      expect(await second.finish()).toBe('named')
      expect(isSame(await harness.read(ref.sha256), made.bytes)).toBe(true)
    })

    test('resuming what is whole here finds all of it', async () => {
      await harness.refer(ref, true)
      await harness.keep(made.bytes)
      const partial = await resume()
      expect(partial.held()).toEqual(new Uint8Array([0b1111]))
      expect(partial.chunkHashes()).toEqual(list)
      expect(await partial.finish()).toBe('named')
      expect(isSame(await harness.read(ref.sha256), made.bytes)).toBe(true)
    })

    test('a full disk says so, keeps what it had, and takes the rest when there is room', async () => {
      if (!harness.setFull) return
      const partial = await resume()
      await partial.setChunkHashes(list.slice())
      await partial.put(0, chunks[0]!.slice())
      await harness.setFull(true)
      expect(await partial.put(1, chunks[1]!.slice())).toBe('full')
      await partial.leave()
      await harness.setFull(false)
      const again = await resume()
      expect(again.held()).toEqual(new Uint8Array([0b0001]))
      for (const index of [1, 2, 3]) await again.put(index, chunks[index]!.slice())
      expect(await again.finish()).toBe('named')
    })
  })
}
