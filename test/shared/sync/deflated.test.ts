/** What is deflated comes back, whoever deflated it; what lies of its size costs no more than it announced and a little. */
import { deflateSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { nodePacking } from '../../../node/league/packing.ts'
import { createWriter, Malformed } from '../../../shared/sync/bytes.ts'
import { plainPacking } from '../../../shared/sync/feeds/deflated.ts'
import { decodeFeedMessage, FEED_MESSAGE_LIMITS } from '../../../shared/sync/feeds/messages.ts'
import { createRandomBytes } from '../../chaos/world/member.ts'

const random = createRandomBytes('deflated')

describe.each([
  { who: 'pages', packing: plainPacking, other: nodePacking },
  { who: 'programs', packing: nodePacking, other: plainPacking },
])('in $who', ({ packing, other }) => {
  test('any bytes come back, however large and however alike', () => {
    for (const size of [0, 1, 1000, 70_000, FEED_MESSAGE_LIMITS.inflatedBytes]) {
      for (const bytes of [random(new Uint8Array(size)), new Uint8Array(size).fill(7)]) {
        expect(packing.inflate(packing.deflate(bytes), size)).toEqual(bytes)
        expect(packing.inflate(other.deflate(bytes), size)).toEqual(bytes)
      }
    }
  })

  test('another size than announced, a cut and what is not deflated are refused', () => {
    const packed = packing.deflate(random(new Uint8Array(50_000)))
    for (const size of [0, 49_999, 50_001]) expect(() => packing.inflate(packed, size)).toThrow()
    for (const cut of [0, 1, 100, packed.length - 1])
      expect(() => packing.inflate(packed.subarray(0, cut), 50_000)).toThrow()
    expect(() => packing.inflate(random(new Uint8Array(300)), 500)).toThrow()
  })

  test('a message that would grow a thousandfold is refused at once', () => {
    const bomb = deflateSync(new Uint8Array(48 * 1024 * 1024), { level: 1 })
    const size = FEED_MESSAGE_LIMITS.inflatedBytes
    const message = createWriter().varint(6).varint(1).varint(size).counted(bomb).finish()
    const before = process.memoryUsage().arrayBuffers
    expect(() => decodeFeedMessage(message, packing)).toThrow(Malformed)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1024 * 1024)
  })

  test('a size beyond the limit is refused before anything is made of it', () => {
    const message = createWriter()
      .varint(6)
      .varint(1)
      .varint(2 ** 40)
      .counted(Uint8Array.of(3, 0))
      .finish()
    expect(() => decodeFeedMessage(message, packing)).toThrow(Malformed)
  })
})
