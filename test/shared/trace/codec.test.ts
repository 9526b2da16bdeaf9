import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createTrace,
  type DecodedTrace,
  decodeTrace,
  encodeTrace,
  sliceTrace,
  type Trace,
} from '#shared/trace'
import { readArrowFile } from './arrow-reader.ts'
import { anyTrace, channel, plain, smallTrace } from './samples.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const opened = (decoded: DecodedTrace): Trace => {
  if (!decoded.ok) throw new Error(decoded.reason)
  return decoded.trace
}
const oneColumn = (values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>) =>
  createTrace([
    { timeMs: Float64Array.from(values, (_, i) => i), channels: [channel('speed', 'm/s', 'gps', values)] },
  ])

describe('encode and decode', () => {
  test('give back the same trace, bit for bit', () => {
    fc.assert(
      fc.property(anyTrace, trace => {
        expect(plain(opened(decodeTrace(encodeTrace(trace))))).toEqual(plain(trace))
      }),
      { numRuns: 300 },
    )
  })

  test('give back empty channels, gaps, −0 and several rates', () => {
    expect(plain(opened(decodeTrace(encodeTrace(smallTrace()))))).toEqual(plain(smallTrace()))
  })

  test('give back a trace of nothing', () => {
    expect(opened(decodeTrace(encodeTrace(createTrace([]))))).toEqual({ groups: [], channels: [] })
  })

  test('the same trace always has the same bytes', () => {
    fc.assert(
      fc.property(anyTrace, trace => {
        const bytes = encodeTrace(trace)
        expect(encodeTrace(trace)).toEqual(bytes)
        expect(encodeTrace(opened(decodeTrace(bytes)))).toEqual(bytes)
      }),
    )
  })

  test('a slice has the same bytes as a copy of it', () => {
    const slice = sliceTrace(smallTrace(), 100, 150)
    const copy = createTrace(
      slice.groups.map(({ timeMs }, g) => ({
        timeMs: timeMs.slice(),
        channels: slice.channels
          .filter(({ group }) => group === g)
          .map(({ group: _, ...rest }) => ({ ...rest, values: rest.values.slice() })),
      })),
    )
    expect(encodeTrace(slice)).toEqual(encodeTrace(copy))
  })

  test('bytes of version 1 never change', () => {
    const bytes = encodeTrace(smallTrace())
    expect(bytes.length).toBe(GOLDEN.length)
    expect(sha256(bytes)).toBe(GOLDEN.sha256)
  })

  test('every NaN is written alike and the given column is left alone', () => {
    const unusual = new Float32Array(Uint32Array.of(0x3f800000, 0xffc00000, 0x7f800001, 0xff800000).buffer)
    const before = new Uint32Array(unusual.buffer).slice()
    const usual = Float32Array.of(1, Number.NaN, Number.NaN, Number.NEGATIVE_INFINITY)
    expect(encodeTrace(oneColumn(unusual))).toEqual(encodeTrace(oneColumn(usual)))
    expect(new Uint32Array(unusual.buffer)).toEqual(before)

    const unusual64 = new Float64Array(Uint32Array.of(0, 0xfff80000, 1, 0x7ff00000, 0, 0x7ff00000).buffer)
    const usual64 = Float64Array.of(Number.NaN, Number.NaN, Number.POSITIVE_INFINITY)
    expect(encodeTrace(oneColumn(unusual64))).toEqual(encodeTrace(oneColumn(usual64)))
  })
})

describe('decode', () => {
  const bytes = encodeTrace(smallTrace())

  test('copies nothing when the bytes start at a multiple of 8', () => {
    const trace = opened(decodeTrace(bytes))
    for (const { values } of trace.channels) expect(values.buffer).toBe(bytes.buffer)
    for (const { timeMs } of trace.groups) expect(timeMs.buffer).toBe(bytes.buffer)
  })

  test.each([1, 3, 4, 7, 8])('reads bytes that start %d into their buffer', offset => {
    const shifted = new Uint8Array(bytes.length + 16)
    shifted.set(bytes, offset)
    const decoded = decodeTrace(shifted.subarray(offset, offset + bytes.length))
    expect(plain(opened(decoded))).toEqual(plain(smallTrace()))
  })

  test('reads bytes in shared memory through a copy', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    const trace = opened(decodeTrace(shared))
    expect(trace.groups[0]?.timeMs.buffer).toBeInstanceOf(ArrayBuffer)
    expect(plain(trace)).toEqual(plain(smallTrace()))
  })

  test('refuses more bytes than the caller allows, in one sentence', () => {
    expect(decodeTrace(bytes, { maxBytes: bytes.length }).ok).toBe(true)
    expect(decodeTrace(bytes, { maxBytes: bytes.length - 1 })).toEqual({
      ok: false,
      reason: `This trace cannot be opened because it has ${bytes.length} bytes and at most ${bytes.length - 1} are accepted here; nothing was stored or changed, so ask for it in shorter pieces.`,
    })
  })
})

test('another reader of Arrow files finds the same columns with their meaning', () => {
  const { metadata, columns } = readArrowFile(encodeTrace(smallTrace()))
  expect(metadata).toEqual({ 'paddock.trace': '1' })
  expect(columns).toEqual([
    { name: 'time@0', metadata: { role: 'time', group: '0', unit: 'ms' }, values: [0, 100, 200.5, 300] },
    { name: 'time@1', metadata: { role: 'time', group: '1', unit: 'ms' }, values: [12.5, 32.5] },
    { name: 'time@2', metadata: { role: 'time', group: '2', unit: 'ms' }, values: [] },
    {
      name: 'lat@gps',
      metadata: { role: 'channel', group: '0', name: 'lat', unit: 'deg', kind: 'continuous', source: 'gps' },
      values: [50.331, 50.332, Number.NaN, 50.334],
    },
    {
      name: 'speed@gps',
      metadata: {
        role: 'channel',
        group: '0',
        name: 'speed',
        unit: 'm/s',
        kind: 'continuous',
        source: 'gps',
      },
      values: [61.5, 61.25, Number.NaN, 60],
    },
    {
      name: 'waterTemp@obd',
      metadata: {
        role: 'channel',
        group: '1',
        name: 'waterTemp',
        unit: '°C',
        kind: 'continuous',
        source: 'obd',
      },
      values: [-0, 88.5],
    },
    {
      name: 'Öldruck@can',
      metadata: {
        role: 'channel',
        group: '2',
        name: 'Öldruck',
        unit: 'bar',
        kind: 'continuous',
        source: 'can',
      },
      values: [],
    },
  ])
})

/** The name of `smallTrace` in version 1. Changing it makes every stored lap's name wrong. */
const GOLDEN = {
  length: 5178,
  sha256: 'f6b08e6f47e53f3c88daf9396f8deb6f963cd5ed917573b00dd3d2aa1d9366c9',
}
