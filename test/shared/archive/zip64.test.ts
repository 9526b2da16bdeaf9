/** Archives beyond 4 GiB and 65,535 entries; what takes minutes is in the soak beside this. */
import { describe, expect, test } from 'vitest'
import { openArchive, salvageArchive } from '../../../shared/archive/index.ts'
import { archiveOf, digestOf, opened, textOf } from './made.ts'
import { GIB, writeSparse } from './sparse.ts'

/** An entry of more than 4 GiB behind a small one and before another. */
const LARGE = 4 * GIB + 12_345

/** The sums of 4 GiB take 9 s alone, and three times that beside a browser. */
const LARGE_LIMIT_MS = 60_000

describe('an entry beyond 4 GiB', () => {
  test(
    'is listed, and so is what stands behind it',
    async () => {
      const source = await writeSparse(LARGE, { size: LARGE })
      const outcome = await openArchive(source)
      if (!outcome.ok) throw new Error(outcome.problem)
      const { archive } = outcome
      expect(archive.entries.map(({ name, size, problem }) => [name, size, problem])).toEqual([
        ['before.txt', 6, null],
        ['large.bin', LARGE, null],
        ['after.txt', 5, null],
      ])
      const after = await archive.readWhole(archive.entries[2]!)
      expect(after.ok && digestOf(after.bytes)).toBe(digestOf(textOf('after')))
      const salvaged = await salvageArchive(source)
      expect(salvaged.end).toBe('complete')
      expect(salvaged.entries.map(({ name, size, crc }) => [name, size, crc])).toEqual(
        archive.entries.map(({ name, size, crc }) => [name, size, crc]),
      )
    },
    LARGE_LIMIT_MS,
  )
})

describe('many entries', () => {
  test.each([65_534, 65_535, 65_536])('%d are listed', async count => {
    const bytes = await archiveOf(
      Array.from({ length: count }, (_, i) => ({ name: `laps/${i}`, source: textOf(`${i}`) })),
    )
    const archive = await opened(bytes)
    expect(archive.entries).toHaveLength(count)
    const last = await archive.readWhole(archive.entries.at(-1)!)
    expect(last.ok && digestOf(last.bytes)).toBe(digestOf(textOf(`${count - 1}`)))
  })
})
