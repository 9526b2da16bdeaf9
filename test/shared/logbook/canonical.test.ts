/**
 * The decoder of canonical bytes against its meaning: what decodes, and encodes to the same bytes again, by a library that
 * knows nothing of it.
 */
import { readFileSync } from 'node:fs'
import { decode, encode } from '@ipld/dag-cbor'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hexToBytes } from '#shared/id'
import { decodeCanonical, MAX_DEPTH } from '../../../shared/logbook/canonical.ts'

const goldens = Object.values(
  JSON.parse(readFileSync(new URL('./golden-entries.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >,
).map(hexToBytes)

const isPlain = (value: unknown, room = MAX_DEPTH): boolean => {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
  if (room === 0 || 'code' in value) return false
  return Object.values(value).every(each => isPlain(each, room - 1))
}

/** Undefined for what the library does not take, or writes in another way. */
const reEncoded = (bytes: Uint8Array): unknown => {
  try {
    const value: unknown = decode(bytes)
    const again = encode(value)
    const isSame = again.length === bytes.length && again.every((byte, i) => byte === bytes[i])
    return isSame && isPlain(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A byte order mark: the library loses it, and so would refuse a name that begins with one. */
const hasMark = (bytes: Uint8Array): boolean =>
  bytes.some((byte, i) => byte === 0xef && bytes[i + 1] === 0xbb && bytes[i + 2] === 0xbf)

let taken = 0
const agree = (bytes: Uint8Array): void => {
  if (hasMark(bytes)) return
  const value = decodeCanonical(bytes)
  if (value !== undefined) taken++
  expect(value).toEqual(reEncoded(bytes))
}

const value = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.integer({ min: -70_000, max: 70_000 }),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 64n), max: -(2n ** 53n) }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(fc.string({ maxLength: 30 }), tie('value'), { maxKeys: 30 }),
  ),
})).value

const changes = fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { minLength: 1, maxLength: 3 })

const changed = (bytes: Uint8Array, marks: readonly (readonly [number, number])[]): Uint8Array => {
  const other = bytes.slice()
  for (const [at, byte] of marks) if (other.length > 0) other[at % other.length] = byte
  return other
}

describe('canonical is what encodes to the same bytes', () => {
  test('of whatever the library writes', () => {
    fc.assert(
      fc.property(value, one => {
        const bytes = encode(one)
        fc.pre(!hasMark(bytes))
        expect(decodeCanonical(bytes)).toEqual(decode(bytes))
      }),
      { numRuns: 300 },
    )
  })

  test('of that with a few bytes changed', () => {
    taken = 0
    fc.assert(
      fc.property(value, changes, (one, marks) => agree(changed(encode(one), marks))),
      { numRuns: 800 },
    )
    expect(taken).toBeGreaterThan(80)
  })

  test('of entries with a few bytes changed', () => {
    taken = 0
    fc.assert(
      fc.property(fc.constantFrom(...goldens), changes, (golden, marks) => agree(changed(golden, marks))),
      { numRuns: 1000 },
    )
    expect(taken).toBeGreaterThan(100)
  })

  test('of every head there is, with anything after it', () => {
    const ends = ['', '00', '01', '18', '17', 'ff', '6161', '00'.repeat(8), 'ff'.repeat(8), '3f'.repeat(9)]
    for (let head = 0; head < 256; head++)
      for (const end of ends) agree(Uint8Array.of(head, ...hexToBytes(end)))
  })

  test('of heads and lengths put together at random', () => {
    const byte = fc.oneof(
      fc.constantFrom(0x18, 0x19, 0x38, 0x58, 0x61, 0x80, 0x81, 0xa0, 0xa1, 0xf6, 0xfb),
      fc.nat(255),
    )
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 24 }), bytes => agree(Uint8Array.from(bytes))),
      { numRuns: 5000 },
    )
  })

  test('of what looks like a link', () => {
    for (const one of [
      { '/': 1, bytes: 1 },
      { '/': 'a', bytes: 'a' },
      { '/': null, bytes: null },
    ]) {
      const [a, b] = Object.entries(one) as [[string, unknown], [string, unknown]]
      agree(Uint8Array.of(0xa2, ...encode(a[0]), ...encode(a[1]), ...encode(b[0]), ...encode(b[1])))
    }
    agree(encode({ '/': 1, bytes: 2 }))
  })

  test('and a text that begins with a byte order mark stays as it is', () => {
    expect(decodeCanonical(hexToBytes('64efbbbf61'))).toBe('\ufeffa')
  })

  test('what comes out owns its memory', () => {
    for (const batch of [new Uint8Array(1000), Buffer.alloc(1000)]) {
      batch.set(encode(new Uint8Array(4)), 500)
      const bytes = decodeCanonical(batch.subarray(500, 505)) as Uint8Array
      expect(bytes.buffer.byteLength).toBe(4)
    }
  })
})
