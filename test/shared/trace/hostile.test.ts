/**
 * Bytes from strangers: whatever they are, decodeTrace answers, soon, with a sentence or with a trace that
 * keeps every invariant and is no larger than its file; and flechette never sees what it could choke on.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTrace, decodeTrace, encodeTrace } from '#shared/trace'
import { Malformed, readFlatBuffer } from '../../../shared/trace/flatbuffer.ts'
import { traceProblem } from '../../../shared/trace/trace.ts'
import { placesIn } from './arrow-reader.ts'
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

  const at = placesIn(tiny)
  test.each<[string, Change, string]>([
    ['a list that begins late', v => v.setInt32(at.bodyAt, 1, true), 'a column does not fit its list'],
    ['a list that ends late', v => v.setInt32(at.bodyAt + 4, 3, true), 'a column does not fit its list'],
    [
      'fewer bytes than values',
      v => v.setInt32(at.buffers[3]! + 8, 8, true),
      'a column does not fit its bytes',
    ],
    ['more values than bytes', v => v.setInt32(at.nodes[1]!, 3, true), 'a column does not fit its bytes'],
    ['empty cells', v => v.setInt32(at.nodes[3]! + 8, 1, true), 'it holds empty cells'],
    ['two rows', v => v.setInt32(at.nodes[0]!, 2, true), 'it must hold exactly one row'],
    ['a column too few', v => v.setInt32(at.nodes[0]! - 4, 5, true), 'its row does not fit its columns'],
    ['minus one column', v => v.setInt32(at.nodes[0]! - 4, -1, true), 'more entries than a trace can have'],
    ['bytes behind the end', v => v.setInt32(at.buffers[11]!, 4096, true), 'overlap or leave the file'],
    // The schema's first slot is absent, which means little-endian; now it points at something that is not 0.
    ['big-endian numbers', v => v.setInt16(at.schemaVtable + 4, 4, true), 'its numbers are big-endian'],
    ['a row of old Arrow', v => v.setInt16(at.messageVersion, 3, true), 'an old version of Arrow'],
    ['a footer of old Arrow', v => v.setInt16(at.footerVersion, 3, true), 'an old version of Arrow'],
    ['a row at an odd place', v => v.setInt32(at.block, readFrom + 4, true), 'its row is not aligned'],
    ['a slot outside its table', v => v.setInt16(at.batchVtable + 4, 999, true), 'it holds a damaged table'],
    ['a slot on the table’s head', v => v.setInt16(at.batchVtable + 4, 2, true), 'it holds a damaged table'],
  ])('%s', (_, change, reason) => {
    expect(reasonOf(mutated(change))).toContain(reason)
  })

  test('values at an odd place', () => {
    // Three singles and four bytes of padding, so that the column can be moved by four without leaving the file.
    const bytes = withTimes([1, 2, 3], [4, 5, 6])
    const place = placesIn(bytes).buffers[7]!
    const moved = changed(bytes, view => view.setInt32(place, view.getInt32(place, true) + 4, true))
    expect(reasonOf(moved)).toContain('a column is not aligned')
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
    expect(reasonOf(bytes)).toContain('update Paddock to open it')
  })
})

describe('a file cannot cost more than its size', () => {
  test('columns that share their bytes are refused', () => {
    const { buffers } = placesIn(tiny)
    // The last column is told to begin where the first one does.
    const shared = mutated(view => view.setBigInt64(buffers[11]!, view.getBigInt64(buffers[3]!, true), true))
    const decoded = decodeTrace(shared)
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
