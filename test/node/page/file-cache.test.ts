import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFileCache, type FileCache } from '../../../node/page/file-cache.ts'
import { temporaryFolder, writeFiles } from '../support/folder.ts'

const plainOf = async (cache: FileCache, path: string): Promise<Buffer> => {
  const content = await cache.read(path)
  if (content?.kind !== 'kept') throw new Error(`${path} is not kept`)
  return content.encoded('identity')
}

test('a file stays in memory while there is room, the longest unused leaves first', async () => {
  const folder = temporaryFolder()
  const [a, b, c] = ['a', 'b', 'c'].map(name => join(folder, name)) as [string, string, string]
  await writeFiles(folder, { a: Buffer.alloc(400), b: Buffer.alloc(400), c: Buffer.alloc(400) })
  const cache = createFileCache(1000)
  const [firstA, firstB] = [await plainOf(cache, a), await plainOf(cache, b)]
  expect(await plainOf(cache, a)).toBe(firstA)
  await plainOf(cache, c)
  expect(await plainOf(cache, a)).toBe(firstA)
  expect(await plainOf(cache, b)).not.toBe(firstB)
})

test('compressed forms count too', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'a')
  // Bytes without a pattern: the compressed form is as large as the file.
  const bytes = Buffer.from(Array.from({ length: 600 }, (_, i) => (i * i * 31 + (i >> 3) * 17) & 255))
  await writeFiles(folder, { a: bytes })
  const cache = createFileCache(900)
  const content = await cache.read(path)
  if (content?.kind !== 'kept') throw new Error('not kept')
  const plain = await content.encoded('identity')
  expect(await plainOf(cache, path)).toBe(plain)
  expect((await content.encoded('gzip')).length).toBeGreaterThan(300)
  expect(await plainOf(cache, path)).not.toBe(plain)
})

test('a file that is gone is null', async () => {
  expect(await createFileCache().read(join(temporaryFolder(), 'none'))).toBeNull()
})
