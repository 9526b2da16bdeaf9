/** A file is flushed while it is written, and no failure of that is forgotten. */
import { expect, test } from 'vitest'
import { createEarlyFlush } from '../../../node/blobs/early-flush.ts'

const MIB = 1024 * 1024

test('much that was written is flushed before the end, by one flush at a time', async () => {
  let flushes = 0
  let end = (): void => {}
  const flush = createEarlyFlush(() => {
    flushes++
    return new Promise(resolve => {
      end = resolve
    })
  })
  for (let written = 0; written < 31; written++) flush.wrote(MIB)
  expect(flushes).toBe(0)
  for (let written = 0; written < 100; written++) flush.wrote(MIB)
  expect(flushes).toBe(1)
  end()
  await flush.settled()
  flush.wrote(MIB)
  expect(flushes).toBe(2)
  end()
  await flush.settled()
  const finishing = flush.finish()
  await Promise.resolve()
  expect(flushes).toBe(3)
  end()
  await finishing
})

test('a flush that failed fails the end, although the last one succeeds', async () => {
  let isFull = true
  const flush = createEarlyFlush(async () => {
    if (isFull) throw new Error('no room')
  })
  flush.wrote(40 * MIB)
  await flush.settled()
  isFull = false
  await expect(flush.finish()).rejects.toThrow('no room')
})
