/** 5 GiB written, read and searched for its end byte by byte, with a memory that stays flat. */
import { expect, test } from 'vitest'
import { openArchive, type RandomAccess, salvageArchive } from '../../../shared/archive/index.ts'
import { GIB, writeSparse } from './sparse.ts'

const LARGE = 5 * GIB

const readLarge = async (source: RandomAccess): Promise<[number, string]> => {
  const outcome = await openArchive(source)
  if (!outcome.ok) throw new Error(outcome.problem)
  const reading = outcome.archive.read(outcome.archive.entries[1]!)
  let length = 0
  for await (const piece of reading) length += piece.length
  return [length, reading.state()]
}

test.each([
  ['known', { size: LARGE }],
  ['unknown', {}],
])('an entry of 5 GiB, its size %s beforehand, is read whole', async (_, options) => {
  const source = await writeSparse(LARGE, options)
  expect(await readLarge(source)).toEqual([LARGE, 'ok'])
  const salvaged = await salvageArchive(source)
  expect(salvaged.end).toBe('complete')
  expect(salvaged.entries.map(({ name, size, problem }) => [name, size, problem])).toEqual([
    ['before.txt', 6, null],
    ['large.bin', LARGE, null],
    ['after.txt', 5, null],
  ])
  expect(process.memoryUsage().rss).toBeLessThan(GIB)
})
