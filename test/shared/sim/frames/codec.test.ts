/** Events as bytes: all comes back, rows of other widths are read, and damaged bytes never give half a record. */
import { expect, test } from 'vitest'
import {
  bytesToEvents,
  createRigHeader,
  EVENT_KINDS,
  eventsToBytes,
  findRecord,
  judgeRigHeader,
  MAX_RECORD_BYTES,
  MAX_ROWS,
  RECORD_HEAD_BYTES,
  readRecord,
  SAMPLE_WIDTH,
  type SimEvent,
  type SimSamples,
  type SimStatus,
  STATUS_WIDTH,
  sealRecord,
} from '../../../../shared/sim/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'
import { expectOnlyWritten } from './damaged.ts'
import { identity, madeEvents } from './made.ts'

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const record = (kind: number, version: number, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(RECORD_HEAD_BYTES + payload.length)
  bytes.set(payload, RECORD_HEAD_BYTES)
  sealRecord(bytes, 0, kind, version, payload.length)
  return bytes
}

const jsonRecord = (kind: number, value: unknown): Uint8Array =>
  record(kind, 1, new TextEncoder().encode(JSON.stringify(value)))

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

/** Samples as a program whose rows have `width` fields would have written them: field n of row r is 100 r + n. */
const samplesOfWidth = (width: number, rows: number): Uint8Array => {
  const payload = new Uint8Array(8 + rows * (8 + 4 * width))
  const view = new DataView(payload.buffer)
  view.setUint16(0, width, true)
  view.setUint32(4, rows, true)
  for (let row = 0; row < rows; row++) {
    view.setFloat64(8 + 8 * row, 1000 + row, true)
    for (let n = 0; n < width; n++) {
      view.setFloat32(8 + 8 * rows + 4 * (width * row + n), 100 * row + n, true)
    }
  }
  return record(1, 1, payload)
}

test('what was written comes back bit for bit', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const events = madeEvents(seed)
    const bytes = eventsToBytes(events)
    const read = bytesToEvents(bytes)
    expect(read, `seed ${seed}`).toEqual({ events, usedBytes: bytes.length, end: 'whole' })
    expect(hexOf(eventsToBytes(read.events)), `seed ${seed}`).toBe(hexOf(bytes))
  }
})

test('golden bytes: a header, a clock, a gap, a status and a sample', () => {
  expect(hexOf(createRigHeader())).toBe('504144524947' + '0d0a' + '01' + '00000000000000')
  const clock: SimEvent = {
    kind: 'clock',
    atMs: 1.5,
    epochMs: asEpochMillis(1_790_000_000_000),
    utcOffsetMin: 60,
  }
  const json = '{"atMs":1.5,"epochMs":1790000000000,"utcOffsetMin":60}'
  expect(hexOf(eventsToBytes([clock]))).toBe(`3800000071774fbe0701${Buffer.from(json).toString('hex')}`)
  const sample: SimSamples = {
    kind: 'samples',
    timesMs: Float64Array.of(2),
    values: new Float32Array(SAMPLE_WIDTH).fill(1),
  }
  const status: SimStatus = { kind: 'status', atMs: 2, values: new Float64Array(STATUS_WIDTH).fill(-1) }
  const two = '0000000000000040'
  expect(hexOf(eventsToBytes([sample]))).toBe(
    `de0000008146459d01013300000001000000${two}${'0000803f'.repeat(51)}`,
  )
  expect(hexOf(eventsToBytes([status]))).toBe(
    `72010000c0d359b202012c00000000000000${two}${'000000000000f0bf'.repeat(44)}`,
  )
})

test('rows of an older, narrower version are filled up with NaN, those of a newer one are cut', () => {
  for (const width of [1, 3, SAMPLE_WIDTH - 1, SAMPLE_WIDTH + 1, 3 * SAMPLE_WIDTH]) {
    const { events, end } = bytesToEvents(samplesOfWidth(width, 3))
    expect(end).toBe('whole')
    const { timesMs, values } = events[0] as SimSamples
    expect([...timesMs]).toEqual([1000, 1001, 1002])
    for (let row = 0; row < 3; row++) {
      for (let n = 0; n < SAMPLE_WIDTH; n++) {
        expect(values[row * SAMPLE_WIDTH + n], `width ${width}`).toBe(n < width ? 100 * row + n : Number.NaN)
      }
    }
  }
  for (const width of [1, STATUS_WIDTH + 5]) {
    const payload = new Uint8Array(16 + 8 * width)
    const view = new DataView(payload.buffer)
    view.setUint16(0, width, true)
    for (let n = 0; n < width; n++) view.setFloat64(16 + 8 * n, n, true)
    const { values } = bytesToEvents(record(2, 1, payload)).events[0] as SimStatus
    expect([...values]).toEqual(Array.from({ length: STATUS_WIDTH }, (_, n) => (n < width ? n : Number.NaN)))
  }
})

test('kinds and versions of a later program are passed over', () => {
  const events = madeEvents(3, 2)
  const bytes = joined(
    record(200, 1, Uint8Array.of(1, 2, 3)),
    eventsToBytes(events.slice(0, 2)),
    record(1, 2, new Uint8Array(9)),
    eventsToBytes(events.slice(2)),
  )
  expect(bytesToEvents(bytes)).toEqual({ events, usedBytes: bytes.length, end: 'whole' })
})

test('more samples than a record holds come back in several events, none missing', () => {
  const count = 2 * MAX_ROWS + 5
  const timesMs = Float64Array.from({ length: count }, (_, n) => n)
  const values = Float32Array.from({ length: count * SAMPLE_WIDTH }, (_, n) => n)
  const { events } = bytesToEvents(eventsToBytes([{ kind: 'samples', timesMs, values }]))
  const pieces = events as SimSamples[]
  expect(pieces.map(piece => piece.timesMs.length)).toEqual([MAX_ROWS, MAX_ROWS, 5])
  expect(pieces.flatMap(piece => [...piece.timesMs])).toEqual([...timesMs])
  expect(pieces.every((piece, n) => piece.values[0] === n * MAX_ROWS * SAMPLE_WIDTH)).toBe(true)
})

test('cut anywhere, the whole records before the cut are given and nothing else', () => {
  const events = madeEvents(5, 4)
  const ends = events.map((_, n) => eventsToBytes(events.slice(0, n + 1)).length)
  const bytes = eventsToBytes(events)
  for (let length = 0; length <= bytes.length; length++) {
    const whole = ends.filter(end => end <= length).length
    const read = bytesToEvents(bytes.subarray(0, length))
    expect(read.events.length).toBe(whole)
    expect(read.usedBytes).toBe(whole === 0 ? 0 : ends[whole - 1])
    expect(read.end).toBe(read.usedBytes === length ? 'whole' : 'cut')
  }
})

test('zeros, lengths that lie and records that break a rule are damage', () => {
  const good = eventsToBytes(madeEvents(6, 1))
  const lie = (length: number): Uint8Array => {
    const bytes = joined(good, samplesOfWidth(SAMPLE_WIDTH, 1))
    new DataView(bytes.buffer).setUint32(good.length, length, true)
    return bytes
  }
  const rows = (change: (view: DataView) => void): Uint8Array => {
    const whole = samplesOfWidth(2, 2)
    const payload = whole.slice(RECORD_HEAD_BYTES)
    change(new DataView(payload.buffer))
    return joined(good, record(1, 1, payload))
  }
  const { kind, ...words } = identity(1) as unknown as Record<string, unknown>
  const damaged: Record<string, Uint8Array> = {
    zeros: joined(good, new Uint8Array(100)),
    'a length of one': lie(1),
    'a length of four gigabytes': lie(0xffffffff),
    'a length just over the limit': lie(MAX_RECORD_BYTES - 7),
    'a length too short': lie(20),
    'no rows': rows(view => view.setUint32(4, 0, true)),
    'too many rows': rows(view => view.setUint32(4, 0xffffffff, true)),
    'no width': rows(view => view.setUint16(0, 0, true)),
    'another width': rows(view => view.setUint16(0, 3, true)),
    'times that stand still': rows(view => view.setFloat64(16, view.getFloat64(8, true), true)),
    'a time that is no number': rows(view => view.setFloat64(8, Number.NaN, true)),
    'a short status': joined(good, record(2, 1, new Uint8Array(15))),
    'a status without a time': joined(good, record(2, 1, new Uint8Array(24).fill(255))),
    'a game nobody knows': joined(good, jsonRecord(3, { ...words, game: 'rf2' })),
    'a gap without an end': joined(good, jsonRecord(5, { fromMs: 1, why: 'missed' })),
    'words that are a number': joined(good, jsonRecord(4, 7)),
    'no JSON': joined(good, record(7, 1, Uint8Array.of(0x7b))),
    'no UTF-8': joined(good, record(4, 1, Uint8Array.of(0x22, 0xff, 0x22))),
    'JSON of a megabyte': joined(good, record(6, 1, new Uint8Array(1 << 20).fill(0x20))),
  }
  for (const [what, bytes] of Object.entries(damaged)) {
    const { events, usedBytes, end } = bytesToEvents(bytes)
    expect({ count: events.length, usedBytes, end }, `${what}, a ${kind}`).toEqual({
      count: madeEvents(6, 1).length,
      usedBytes: good.length,
      end: 'damaged',
    })
  }
})

test('600 damaged files: no exception, no hang, and every event given is one that was written', () => {
  for (let seed = 1; seed <= 600; seed++) expectOnlyWritten(seed)
})

test('behind a damaged record the next whole one is found', () => {
  const events = madeEvents(8, 10)
  const ends = events.map((_, n) => eventsToBytes(events.slice(0, n + 1)).length)
  const bytes = eventsToBytes(events)
  bytes[ends[3]! + 20]! ^= 4
  const read = bytesToEvents(bytes)
  expect(read).toEqual({ events: events.slice(0, 4), usedBytes: ends[3], end: 'damaged' })
  expect(findRecord(bytes, read.usedBytes + 1, EVENT_KINDS)).toBe(ends[4])
  expect(bytesToEvents(bytes, ends[4]).events).toEqual(events.slice(5))
  expect(findRecord(bytes, bytes.length - 5, EVENT_KINDS)).toBe(null)
})

test('a header is ours, a later one or none', () => {
  const header = createRigHeader()
  expect(judgeRigHeader(header)).toBe('rig')
  expect(judgeRigHeader(header.subarray(0, 15))).toBe('other')
  expect(judgeRigHeader(header.map((byte, at) => (at === 8 ? 2 : byte)))).toBe('newer')
  expect(judgeRigHeader(header.map((byte, at) => (at === 8 ? 0 : byte)))).toBe('other')
  expect(judgeRigHeader(header.map((byte, at) => (at === 6 ? 0x0a : byte)))).toBe('other')
  expect(judgeRigHeader(new Uint8Array(64))).toBe('other')
})

test('what could not be read again is not written', () => {
  const status: SimEvent = { kind: 'status', atMs: 1, values: new Float64Array(STATUS_WIDTH + 1) }
  const samples: SimEvent = { kind: 'samples', timesMs: new Float64Array(2), values: new Float32Array(3) }
  const long: SimEvent = { kind: 'words', atMs: 1, compound: 'x'.repeat(70_000), trackStatus: '' }
  for (const event of [status, samples, long]) expect(() => eventsToBytes([event])).toThrow(RangeError)
  expect(readRecord(new Uint8Array(7), 0)).toBe('cut')
})
