/**
 * What every blob store promises, run by each adapter's own test file. The harness opens an empty store with a
 * clock and a way to damage what lies under it.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BlobDraft, type BlobStore, CHUNK_BYTES, type StagedBlob } from '#shared/blob'
import { bytesToHex, type Sha256 } from '#shared/id'
import { asEpochMillis, type EpochMillis } from '#shared/units'

export interface BlobStoreHarness {
  readonly store: BlobStore
  setNow(at: EpochMillis): void
  /** Chunks of named and staged blobs together. */
  chunkCount(): Promise<number>
  loseChunk(sha256: Sha256, index: number): Promise<void>
  /** Changes one byte of a chunk. */
  flipByte(sha256: Sha256, index: number): Promise<void>
  close(): Promise<void>
}

/** SHA-256 of nothing, and of 'abc', as NIST publishes them. */
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const SHA256_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

const NOON = asEpochMillis(1_800_000_000_000)
const later = (ms: number): EpochMillis => asEpochMillis(NOON + ms)

const bytesOf = (size: number, seed = 1): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (let i = 0, state = seed; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}

const draft = (bytes: BlobDraft['bytes'], own = true): BlobDraft => ({ bytes, kind: 'trace', own })

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const size of sizes) {
    yield bytes.subarray(from, from + size)
    from += size
  }
  yield bytes.subarray(from)
}

export const describeBlobStore = (name: string, open: () => Promise<BlobStoreHarness>): void => {
  describe(`${name} is a blob store`, () => {
    let harness: BlobStoreHarness
    beforeEach(async () => {
      harness = await open()
      harness.setNow(NOON)
    })
    afterEach(() => harness.close())

    const stage = async (...drafts: BlobDraft[]): Promise<readonly StagedBlob[]> => {
      const staged = await harness.store.stage(drafts)
      if (!staged.ok) throw new Error(staged.message)
      return staged.value
    }
    const keep = async (...drafts: BlobDraft[]): Promise<Sha256[]> => {
      const named = await harness.store.name(await stage(...drafts))
      if (!named.ok) throw new Error(named.message)
      return named.value.map(info => info.sha256)
    }

    test('bytes are named by their SHA-256 and come back as they were', async () => {
      const [nothing, abc] = await keep(draft(new Uint8Array(0)), draft(new TextEncoder().encode('abc')))
      expect(nothing).toBe(SHA256_OF_NOTHING)
      expect(abc).toBe(SHA256_OF_ABC)
      expect(await harness.store.read(nothing!)).toEqual({ ok: true, value: new Uint8Array(0) })
      expect(await harness.store.read(abc!)).toEqual({ ok: true, value: new TextEncoder().encode('abc') })
    })

    test('the chunk root is the SHA-256 of the chunks’ digests', async () => {
      const bytes = bytesOf(CHUNK_BYTES + 7)
      const [staged] = await stage(draft(bytes))
      const digests = new Uint8Array(64)
      digests.set(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice(0, CHUNK_BYTES))), 0)
      digests.set(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice(CHUNK_BYTES))), 32)
      const root = new Uint8Array(await crypto.subtle.digest('SHA-256', digests))
      expect(staged).toMatchObject({ size: CHUNK_BYTES + 7, chunkCount: 2, chunkRoot: bytesToHex(root) })
    })

    test('the same bytes get the same names however they arrive', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 3 * CHUNK_BYTES }),
          fc.array(fc.integer({ min: 0, max: CHUNK_BYTES + 1 }), { maxLength: 6 }),
          async (size, sizes) => {
            const bytes = bytesOf(size, size + 1)
            const [whole, pieces] = await stage(draft(bytes), draft(inPieces(bytes, sizes)))
            expect(pieces).toEqual({ ...whole, store: pieces!.store })
            const [sha256] = await keep(draft(inPieces(bytes, sizes)))
            expect(await harness.store.read(sha256!)).toEqual({ ok: true, value: bytes })
          },
        ),
        {
          numRuns: 15,
          examples: [
            [CHUNK_BYTES, [CHUNK_BYTES]],
            [2 * CHUNK_BYTES, [1]],
          ],
        },
      )
    })

    test('staged bytes have no name until they are named', async () => {
      const staged = await stage(draft(bytesOf(10)))
      const { sha256 } = staged[0]!
      expect(await harness.store.info(sha256)).toEqual({ ok: true, value: null })
      expect(await harness.store.read(sha256)).toMatchObject({ ok: false, kind: 'missing' })
      await harness.store.name(staged)
      expect(await harness.store.info(sha256)).toMatchObject({
        ok: true,
        value: { sha256, size: 10, chunkCount: 1, kind: 'trace', own: true, createdAt: NOON },
      })
    })

    test('the same bytes twice are kept once, also within one call', async () => {
      const bytes = bytesOf(CHUNK_BYTES + 1)
      await keep(draft(bytes), draft(bytes))
      await keep(draft(bytes))
      expect(await harness.chunkCount()).toBe(2)
    })

    test('other people’s bytes become ours when we bring them too, never the other way', async () => {
      const bytes = bytesOf(5)
      const [sha256] = await keep(draft(bytes, false))
      await keep(draft(bytes, true))
      await keep(draft(bytes, false))
      expect(await harness.store.info(sha256!)).toMatchObject({ value: { own: true, createdAt: NOON } })
    })

    test('a chunk can be had on its own, and one that is not there is missing', async () => {
      const bytes = bytesOf(CHUNK_BYTES + 3)
      const [sha256] = await keep(draft(bytes))
      expect(await harness.store.readChunk(sha256!, 1)).toEqual({ ok: true, value: bytes.slice(CHUNK_BYTES) })
      for (const index of [2, -1, 0.5]) {
        expect(await harness.store.readChunk(sha256!, index)).toMatchObject({ ok: false, kind: 'missing' })
      }
    })

    test('a lost chunk is a failure, and bringing the bytes again repairs it', async () => {
      const bytes = bytesOf(2 * CHUNK_BYTES + 1)
      const [sha256] = await keep(draft(bytes))
      await harness.loseChunk(sha256!, 1)
      expect(await harness.store.read(sha256!)).toMatchObject({ ok: false, kind: 'missing' })
      await keep(draft(bytes))
      expect(await harness.store.read(sha256!)).toEqual({ ok: true, value: bytes })
      expect(await harness.chunkCount()).toBe(3)
    })

    test('a changed byte is noticed, unless the reader asks not to look', async () => {
      const [sha256] = await keep(draft(bytesOf(100)))
      await harness.flipByte(sha256!, 0)
      expect(await harness.store.read(sha256!)).toMatchObject({ ok: false, kind: 'damaged' })
      expect(await harness.store.read(sha256!, { verify: false })).toMatchObject({ ok: true })
    })

    test('dropped bytes are gone and cannot be named', async () => {
      const staged = await stage(draft(bytesOf(10)))
      await harness.store.drop(staged)
      expect(await harness.chunkCount()).toBe(0)
      expect(await harness.store.name(staged)).toMatchObject({ ok: false, kind: 'expired' })
    })

    test('the sweeper takes what was staged before its moment and never named', async () => {
      const [named] = await keep(draft(bytesOf(10, 1)))
      const old = await stage(draft(bytesOf(10, 2)), draft(new Uint8Array(0)))
      harness.setNow(later(1000))
      const young = await stage(draft(bytesOf(10, 3)))
      expect(await harness.store.sweep(later(1000))).toEqual({ ok: true, value: 2 })
      expect(await harness.store.read(named!)).toMatchObject({ ok: true })
      expect(await harness.store.name(old)).toMatchObject({ ok: false, kind: 'expired' })
      expect(await harness.store.name(young)).toMatchObject({ ok: true })
    })

    test('naming is all or nothing', async () => {
      const swept = await stage(draft(bytesOf(10, 1)))
      await harness.store.drop(swept)
      const good = await stage(draft(bytesOf(10, 2)))
      expect(await harness.store.name([...good, ...swept])).toMatchObject({ ok: false, kind: 'expired' })
      expect(await harness.store.info(good[0]!.sha256)).toEqual({ ok: true, value: null })
      expect(await harness.store.name(good)).toMatchObject({ ok: true })
    })

    test('a source that breaks off leaves nothing behind and its error reaches the caller', async () => {
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield bytesOf(CHUNK_BYTES)
        throw new RangeError('the file ended early')
      }
      await expect(harness.store.stage([draft(bytesOf(9)), draft(broken())])).rejects.toThrow('ended early')
      expect(await harness.chunkCount()).toBe(0)
    })

    test('removing forgets names and bytes, and ignores what it does not know', async () => {
      const [kept, removed] = await keep(draft(bytesOf(10, 1)), draft(bytesOf(10, 2)))
      expect(await harness.store.remove([removed!, SHA256_OF_ABC as Sha256])).toMatchObject({ ok: true })
      expect(await harness.store.read(removed!)).toMatchObject({ ok: false, kind: 'missing' })
      expect(await harness.store.read(kept!)).toMatchObject({ ok: true })
      expect(await harness.chunkCount()).toBe(1)
    })

    test('usage counts named bytes by kind', async () => {
      await keep(draft(bytesOf(10, 1)), { bytes: bytesOf(300_000, 2), kind: 'original', own: true })
      await stage(draft(bytesOf(50, 3)))
      expect(await harness.store.usage()).toEqual({
        ok: true,
        value: { trace: 10, original: 300_000, livery: 0, picture: 0 },
      })
    })
  })
}
