/** Entries as the browser inflates them: the same bytes as JavaScript makes, and of what lies no more than it announced. */
import { deflateSync } from 'fflate'
import { expect, test } from 'vitest'
import { MAX_MESSAGE_BYTES, plainPacking } from '#shared/sync'
import { createPagePacking } from '../../../web/net/packing.ts'

const packing = createPagePacking()

/** Half of it can be deflated. */
const bytesOf = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size / 2; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size / 2)))
  return bytes
}

test('this browser does it itself', () => {
  expect(packing.inflate).not.toBe(plainPacking.inflate)
})

test('what was deflated comes back, however large', async () => {
  for (const size of [0, 1, 1000, 245_000, MAX_MESSAGE_BYTES]) {
    const bytes = bytesOf(size)
    expect(await packing.inflate(packing.deflate(bytes), size)).toEqual(bytes)
  }
})

test('another size than announced, a cut and what is not deflated are refused', async () => {
  const packed = packing.deflate(bytesOf(50_000))
  for (const size of [0, 49_999, 50_001]) await expect(packing.inflate(packed, size)).rejects.toThrow()
  for (const cut of [0, 1, 100, packed.length - 1])
    await expect(packing.inflate(packed.subarray(0, cut), 50_000)).rejects.toThrow()
  await expect(packing.inflate(new Uint8Array(300).fill(0xff), 500)).rejects.toThrow()
})

test('what would grow a thousandfold is refused with its first pieces', async () => {
  const bomb = deflateSync(new Uint8Array(256 * 1024 * 1024), { level: 1 })
  const started = performance.now()
  await expect(packing.inflate(bomb, 1000)).rejects.toThrow('more was deflated')
  expect(performance.now() - started).toBeLessThan(2_000)
})
