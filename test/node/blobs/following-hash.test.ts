/** The hash of a whole is what it would be of all chunks in order, whatever order they came in. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFollowingHash } from '../../../node/blobs/following-hash.ts'

const chunkOf = (index: number): Uint8Array => new Uint8Array(10 + index).fill(index + 1)
const wholeOf = (count: number): string => {
  const hash = createHash('sha256')
  for (let index = 0; index < count; index++) hash.update(chunkOf(index))
  return hash.digest('hex')
}

/** A file in memory whose reads take some turns. */
const createFile = (count: number) => {
  const here = new Set<number>()
  let mostAtOnce = 0
  let reading = 0
  const following = createFollowingHash({
    count,
    isHere: index => here.has(index),
    read: async (index, memory) => {
      mostAtOnce = Math.max(mostAtOnce, ++reading)
      for (let turn = 0; turn <= index % 3; turn++) await Promise.resolve()
      reading--
      memory.set(chunkOf(index))
      return memory.subarray(0, chunkOf(index).length)
    },
  })
  const write = (index: number): void => {
    here.add(index)
    following.wrote(index, chunkOf(index))
  }
  return { following, here, write, mostAtOnce: () => mostAtOnce }
}

const orders = fc.nat(20).chain(count =>
  fc.record({
    count: fc.constant(count),
    order: fc.shuffledSubarray(
      Array.from({ length: count }, (_, index) => index),
      { minLength: count },
    ),
    pauses: fc.array(fc.nat(4), { minLength: count, maxLength: count }),
    rests: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
  }),
)

test('in any order, with rests, it is the hash of the whole, and one chunk is read at a time', async () => {
  await fc.assert(
    fc.asyncProperty(orders, async ({ count, order, pauses, rests }) => {
      const { following, write, mostAtOnce } = createFile(count)
      for (const [step, index] of order.entries()) {
        write(index)
        for (let turn = 0; turn < pauses[step]!; turn++) await Promise.resolve()
        if (rests[step]) await following.rest()
      }
      expect(await following.digest()).toBe(wholeOf(count))
      expect(await following.digest()).toBe(wholeOf(count))
      expect(mostAtOnce()).toBeLessThanOrEqual(1)
    }),
  )
})

test('there is none while a chunk is missing, and there is one once it came', async () => {
  const { following, write } = createFile(3)
  write(0)
  write(2)
  expect(await following.digest()).toBeNull()
  write(1)
  expect(await following.digest()).toBe(wholeOf(3))
})

test('there is none of what cannot be read', async () => {
  const here = new Set([0, 1])
  const following = createFollowingHash({
    count: 2,
    isHere: index => here.has(index),
    read: async () => null,
  })
  following.wrote(1, chunkOf(1))
  expect(await following.digest()).toBeNull()
})

test('nothing is read while it rests', async () => {
  const reads: number[] = []
  const following = createFollowingHash({
    count: 2,
    isHere: () => true,
    read: async index => {
      reads.push(index)
      return chunkOf(index)
    },
  })
  await following.rest()
  expect(reads).toEqual([])
  following.wrote(1, chunkOf(1))
  expect(await following.digest()).toBe(wholeOf(2))
  expect(reads).toEqual([0, 1])
})
