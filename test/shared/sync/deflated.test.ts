/** What is deflated comes back; what lies of its size costs no more than it announced and a little. */
import { deflateSync } from 'fflate'
import { expect, test } from 'vitest'
import { createWriter, Malformed } from '../../../shared/sync/bytes.ts'
import { deflated, inflated } from '../../../shared/sync/feeds/deflated.ts'
import { decodeFeedMessage, FEED_MESSAGE_LIMITS } from '../../../shared/sync/feeds/messages.ts'
import { createRandomBytes } from '../../chaos/world/member.ts'

const random = createRandomBytes('deflated')

test('any bytes come back, however large and however alike', () => {
  for (const size of [0, 1, 1000, 70_000, FEED_MESSAGE_LIMITS.inflatedBytes]) {
    for (const bytes of [random(new Uint8Array(size)), new Uint8Array(size).fill(7)])
      expect(inflated(deflated(bytes), size)).toEqual(bytes)
  }
})

test('another size than announced, a cut and what is not deflated are malformed', () => {
  const packed = deflated(random(new Uint8Array(50_000)))
  for (const size of [0, 49_999, 50_001]) expect(() => inflated(packed, size)).toThrow(Malformed)
  for (const cut of [0, 1, 100, packed.length - 1])
    expect(() => inflated(packed.subarray(0, cut), 50_000)).toThrow(Malformed)
  expect(() => inflated(random(new Uint8Array(300)), 500)).toThrow(Malformed)
})

test('a message that would grow a thousandfold is refused at once', () => {
  const bomb = deflateSync(new Uint8Array(48 * 1024 * 1024), { level: 1 })
  const size = FEED_MESSAGE_LIMITS.inflatedBytes
  const message = createWriter().varint(6).varint(1).varint(size).counted(bomb).finish()
  const before = process.memoryUsage().arrayBuffers
  expect(() => decodeFeedMessage(message)).toThrow(Malformed)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1024 * 1024)
})

test('a size beyond the limit is refused before anything is made of it', () => {
  const message = createWriter()
    .varint(6)
    .varint(1)
    .varint(2 ** 40)
    .counted(Uint8Array.of(3, 0))
    .finish()
  expect(() => decodeFeedMessage(message)).toThrow(Malformed)
})
