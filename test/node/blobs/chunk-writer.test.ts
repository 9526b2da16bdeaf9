/** Chunks land where they belong, whatever order they come in and however little the system takes at once. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHUNK_BYTES, chunkStart } from '#shared/blob'
import { createChunkWriter, type Written } from '../../../node/blobs/chunk-writer.ts'

const COUNT = 9
const chunkOf = (index: number) => new Uint8Array(index === COUNT - 1 ? 7 : CHUNK_BYTES).fill(index + 1)

/** A file in memory that takes `most` bytes at once. */
const createFile = (most: () => number) => {
  const bytes = new Uint8Array(COUNT * CHUNK_BYTES)
  let writes = 0
  let atOnce = 0
  let mostAtOnce = 0
  const writev = async (parts: readonly Uint8Array[], position: number) => {
    writes++
    mostAtOnce = Math.max(mostAtOnce, ++atOnce)
    await new Promise(resolve => setImmediate(resolve))
    atOnce--
    const all = Buffer.concat(parts).subarray(0, most())
    bytes.set(all, position)
    return { bytesWritten: all.length }
  }
  const handle = async (): Promise<Written> => ({ writev })
  return { bytes, handle, writes: () => writes, mostAtOnce: () => mostAtOnce }
}

test('in any order, cut anywhere, one write at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(
        Array.from({ length: COUNT }, (_, index) => index),
        { minLength: 1 },
      ),
      fc.array(fc.integer({ min: 100_000, max: 2_000_000 }), { minLength: 1 }),
      async (order, takes) => {
        let taken = 0
        const { bytes, handle, mostAtOnce } = createFile(() => takes[taken++ % takes.length]!)
        const writer = createChunkWriter(handle)
        await Promise.all(order.map(index => writer.write(index, chunkOf(index))))
        for (let index = 0; index < COUNT; index++) {
          const there = bytes.subarray(chunkStart(index), chunkStart(index) + chunkOf(index).length)
          const wanted = order.includes(index) ? chunkOf(index) : new Uint8Array(there.length)
          expect(Buffer.compare(there, wanted)).toBe(0)
        }
        expect(mostAtOnce()).toBe(1)
      },
    ),
    { numRuns: 30 },
  )
})

test('those that come while another is written are written together', async () => {
  const { handle, writes } = createFile(() => Number.POSITIVE_INFINITY)
  const writer = createChunkWriter(handle)
  await Promise.all([0, 5, 2, 4, 3].map(index => writer.write(index, chunkOf(index))))
  expect(writes()).toBe(2)
})

test('a failure is of those that were being written, and the next are tried', async () => {
  let isFull = true
  const { handle, bytes } = createFile(() => Number.POSITIVE_INFINITY)
  const writer = createChunkWriter(async () => {
    if (isFull) throw new Error('no room')
    return await handle()
  })
  await expect(writer.write(0, chunkOf(0))).rejects.toThrow('no room')
  isFull = false
  await writer.write(0, chunkOf(0))
  expect(bytes[0]).toBe(1)
})

test('a disk that takes nothing does not keep anybody waiting', async () => {
  const { handle } = createFile(() => 0)
  await expect(createChunkWriter(handle).write(0, chunkOf(0))).rejects.toMatchObject({ code: 'EIO' })
})
