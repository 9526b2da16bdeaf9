/** Damaged map files: every byte may be wrong, and the answer is a tile, nothing, or a refusal, soon. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openArchive } from '../../../web/basemap/archive.ts'
import { attributionOf } from '../../../web/basemap/attribution.ts'
import { pictureSizeOf } from '../../../web/basemap/picture-size.ts'
import { makeArchive, makePng } from './made-archive.ts'

const TILES = Array.from({ length: 16 }, (_, i) => ({
  z: 2,
  x: i % 4,
  y: i >> 2,
  bytes: makePng([i * 10, 0, 0], 16),
}))
const WHOLE = [
  makeArchive({ tiles: TILES, levels: 1, isPacked: false }),
  makeArchive({ tiles: TILES, levels: 2, isPacked: false }),
  makeArchive({ tiles: TILES, levels: 2, isPacked: true }),
]
const SEED = 20_261_121

test('300 damaged files are answered each, and none asks for more than it may', async () => {
  let key = 0
  const flips = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...WHOLE), flips, fc.nat(), async (whole, damage, cut) => {
      const bytes = whole.slice(0, cut % 4 === 0 ? cut % whole.length : whole.length)
      // Most damage lies where it matters: header, directories, metadata.
      for (const [at, value] of damage) if (bytes.length > 0) bytes[at % Math.min(bytes.length, 600)] = value
      const file = new Blob([bytes])
      const largest = { bytes: 0 }
      const slice = file.slice.bind(file)
      file.slice = (from = 0, to = file.size) => {
        largest.bytes = Math.max(largest.bytes, to - from)
        return slice(from, to)
      }
      key += 1
      const opened = await openArchive(file, String(key))
      if (!opened.ok) return
      for (const [x, y] of [
        [0, 0],
        [3, 3],
      ] as const) {
        const tile = await opened.value.tile(2, x, y).catch(() => null)
        if (tile) expect(tile.type).toMatch(/^image\/(png|jpeg|webp)$/)
      }
      expect(largest.bytes).toBeLessThanOrEqual(4 * 1024 * 1024)
    }),
    { numRuns: 300, seed: SEED },
  )
})

test('any bytes have a picture’s size or none', () => {
  const starts = [
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52],
    [0xff, 0xd8, 0xff, 0xe0],
    [...new TextEncoder().encode('RIFF0000WEBPVP8 ')],
    [...new TextEncoder().encode('RIFF0000WEBPVP8L')],
    [...new TextEncoder().encode('RIFF0000WEBPVP8X')],
  ]
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 80 }), (start, rest) => {
      const size = pictureSizeOf(Uint8Array.from([...start, ...rest]))
      if (!size) return
      expect(size.width).toBeGreaterThan(0)
      expect(size.height).toBeGreaterThan(0)
    }),
    { seed: SEED },
  )
})

test('sizes are read from all three kinds of picture', () => {
  const jpeg = Uint8Array.from([
    0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 1, 0, 2, 0, 1, 1, 0x11, 0,
  ])
  expect(pictureSizeOf(jpeg)).toEqual({ type: 'image/jpeg', width: 512, height: 256 })
  const lossy = new Uint8Array(30)
  lossy.set(new TextEncoder().encode('RIFF0000WEBPVP8 '))
  lossy.set([0, 1, 0, 2], 26)
  expect(pictureSizeOf(lossy)).toEqual({ type: 'image/webp', width: 256, height: 512 })
  expect(pictureSizeOf(makePng([0, 0, 0], 20, 10))).toEqual({ type: 'image/png', width: 20, height: 10 })
})

test('a credit never carries markup, control characters or a novel', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), attribution => {
      const credit = attributionOf({ attribution: `a ${attribution}` })!
      expect(credit.length).toBeLessThanOrEqual(160)
      expect(credit).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }),
    { seed: SEED },
  )
  expect(attributionOf({ attribution: '<img src=x onerror=alert(1)>Map &#169; us' })).toBe('Map © us')
  expect(attributionOf({ attribution: '  ' })).toBeNull()
  expect(attributionOf(null)).toBeNull()
})
