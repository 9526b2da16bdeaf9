/** Damaged map files: every byte may be wrong, and the answer is a tile, nothing, or a refusal, soon. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attributionOf } from '../../../web/basemap/attribution.ts'
import { pictureSizeOf } from '../../../web/basemap/picture-size.ts'
import { checkDamaged } from './damaged.ts'
import { makePng } from './made-archive.ts'

const SEED = 20_261_121

test('300 damaged files are answered each, and none asks for more than it may', () => checkDamaged(300, SEED))

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
