/**
 * Entries as bytes. C3: bytes of an entry of each kind, frozen: what today's program writes has to be what every later one
 * reads, and the other way round.
 */
import { readFileSync } from 'node:fs'
import { decode, encode } from '@ipld/dag-cbor'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToHex, hexToBytes } from '#shared/id'
import {
  bodyToWire,
  type DeviceId,
  decodeEntry,
  type Entry,
  type EntryHash,
  encodeEntry,
  FEED_LIMITS,
  hashOf,
  type Kind,
  type LeagueId,
  type PersonId,
  readBody,
  signedMessage,
} from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { hexOf, SAMPLE_BODIES, SAMPLE_IDS } from './sample-bodies.ts'

const KINDS = Object.keys(SAMPLE_BODIES) as Kind[]
const GOLDEN: Readonly<Record<Kind, string>> = JSON.parse(
  readFileSync(new URL('./golden-entries.json', import.meta.url), 'utf8'),
)

const entryOf = (kind: Kind, change: Partial<Entry> = {}): Entry => {
  const isFirst = kind === 'genesis' || kind === 'device'
  return {
    v: 1,
    league: kind === 'genesis' ? null : (hexOf('1', 32) as LeagueId),
    kind,
    person: hexOf('2', 32) as PersonId,
    id: SAMPLE_IDS[kind],
    rev: 0,
    seq: isFirst ? 0 : 300,
    prev: isFirst ? null : (hexOf('3', 32) as EntryHash),
    at: asEpochMillis(1_772_358_000_000),
    body: bodyToWire(kind, SAMPLE_BODIES[kind]),
    ...change,
  }
}

/** Fields as on the wire, for entries that `encodeEntry` would refuse. */
const rawOf = (entry: Entry): Record<string, unknown> => decode(encodeEntry(entry))
const reasonOf = (bytes: Uint8Array): string => {
  const decoded = decodeEntry(bytes)
  return decoded.ok ? 'an entry' : decoded.reason
}
const changed = (change: Record<string, unknown>): string =>
  reasonOf(new Uint8Array(encode({ ...rawOf(entryOf('session')), ...change })))

describe('C3 the bytes of entries', () => {
  test.each(KINDS)('a %s is written as it always was', kind => {
    expect(bytesToHex(encodeEntry(entryOf(kind)))).toBe(GOLDEN[kind])
  })

  test.each(KINDS)('a %s of the first release is read, and says what it said', kind => {
    const decoded = decodeEntry(hexToBytes(GOLDEN[kind]))
    if (!decoded.ok) throw new Error(decoded.reason)
    const { body: _, ...fields } = entryOf(kind)
    expect(decoded.entry).toMatchObject(fields)
    expect(readBody(decoded.entry)).toEqual({ what: 'known', kind, body: SAMPLE_BODIES[kind] })
  })

  test('a device signs its own key with the bytes, and both name the entry', async () => {
    const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    const bytes = hexToBytes(GOLDEN.member)
    const device = hexOf('b2', 32) as DeviceId
    const message = signedMessage(device, bytes)
    expect(new TextDecoder().decode(message.subarray(0, 16))).toBe('paddock/entry/1\n')
    expect(bytesToHex(message.subarray(16, 48))).toBe(device)
    expect(message.subarray(48)).toEqual(bytes)
    expect(await hashOf({ sha256 }, device, bytes)).toBe(bytesToHex(await sha256(message)))
    expect(await hashOf({ sha256 }, hexOf('b3', 32) as DeviceId, bytes)).not.toBe(
      await hashOf({ sha256 }, device, bytes),
    )
  })
})

describe('entries that are none', () => {
  test('lack a field, have one too many, or one of another form', () => {
    const raw = rawOf(entryOf('session'))
    for (const field of Object.keys(raw)) {
      const { [field]: _, ...rest } = raw
      expect(reasonOf(new Uint8Array(encode(rest))), field).toBe('not-an-entry')
    }
    const hash = new Uint8Array(32)
    for (const bad of [
      { extra: 1 },
      { v: 0 },
      { v: 1.5 },
      { kind: '' },
      { kind: 'Session' },
      { kind: 'x'.repeat(33) },
      { kind: '__proto__' },
      { person: new Uint8Array(31) },
      { person: hexOf('a', 32) },
      { id: new Uint8Array(33) },
      { rev: -1 },
      { rev: 2 ** 32 },
      { seq: 2 ** 53 },
      { at: 8_640_000_000_000_001 },
      { at: -1 },
      { prev: null },
      { seq: 0 },
      { seq: 0, prev: null },
      { seq: 0, prev: hash, kind: 'device' },
      { league: null },
      { kind: 'genesis' },
      { kind: 'genesis', league: null },
    ]) {
      expect(changed(bad), JSON.stringify(bad)).toBe('not-an-entry')
    }
    for (const none of [null, 1, 'text', [], hash]) {
      expect(reasonOf(new Uint8Array(encode(none)))).toBe('not-an-entry')
    }
  })

  test('a newer version may have more fields, and needs those of today', () => {
    expect(changed({ v: 2, extra: 1 })).toBe('an entry')
    expect(changed({ v: 2, seq: -1 })).toBe('not-an-entry')
  })

  test('are too large', () => {
    const body = new Uint8Array(FEED_LIMITS.entryBytes)
    expect(reasonOf(body)).toBe('not-canonical')
    expect(reasonOf(new Uint8Array(FEED_LIMITS.entryBytes + 1))).toBe('too-large')
    expect(() => encodeEntry(entryOf('session', { body }))).toThrow('too-large')
  })
})

describe('bytes that are not canonical', () => {
  /** `{"a": …}` as it should be, and what the decoder by itself would take as well. */
  test.each([
    ['keys out of order', 'a2616201616101'],
    ['a key twice', 'a2616101616101'],
    ['a longer head than needed', 'a161611801'],
    ['a whole number as a float', 'a16161fb3ff0000000000000'],
    ['a float of 16 bits', 'a16161f93e00'],
    ['minus zero', 'a16161fb8000000000000000'],
    ['undefined', 'a16161f7'],
    ['not a number', 'a16161fb7ff8000000000000'],
    ['broken UTF-8', 'a1616161ff'],
    ['an indefinite length', 'a161619f01ff'],
    ['a tag', 'a16161c101'],
    ['a link', 'a16161d82a450001550000'],
    ['something after it', 'a161610100'],
    ['its end missing', 'a161'],
    ['nothing', ''],
    ['a length of 2 GB', 'a161615a80000000'],
    ['an array of 2⁶⁴ − 1', 'a161619bffffffffffffffff'],
    ['a map of 2³²', 'ba00000000'],
  ])('%s', (_, hex) => {
    expect(reasonOf(hexToBytes(hex))).toBe('not-canonical')
  })

  test('nested deeper than anything means', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)])
    expect(changed({ body: nested(15) })).toBe('an entry')
    expect(changed({ body: nested(16) })).toBe('not-canonical')
    expect(reasonOf(new Uint8Array(60_000).fill(0x81))).toBe('not-canonical')
  })
})

describe('whatever the bytes', () => {
  const goldens = KINDS.map(kind => hexToBytes(GOLDEN[kind]))
  const mutated = fc
    .tuple(
      fc.constantFrom(...goldens),
      fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(5000)),
    )
    .map(([golden, changes, end]) => {
      const bytes = golden.slice(0, end === null ? undefined : end % golden.length)
      for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
      return bytes
    })

  test('decoding never throws, and what it takes encodes to the same bytes', () => {
    let taken = 0
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), bytes => {
        const decoded = decodeEntry(bytes)
        if (!decoded.ok) return
        taken++
        readBody(decoded.entry)
        if (decoded.entry.v === 1) expect(encodeEntry(decoded.entry)).toEqual(new Uint8Array(bytes))
      }),
      { numRuns: 5000 },
    )
    expect(taken).toBeGreaterThan(100)
  })

  test('a key that is called like a prototype is a key like any other', () => {
    const body = decode(hexToBytes('a1695f5f70726f746f5f5fa1636f6461f5'))
    const decoded = decodeEntry(encodeEntry(entryOf('session', { kind: 'livery', body })))
    if (!decoded.ok) throw new Error(decoded.reason)
    expect(Object.getPrototypeOf(decoded.entry.body)).toBe(Object.prototype)
    expect(readBody({ ...decoded.entry, kind: 'session' })).toMatchObject({ what: 'malformed' })
  })

  test('the worst 64 KiB of each sort are answered, within seconds on the slowest machine', () => {
    const worst = ['80', '81', '9f', 'a0', 'a1', 'bf', '60', '40', 'f6', '00', 'fb', '1b', 'd8', '5b', 'ff']
    const start = performance.now()
    for (const pattern of worst) {
      const bytes = new Uint8Array(FEED_LIMITS.entryBytes).fill(Number.parseInt(pattern, 16))
      // An array of as many items as there are bytes.
      bytes.set([0x9a, 0, 0, 0xff, 0xfb])
      decodeEntry(bytes)
    }
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
