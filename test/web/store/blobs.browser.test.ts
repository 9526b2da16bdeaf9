/** The page's blob store keeps the promises of the port, and what only a database can get wrong. */
import { expect, test } from 'vitest'
import { CHUNK_BYTES } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import { asEpochMillis } from '#shared/units'
import { openLibrary } from '#web/store'
import { describeBlobStore } from '../../conformance/blob-store.ts'
import { behindItsBack, deleteDatabase, openTestLibrary, uniqueName, unwrap } from './support.ts'

interface NamingRow {
  readonly store: string
}
interface ChunkRow {
  readonly store: string
  readonly index: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

describeBlobStore('the page', async () => {
  let now = asEpochMillis(0)
  const library = unwrap(await openLibrary({ name: uniqueName(), now: () => now }))
  const { name } = library
  const storeOf = async (sha256: Sha256): Promise<string> =>
    (await behindItsBack<NamingRow>(name, 'blobs', store => store.get(sha256))).store
  return {
    store: library.blobs,
    setNow(at) {
      now = at
    },
    chunkCount: () => behindItsBack(name, 'chunks', store => store.count()),
    async loseChunk(sha256, index) {
      const store = await storeOf(sha256)
      await behindItsBack(name, 'chunks', chunks => chunks.delete([store, index]))
    },
    async flipByte(sha256, index) {
      const store = await storeOf(sha256)
      const row = await behindItsBack<ChunkRow>(name, 'chunks', chunks => chunks.get([store, index]))
      row.bytes[0]! ^= 1
      await behindItsBack(name, 'chunks', chunks => chunks.put(row))
    },
    async close() {
      library.close()
      await deleteDatabase(name)
    },
  }
})

const draft = (bytes: Uint8Array | AsyncIterable<Uint8Array>) =>
  ({ bytes, kind: 'trace', own: true }) as const

test('a blob of several batches whose beginning is swept while it is written is refused and leaves nothing', async () => {
  let now = asEpochMillis(0)
  const library = await openTestLibrary({ now: () => now })
  const piece = new Uint8Array(CHUNK_BYTES)
  async function* slowly(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 33; i++) yield piece
    now = asEpochMillis(1_000_000)
    while (unwrap(await library.blobs.sweep(asEpochMillis(now + 1))) === 0) yield piece
    for (let i = 0; i < 33; i++) yield piece
  }
  expect(await library.blobs.stage([draft(slowly())])).toMatchObject({ ok: false, kind: 'expired' })
  expect(await behindItsBack(library.name, 'chunks', store => store.count())).toBe(0)
  expect(await behindItsBack(library.name, 'staging', store => store.count())).toBe(0)
})

test('a blob of many batches comes back as it was', async () => {
  const library = await openTestLibrary()
  const bytes = new Uint8Array(20 * 1024 * 1024 + 1)
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  const staged = unwrap(await library.blobs.stage([draft(bytes)]))
  unwrap(await library.blobs.name(staged))
  const back = unwrap(await library.blobs.read(staged[0]!.sha256))
  expect(back.length).toBe(bytes.length)
  expect(staged[0]!.chunkCount).toBe(81)
})

test('a damaged naming row is a failure, and bringing the bytes again repairs it', async () => {
  const library = await openTestLibrary()
  const bytes = Uint8Array.of(1, 2, 3)
  const staged = unwrap(await library.blobs.stage([draft(bytes)]))
  const [info] = unwrap(await library.blobs.name(staged))
  await behindItsBack(library.name, 'blobs', store => store.put({ sha256: info!.sha256, size: 'three' }))
  expect(await library.blobs.read(info!.sha256)).toMatchObject({ ok: false, kind: 'damaged' })
  unwrap(await library.blobs.name(unwrap(await library.blobs.stage([draft(bytes)]))))
  expect(await library.blobs.read(info!.sha256)).toEqual({ ok: true, value: bytes })
})
