/** The bytes of the blob exchange: golden, round trip, and whatever a peer may send instead. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHUNK_BYTES, chunkCountOf } from '#shared/blob'
import { bytesToHex, type Sha256 } from '#shared/id'
import {
  BLOB_LIMITS,
  type BlobMessage,
  decodeBlobMessage,
  encodeBlobMessage,
  MAX_MESSAGE_BYTES,
} from '#shared/sync'

const A = '0a'.repeat(32) as Sha256
const B = 'b0'.repeat(32) as Sha256

const GOLDEN: readonly [BlobMessage, string][] = [
  [{ type: 'ask', sha256: A, wantsList: true }, `01${A}01`],
  [{ type: 'ask', sha256: A, wantsList: false }, `01${A}00`],
  [
    { type: 'offer', sha256: A, size: 0x40000, chunkRoot: B, list: null, held: null },
    `02${A}00000000040000${B}`,
  ],
  [
    {
      type: 'offer',
      sha256: A,
      size: 0x40001,
      chunkRoot: B,
      list: new Uint8Array(64).fill(7),
      held: new Uint8Array([2]),
    },
    `02${A}03000000040001${B}${'07'.repeat(64)}02`,
  ],
  [{ type: 'no', sha256: A }, `03${A}`],
  [{ type: 'get', sha256: A, from: 258, count: 8 }, `04${A}000001020008`],
  [{ type: 'chunk', sha256: A, index: 3, bytes: new Uint8Array([1, 2]) }, `05${A}000000030102`],
  [{ type: 'lack', sha256: A, index: 3 }, `06${A}00000003`],
]

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => bytesToHex(bytes) as Sha256)
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

const offer = fc.integer({ min: 0, max: 40 * CHUNK_BYTES }).chain(size =>
  fc.record({
    type: fc.constant('offer' as const),
    sha256: hash,
    size: fc.constant(size),
    chunkRoot: hash,
    list: fc.option(bytes(chunkCountOf(size) * 32)),
    held: fc.option(bytes(Math.ceil(chunkCountOf(size) / 8))),
  }),
)

const anyMessage = fc.oneof(
  fc.record({ type: fc.constant('ask' as const), sha256: hash, wantsList: fc.boolean() }),
  offer,
  fc.record({ type: fc.constant('no' as const), sha256: hash }),
  fc.record({
    type: fc.constant('get' as const),
    sha256: hash,
    from: fc.integer({ min: 0, max: 8000 }),
    count: fc.integer({ min: 1, max: 16 }),
  }),
  fc.record({
    type: fc.constant('chunk' as const),
    sha256: hash,
    index: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  }),
  fc.record({ type: fc.constant('lack' as const), sha256: hash, index: fc.nat() }),
) as fc.Arbitrary<BlobMessage>

describe('blob messages', () => {
  test.each(GOLDEN)('are these bytes for ever: %o', (message, hex) => {
    expect(bytesToHex(encodeBlobMessage(message))).toBe(hex)
  })

  test('come back as they were', () => {
    fc.assert(
      fc.property(anyMessage, message => {
        expect(decodeBlobMessage(encodeBlobMessage(message))).toEqual({ kind: 'message', message })
      }),
    )
  })

  test('cut short or made longer are malformed, or still one of their kind', () => {
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: -40, max: 40 }), (message, change) => {
        const good = encodeBlobMessage(message)
        const size = Math.max(0, good.length + change)
        const other = new Uint8Array(size)
        other.set(good.subarray(0, size))
        const decoded = decodeBlobMessage(other)
        if (size === good.length) return
        const mayVary = message.type === 'chunk' || message.type === 'offer'
        if (!mayVary) expect(decoded.kind).toBe('malformed')
        else if (decoded.kind === 'message') expect(decoded.message.type).toBe(message.type)
      }),
    )
  })

  test('an offer’s lengths are its size’s, whatever it announces', () => {
    const good = encodeBlobMessage({
      type: 'offer',
      sha256: A,
      size: 10,
      chunkRoot: B,
      list: new Uint8Array(32),
      held: null,
    })
    for (const size of [0, CHUNK_BYTES + 1, BLOB_LIMITS.blobBytes, BLOB_LIMITS.blobBytes + 1, 2 ** 48 - 1]) {
      const lie = good.slice()
      const view = new DataView(lie.buffer)
      view.setUint16(34, Math.floor(size / 2 ** 32))
      view.setUint32(36, size % 2 ** 32)
      expect(decodeBlobMessage(lie).kind).toBe('malformed')
    }
  })

  test('a list of the largest blob and a whole chunk fit one message', () => {
    const count = chunkCountOf(BLOB_LIMITS.blobBytes)
    const largest = encodeBlobMessage({
      type: 'offer',
      sha256: A,
      size: BLOB_LIMITS.blobBytes,
      chunkRoot: B,
      list: new Uint8Array(count * 32),
      held: new Uint8Array(Math.ceil(count / 8)),
    })
    expect(largest.length).toBeLessThan(MAX_MESSAGE_BYTES - 16)
    expect(decodeBlobMessage(largest).kind).toBe('message')
    const chunk = new Uint8Array(CHUNK_BYTES)
    expect(encodeBlobMessage({ type: 'chunk', sha256: A, index: 0, bytes: chunk }).length).toBeLessThan(
      MAX_MESSAGE_BYTES - 16,
    )
  })

  test('C2: any bytes are a message or are not, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(8), (noise, type) => {
        const some = noise.slice()
        if (some.length > 0) some[0] = type
        const decoded = decodeBlobMessage(some)
        if (decoded.kind === 'message') expect(encodeBlobMessage(decoded.message)).toEqual(some)
      }),
      { numRuns: 3000 },
    )
  })
})
