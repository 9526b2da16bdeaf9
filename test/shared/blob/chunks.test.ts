/** Cutting bytes into chunks and joining them again. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHUNK_BYTES, chunkCountOf, chunkSizeAt, chunkStart, cutIntoChunks, joinChunks } from '#shared/blob'

describe('the chunks of a blob', () => {
  test('tile it exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), size => {
        const count = chunkCountOf(size)
        const last = count - 1
        if (count > 0) expect(chunkStart(last) + chunkSizeAt(size, last)).toBe(size)
        expect(chunkSizeAt(size, count)).toBe(0)
        if (count > 1) expect(chunkSizeAt(size, 0)).toBe(CHUNK_BYTES)
      }),
    )
  })

  test('there is no chunk at an index that is not one', () => {
    for (const index of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(chunkSizeAt(10, index)).toBe(0)
  })

  test('own their memory, so that keeping one does not keep what it was cut from', async () => {
    const source = new Uint8Array(3 * CHUNK_BYTES + 5)
    const sizes: number[] = []
    for await (const chunk of cutIntoChunks(source)) {
      expect(chunk.buffer).not.toBe(source.buffer)
      expect(chunk.buffer.byteLength).toBe(chunk.length)
      sizes.push(chunk.length)
    }
    expect(sizes).toEqual([CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES, 5])
  })

  test('join only when all are there with their right lengths', () => {
    const whole = new Uint8Array(CHUNK_BYTES)
    const rest = new Uint8Array(3)
    expect(joinChunks([whole, rest], CHUNK_BYTES + 3)?.length).toBe(CHUNK_BYTES + 3)
    expect(joinChunks([whole], CHUNK_BYTES + 3)).toBeNull()
    expect(joinChunks([whole, whole], CHUNK_BYTES + 3)).toBeNull()
    expect(joinChunks([rest, whole], CHUNK_BYTES + 3)).toBeNull()
    expect(joinChunks([], 0)).toEqual(new Uint8Array(0))
  })
})
