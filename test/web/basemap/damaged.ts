/** Damaged map files, as many as asked for: the answer is a tile, nothing, or a refusal, and no range read is too large. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { openArchive } from '../../../web/basemap/archive.ts'
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
export const checkDamaged = async (numRuns: number, seed: number): Promise<void> => {
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
    { numRuns, seed },
  )
}
