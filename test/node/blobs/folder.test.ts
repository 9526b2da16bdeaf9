/** A folder keeps what every blob store promises. */
import { randomFillSync } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type BlobFolder, openBlobFolder } from '#node/blobs'
import { CHUNK_BYTES, chunkCountOf } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import { type BlobStoreHarness, describeBlobStore } from '../../conformance/blob-store.ts'

const fillRandom = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => randomFillSync(bytes)

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.startsWith('index.sqlite'))
    .map(entry => join(entry.parentPath, entry.name))

const openHarness = async (): Promise<BlobStoreHarness> => {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-test-'))
  let now: EpochMillis = asEpochMillis(0)
  const store = await openBlobFolder({ folder, now: () => now, fillRandom })
  return {
    store,
    setNow: at => {
      now = at
    },
    chunkCount: async () => filesIn(folder).reduce((sum, path) => sum + chunkCountOf(statSync(path).size), 0),
    // A file cannot lose its middle; what is behind it goes too.
    loseChunk: (sha256, index) => truncate(store.pathOf(sha256), index * CHUNK_BYTES),
    flipByte: async (sha256, index) => {
      const file = await open(store.pathOf(sha256), 'r+')
      const byte = new Uint8Array(1)
      await file.read(byte, 0, 1, index * CHUNK_BYTES)
      byte[0]! ^= 1
      await file.write(byte, 0, 1, index * CHUNK_BYTES)
      await file.close()
    },
    close: async () => {
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describeBlobStore('a folder', openHarness)

const openIn = async (folder: string, capacityBytes = Number.POSITIVE_INFINITY): Promise<BlobFolder> => {
  const store = await openBlobFolder({
    folder,
    now: () => asEpochMillis(1_800_000_000_000),
    fillRandom,
    capacityBytes: () => capacityBytes,
  })
  onTestFinished(() => store.close())
  return store
}

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('what does not fit under the cap is refused whole, and leaves room for what does', async () => {
  const store = await openIn(temporary(), 2 * CHUNK_BYTES)
  const big = { bytes: new Uint8Array(3 * CHUNK_BYTES), kind: 'trace', own: true } as const
  expect(await store.stage([big])).toMatchObject({ ok: false, kind: 'full' })
  const small = { ...big, bytes: new Uint8Array(CHUNK_BYTES).fill(1) }
  expect(await store.stage([small, { ...small }])).toMatchObject({ ok: true })
})

test('a program that stopped after bytes got their place, and before they got their name, lost nothing and kept nothing', async () => {
  const folder = temporary()
  const first = await openIn(folder)
  const bytes = new Uint8Array(1_000).fill(3)
  const staged = await first.stage([{ bytes, kind: 'trace', own: true }])
  if (!staged.ok) throw new Error(staged.message)
  const failing = { ...staged.value[0]!, sha256: 'cd'.repeat(32) as Sha256, store: 'ab'.repeat(16) as never }
  first.index.stage(failing.store, asEpochMillis(0))
  await expect(first.name([staged.value[0]!, failing])).resolves.toMatchObject({ ok: false })
  first.close()
  const second = await openIn(folder)
  expect(await second.info(staged.value[0]!.sha256)).toEqual({ ok: true, value: null })
  const again = await second.stage([{ bytes, kind: 'trace', own: true }])
  if (!again.ok) throw new Error(again.message)
  expect(await second.name(again.value)).toMatchObject({ ok: true })
  expect(await second.read(again.value[0]!.sha256)).toEqual({ ok: true, value: bytes })
})
