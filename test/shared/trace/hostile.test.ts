/**
 * Bytes from strangers: whatever they are, decodeTrace answers, soon, with a sentence or with a trace that
 * keeps every invariant and is no larger than its file; and flechette never sees what it could choke on.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTrace, decodeTrace, encodeTrace } from '#shared/trace'
import { Malformed, readFlatBuffer } from '../../../shared/trace/flatbuffer.ts'
import { traceProblem } from '../../../shared/trace/trace.ts'
import { channel, smallTrace } from './samples.ts'

const valid = encodeTrace(smallTrace())

/** Small, so that every place in it can be lied about: one time base, a column of each precision. */
const tiny = encodeTrace(
  createTrace([
    {
      timeMs: Float64Array.of(1, 2),
      channels: [
        channel('a', 'm', 'x', Float32Array.of(3, Number.NaN)),
        channel('b', '', '', Float64Array.of(5, 6)),
      ],
    },
  ]),
)
/** Where the row begins: behind the magic and the schema message, which nobody reads. */
const readFrom = 16 + new DataView(tiny.buffer).getInt32(12, true)

const FLECHETTE_THREW = 'its Arrow file is damaged'

/** Throws when the decoder breaks its promise for these bytes. Plain code: it runs tens of thousands of times. */
const assertHandled = (bytes: Uint8Array<ArrayBuffer>): boolean => {
  const decoded = decodeTrace(bytes)
  if (!decoded.ok) {
    if (!/^This trace cannot be opened because .+; nothing was .+\.$/s.test(decoded.reason)) {
      throw new Error(`not a sentence: ${decoded.reason}`)
    }
    if (decoded.reason.includes(FLECHETTE_THREW)) throw new Error('the shape check let it through')
    return false
  }
  const { groups, channels } = decoded.trace
  const columns = [...groups.map(({ timeMs }) => timeMs), ...channels.map(({ values }) => values)]
  const total = columns.reduce((sum, { byteLength }) => sum + byteLength, 0)
  if (total > bytes.length) throw new Error(`${total} bytes of columns from a file of ${bytes.length}`)
  if (columns.some(({ buffer }) => buffer !== bytes.buffer)) throw new Error('a column was copied')
  const problem = traceProblem(decoded.trace)
  if (problem) throw new Error(problem)
  return true
}

type Change = (view: DataView, bytes: Uint8Array<ArrayBuffer>) => void
const changed = (original: Uint8Array<ArrayBuffer>, change: Change): Uint8Array<ArrayBuffer> => {
  const bytes = original.slice()
  change(new DataView(bytes.buffer), bytes)
  return bytes
}
const mutated = (change: Change) => changed(tiny, change)

describe('every damaged file is handled', () => {
  test('and the undamaged one is opened', () => {
    expect(assertHandled(tiny)).toBe(true)
  })

  test('cut off anywhere, it is refused', () => {
    for (let length = 0; length < tiny.length; length++) {
      expect(assertHandled(tiny.slice(0, length))).toBe(false)
    }
  })

  test('with any single bit flipped', () => {
    for (let at = readFrom; at < tiny.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        assertHandled(
          mutated((_, bytes) => {
            bytes[at]! ^= 1 << bit
          }),
        )
      }
    }
  })

  test('with a lying number anywhere', () => {
    const lies = [0, 1, -1, 2, 7, 8, 0x7fffffff, -0x80000000, tiny.length, 1 << 20, 0x10000000]
    for (let at = readFrom; at + 4 <= tiny.length; at += 2) {
      for (const lie of lies) {
        assertHandled(mutated(view => view.setInt16(at, lie, true)))
        if (at % 4 !== 0) continue
        assertHandled(mutated(view => view.setInt32(at, lie, true)))
        assertHandled(mutated(view => view.setInt32(at, view.getInt32(at, true) + lie, true)))
      }
    }
  })

  test('with random changes, several at a time', () => {
    const anyChange = fc.record({
      at: fc.nat(tiny.length - 8),
      size: fc.constantFrom(1, 2, 4, 8),
      value: fc.oneof(fc.integer({ min: -256, max: 5000 }), fc.integer()),
    })
    fc.assert(
      fc.property(fc.array(anyChange, { minLength: 1, maxLength: 6 }), changes => {
        assertHandled(
          mutated(view => {
            for (const { at, size, value } of changes) {
              if (size === 1) view.setInt8(at, value)
              else if (size === 2) view.setInt16(at, value, true)
              else if (size === 4) view.setInt32(at, value, true)
              else view.setBigInt64(at, BigInt(value), true)
            }
          }),
        )
      }),
      { numRuns: 4000 },
    )
  })

  test('with a piece of it moved somewhere else', () => {
    const anyPlace = fc.nat(tiny.length)
    fc.assert(
      fc.property(anyPlace, anyPlace, anyPlace, (from, length, to) => {
        assertHandled(mutated((_, bytes) => bytes.copyWithin(to, from, from + (length % 200))))
      }),
      { numRuns: 2000 },
    )
  })

  test('and so are bytes that were never a trace', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), noise => {
        const tail = [...noise.subarray(0, 4), ...tiny.subarray(-6)]
        assertHandled(noise.slice())
        assertHandled(Uint8Array.from([...tiny.subarray(0, 8), ...noise, ...tail]))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('each lie is named', () => {
  const reasonOf = (bytes: Uint8Array) => {
    const decoded = decodeTrace(bytes)
    return decoded.ok ? 'accepted' : decoded.reason
  }
  const replaceText = (from: string, to: string) =>
    changed(valid, (_, bytes) => {
      const text = new TextDecoder('latin1').decode(bytes)
      const at = text.lastIndexOf(from)
      expect(at).toBeGreaterThan(0)
      bytes.set(new TextEncoder().encode(to), at)
    })
  const withTimes = (times: number[], values: number[]) =>
    encodeTrace({
      groups: [{ timeMs: Float64Array.from(times) }],
      channels: [{ ...channel('speed', 'm/s', 'gps', Float32Array.from(values)), group: 0 }],
    })

  test.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(0), 'it is not a trace file'],
    ['another file', new TextEncoder().encode('<html>'.repeat(20)), 'it is not a trace file'],
    ['half a file', valid.slice(0, valid.length / 2), 'it is cut short'],
    ['time running backwards', withTimes([1, 0], [1, 2]), 'time base 0 does not increase at sample 1'],
    ['a time that is NaN', withTimes([0, Number.NaN], [1, 2]), 'time base 0 does not increase at sample 1'],
    ['an endless time', withTimes([0, Number.POSITIVE_INFINITY], [1, 2]), 'time base 0 ends at infinity'],
    ['too few values', withTimes([0, 1], [1]), 'channel "speed" has 1 values for 2 times'],
    [
      'a kind we do not know',
      replaceText('continuous', 'extraneous'),
      'the description of column 4 is damaged',
    ],
    [
      'another format',
      replaceText('paddock.trace', 'something.els'),
      'it is an Arrow file of something else',
    ],
    [
      'a role we do not know',
      replaceText('channel', 'chanell'),
      'column 4 is neither a time base nor a channel',
    ],
    ['a missing entry', replaceText('source', 'sauce.'), 'the description of column 4 is damaged'],
  ])('%s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toContain(reason)
  })

  test('a channel of a time base that does not exist', () => {
    const bytes = encodeTrace({
      groups: [],
      channels: [{ ...channel('speed', 'm/s', 'gps', Float32Array.of(1)), group: 3 }],
    })
    expect(reasonOf(bytes)).toContain('belongs to time base 3, which does not exist')
  })

  test('a trace from a later version of Paddock', () => {
    const bytes = changed(valid, (_, copy) => {
      const text = new TextDecoder('latin1').decode(copy)
      for (let at = text.indexOf('paddock.trace'); at > 0; at = text.indexOf('paddock.trace', at + 1)) {
        // The value is the string before the key: length 1, then its only character.
        const valueAt = text.lastIndexOf('\x01\0\0\x001', at + 40)
        copy[valueAt + 4] = '2'.charCodeAt(0)
      }
    })
    expect(reasonOf(bytes)).toContain('it is in trace format 2 and this Paddock knows 1 only')
  })
})

describe('a file cannot cost more than its size', () => {
  const float64At = (bytes: Uint8Array, value: number): number => {
    const needle = new Uint8Array(Float64Array.of(value).buffer)
    for (let at = 0; at < bytes.length; at += 8) {
      if (needle.every((byte, i) => bytes[at + i] === byte)) return at
    }
    throw new Error(`${value} not found`)
  }

  test('columns that share their bytes are refused', () => {
    const column = () => channel('speed', 'm/s', 'gps', Float64Array.of(7, 8, 9))
    const bytes = encodeTrace(
      createTrace([{ timeMs: Float64Array.of(1, 2, 3), channels: [column(), column()] }]),
    )
    const timesAt = float64At(bytes, 1)
    const bodyAt = timesAt - 8 // list bounds come first
    const second = float64At(bytes.subarray(timesAt + 32 + 32), 7) + timesAt + 64 - bodyAt
    const view = new DataView(bytes.buffer)
    let redirected = 0
    for (let at = 0; at < bodyAt; at += 8) {
      if (view.getBigInt64(at, true) === BigInt(second) && view.getBigInt64(at + 8, true) === 24n) {
        view.setBigInt64(at, BigInt(timesAt + 32 - bodyAt), true)
        redirected++
      }
    }
    expect(redirected).toBe(1)
    const decoded = decodeTrace(bytes)
    expect(decoded.ok ? '' : decoded.reason).toContain('its columns overlap or leave the file')
  })

  test('one string cannot be referred to a thousand times', () => {
    // A vector of 1000 references to a string of 900 bytes.
    const bytes = new Uint8Array(4 + 4 + 4000 + 4 + 900)
    const view = new DataView(bytes.buffer)
    view.setInt32(0, 4, true)
    view.setInt32(4, 1000, true)
    const stringAt = 8 + 4000
    view.setInt32(stringAt, 900, true)
    for (let i = 0; i < 1000; i++) view.setInt32(8 + 4 * i, stringAt - (8 + 4 * i), true)

    const reader = readFlatBuffer(bytes, 0, bytes.length)
    const { at, count } = reader.vector(0, 4, 1000)
    expect(count).toBe(1000)
    reader.string(at, 900)
    expect(() => reader.string(at + 4, 900)).toThrow(Malformed)
  })

  test('the largest allowed table of contents is read in one go', () => {
    const timeMs = Float64Array.of(0)
    const channels = Array.from({ length: 4096 }, (_, i) => channel(`c${i}`, '', 'can', Float32Array.of(i)))
    const decoded = decodeTrace(encodeTrace(createTrace([{ timeMs, channels }])))
    expect(decoded.ok && decoded.trace.channels[4095]?.values[0]).toBe(4095)
  })
})
