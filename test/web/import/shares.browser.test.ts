/** Files another app shared wait for the page, are there once, and do not pile up. */
import { beforeEach, expect, test } from 'vitest'
import { dropShare, keepShare, readShare } from '../../../web/shares/index.ts'

const DAY_MS = 86_400_000
const NOW = 1_780_000_000_000

const formOf = (...files: readonly File[]): FormData => {
  const form = new FormData()
  form.append('title', 'My laps')
  for (const file of files) form.append('files', file)
  return form
}

beforeEach(async () => {
  await caches.delete('paddock-shared')
})

test('what is kept is read back as it was, in its order', async () => {
  const files = [
    new File(['one'], 'Runde 1 – März.vbo', { lastModified: 5 }),
    new File([new Uint8Array([0, 255, 10])], 'b.xrk', { lastModified: 6 }),
  ]
  const share = (await keepShare(formOf(...files), NOW))!
  expect(share).toMatch(/^[0-9a-f]{16}$/)
  const found = await readShare(share)
  expect(found.map(({ name, lastModified }) => [name, lastModified])).toEqual([
    ['Runde 1 – März.vbo', 5],
    ['b.xrk', 6],
  ])
  expect(new Uint8Array(await found[1]!.arrayBuffer())).toEqual(new Uint8Array([0, 255, 10]))
})

test('a share without files, or with too many bytes, is not kept', async () => {
  expect(await keepShare(formOf(), NOW)).toBeNull()
  const huge = Object.defineProperty(new File(['x'], 'huge.ld'), 'size', { value: 2 ** 31 })
  const form = { values: () => [huge].values() } as never
  expect(await keepShare(form, NOW)).toBeNull()
  expect(await (await caches.open('paddock-shared')).keys()).toEqual([])
})

test('of very many files fifty are kept', async () => {
  const many = Array.from({ length: 60 }, (_, i) => new File(['x'], `${i}.csv`))
  expect(await readShare((await keepShare(formOf(...many), NOW))!)).toHaveLength(50)
})

test('a share that was taken, or an address that is none, is empty', async () => {
  const share = (await keepShare(formOf(new File(['x'], 'a.csv')), NOW))!
  await dropShare(share)
  for (const name of [share, 'none', '../../x', '']) expect(await readShare(name)).toEqual([])
})

test('a share nobody took is gone with the next one a day later', async () => {
  const old = (await keepShare(formOf(new File(['x'], 'a.csv')), NOW))!
  await keepShare(formOf(new File(['y'], 'b.csv')), NOW + DAY_MS / 2)
  expect(await readShare(old)).toHaveLength(1)
  await keepShare(formOf(new File(['z'], 'c.csv')), NOW + DAY_MS)
  expect(await readShare(old)).toEqual([])
})
