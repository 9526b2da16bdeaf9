import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CHUNK_HEADER_BYTES,
  decodeLiveFrame,
  decodeTraceChunk,
  encodeLiveFrame,
  encodeTraceChunk,
  LIVE_AT,
  LIVE_BYTES,
  LIVE_FIELDS,
  LIVE_HEADER_BYTES,
  LIVE_VERSION,
  type LiveParts,
  RIG_CHUNK_BYTES,
} from '#shared/api'
import { SAMPLE_AT, SAMPLE_FIELDS, SAMPLE_WIDTH, STATUS_AT, STATUS_WIDTH } from '#shared/sim'

const PARTS: LiveParts = {
  number: 7,
  epochMs: 1_790_000_000_123.5,
  isKept: true,
  sample: Float32Array.from({ length: SAMPLE_WIDTH }, (_, i) => i + 0.5),
  status: Float64Array.from({ length: STATUS_WIDTH }, (_, i) => 1000 + i),
  deltaBestMs: -250,
  lapMs: 61_234,
}

const encoded = (parts: LiveParts): Uint8Array => {
  const into = new Uint8Array(LIVE_BYTES)
  encodeLiveFrame(into, parts)
  return into
}

const fingerprint = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16)

describe('a live frame', () => {
  test('carries every status field, every field of a sample and two of the recorder', () => {
    const frame = decodeLiveFrame(encoded(PARTS))!
    expect(frame).toMatchObject({ number: 7, epochMs: 1_790_000_000_123.5, isKept: true })
    expect(frame.values[LIVE_AT.lapMs]).toBe(61_234)
    expect(frame.values[LIVE_AT.deltaBestMs]).toBe(-250)
    expect(frame.values[LIVE_AT.completedLaps]).toBe(1000 + STATUS_AT.completedLaps)
    for (const name of SAMPLE_FIELDS) expect(frame.values[LIVE_AT[name]]).toBe(SAMPLE_AT[name] + 0.5)
  })

  test('takes the position of the status where the sample has none', () => {
    const sample = PARTS.sample!.slice()
    sample[SAMPLE_AT.x] = Number.NaN
    const { values } = decodeLiveFrame(encoded({ ...PARTS, sample }))!
    expect(values[LIVE_AT.x]).toBe(1000 + STATUS_AT.x)
    expect(values[LIVE_AT.y]).toBe(SAMPLE_AT.y + 0.5)
  })

  test('says NaN for everything while there is neither sample nor status', () => {
    const none = {
      ...PARTS,
      isKept: false,
      sample: null,
      status: null,
      lapMs: Number.NaN,
      deltaBestMs: Number.NaN,
    }
    const frame = decodeLiveFrame(encoded(none))!
    expect(frame.isKept).toBe(false)
    expect([...frame.values].every(Number.isNaN)).toBe(true)
  })

  test('overwrites every byte of what it is written into', () => {
    const dirty = new Uint8Array(LIVE_BYTES).fill(0xa5)
    encodeLiveFrame(dirty, PARTS)
    expect(dirty).toEqual(encoded(PARTS))
  })

  test('has these fields in this order: another order is another LIVE_VERSION', () => {
    expect({
      version: LIVE_VERSION,
      count: LIVE_FIELDS.length,
      names: fingerprint(LIVE_FIELDS.join(' ')),
    }).toEqual({
      version: 1,
      count: 94,
      names: 'd7af4a9741f4aee3',
    })
  })

  test('is these bytes', () => {
    const bytes = encoded(PARTS)
    expect(Buffer.from(bytes.subarray(0, 24)).toString('hex')).toBe(
      '010101000700000000b8c706450c7a4200007a4400407a44',
    )
    expect(fingerprint(bytes)).toBe('42205b080c8dbfb9')
  })

  test('of an older version, with fewer fields, has NaN for the rest; of a newer one, the rest is ignored', () => {
    const bytes = encoded(PARTS)
    const older = decodeLiveFrame(bytes.slice(0, LIVE_HEADER_BYTES + 4 * 10))!
    expect(older.values[9]).toBe(1009)
    expect(older.values[10]).toBeNaN()
    const newer = new Uint8Array(LIVE_BYTES + 8)
    newer.set(bytes)
    expect(decodeLiveFrame(newer)!.values[LIVE_AT.lapMs]).toBe(61_234)
  })

  test('is read wherever it lies in a buffer', () => {
    const shifted = new Uint8Array(LIVE_BYTES + 3)
    shifted.set(encoded(PARTS), 3)
    expect(decodeLiveFrame(shifted.subarray(3))!.number).toBe(7)
  })

  test('of another kind or version, or of an odd length, is none', () => {
    const changed = (at: number, value: number): Uint8Array => {
      const bytes = encoded(PARTS)
      bytes[at] = value
      return bytes
    }
    expect(decodeLiveFrame(changed(0, 2))).toBeNull()
    expect(decodeLiveFrame(changed(1, LIVE_VERSION + 1))).toBeNull()
    expect(decodeLiveFrame(encoded(PARTS).subarray(0, LIVE_BYTES - 1))).toBeNull()
    expect(decodeLiveFrame(new Uint8Array(0))).toBeNull()
    const huge = new Uint8Array(1 << 20)
    huge.set(encoded(PARTS))
    expect(decodeLiveFrame(huge)).toBeNull()
  })
})

describe('a trace chunk', () => {
  const CHUNK = { lap: '00112233445566778899aabbccddeeff', index: 258, bytes: Uint8Array.of(9, 8, 7) }

  test('is these bytes', () => {
    expect(Buffer.from(encodeTraceChunk(CHUNK)).toString('hex')).toBe(
      '0201000000112233445566778899aabbccddeeff02010000090807',
    )
  })

  test('comes back as it was, also empty and full', () => {
    for (const length of [0, 3, RIG_CHUNK_BYTES]) {
      const chunk = { ...CHUNK, bytes: new Uint8Array(length).fill(3) }
      expect(decodeTraceChunk(encodeTraceChunk(chunk))).toEqual(chunk)
    }
  })

  test('too short, too long, of another kind or version is none', () => {
    const bytes = encodeTraceChunk(CHUNK)
    expect(decodeTraceChunk(bytes.subarray(0, CHUNK_HEADER_BYTES - 1))).toBeNull()
    expect(
      decodeTraceChunk(encodeTraceChunk({ ...CHUNK, bytes: new Uint8Array(RIG_CHUNK_BYTES + 1) })),
    ).toBeNull()
    expect(decodeTraceChunk(bytes.with(0, 1))).toBeNull()
    expect(decodeTraceChunk(bytes.with(1, 2))).toBeNull()
  })
})

test('any bytes are a frame, a chunk or none, and never anything worse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(0, 1, 2, null), (bytes, kind) => {
      if (kind !== null && bytes.length > 1) {
        bytes[0] = kind
        bytes[1] = 1
      }
      const frame = decodeLiveFrame(bytes)
      const chunk = decodeTraceChunk(bytes)
      expect(frame === null || frame.values.length === LIVE_FIELDS.length).toBe(true)
      expect(chunk === null || chunk.bytes.length === bytes.length - CHUNK_HEADER_BYTES).toBe(true)
      expect(frame !== null && chunk !== null).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})
