/** Rows before they are groups: order, rhythm of slow instruments, lap columns. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createNotes,
  inOrder,
  marksFromLapColumn,
  pickRows,
  placeOfRow,
  type RawChannel,
  splitByRhythm,
} from '../../../../shared/formats/common/index.ts'

const NONE = Number.NaN
const raw = (name: string, values: number[]): RawChannel => ({
  name,
  unit: '',
  source: 'obd',
  values: Float64Array.from(values),
})

describe('rows in order', () => {
  test('rows that repeat a time stay, rows that go back do not', () => {
    const notes = createNotes()
    const values = Float64Array.of(0, 1, 2, 3, 4, 5, 6)
    const ordered = inOrder(Float64Array.of(0, 10, 10, 15, 5, NONE, 20), [values], notes)
    expect(Array.from(ordered.timeMs)).toEqual([0, 10, 10, 15, 20])
    expect(Array.from(ordered.columns[0]!)).toEqual([0, 1, 2, 3, 6])
    expect(notes.list().map(({ text }) => text)).toEqual([
      'One row has no readable time and was left out.',
      'One row was left out because the clock of the recording went backwards there.',
    ])
    expect([0, 2, 4, 6, 9].map(row => placeOfRow(row, ordered.rows))).toEqual([0, 2, 4, 4, 5])
    expect(placeOfRow(7, null)).toBe(7)
  })

  test('any times come out never falling, each row with its own values', () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(NONE, Number.NEGATIVE_INFINITY))
    fc.assert(
      fc.property(fc.array(time, { maxLength: 16 }), times => {
        const ordered = inOrder(Float64Array.from(times), [Float64Array.from(times.keys())], createNotes())
        const kept = Array.from(ordered.timeMs)
        expect(kept).toEqual(kept.toSorted((a, b) => a - b))
        expect(Array.from(ordered.columns[0]!, row => times[row])).toEqual(kept)
      }),
    )
  })
})

describe('slow instruments', () => {
  test('full columns share the rows, sparse ones get a time base per rhythm', () => {
    const time = Float64Array.from({ length: 40 }, (_, i) => i * 100)
    const every = (n: number, from = 0) => Array.from(time, (_, i) => (i % n === from ? i : NONE))
    const groups = splitByRhythm(time, [
      raw('full', every(1)),
      raw('half', every(2)),
      raw('other half', every(2, 1)),
      raw('also half', every(2)),
    ])
    expect(groups.map(group => group.channels.map(({ name }) => name))).toEqual([
      ['full'],
      ['half', 'also half'],
      ['other half'],
    ])
    expect(Array.from(groups[2]!.timeMs.subarray(0, 3))).toEqual([100, 300, 500])
  })

  test('a column with one gap is full, and so is one that begins late', () => {
    const time = Float64Array.from({ length: 40 }, (_, i) => i * 100)
    const gap = Array.from(time, (_, i) => (i > 10 && i < 20 ? NONE : i))
    const late = Array.from(time, (_, i) => (i < 15 ? NONE : i))
    expect(splitByRhythm(time, [raw('gap', gap), raw('late', late)])).toHaveLength(1)
  })

  test('where an instrument was silent for long, an empty sample stands', () => {
    const time = Float64Array.of(0, 1000, 2000, 3000, 30_000, 31_000)
    const { timeMs, channels } = pickRows(
      time,
      [raw('a', [0, 1, 2, 3, 4, 5])],
      Int32Array.of(0, 1, 2, 3, 4, 5),
    )
    expect(Array.from(timeMs)).toEqual([0, 1000, 2000, 3000, 4000, 30_000, 31_000])
    expect(Array.from(channels[0]!.values)).toEqual([0, 1, 2, 3, NONE, 4, 5])
  })

  test('no rows make no group of rows', () => {
    expect(pickRows(Float64Array.of(0), [raw('a', [1])], new Int32Array(0)).timeMs).toHaveLength(0)
    expect(splitByRhythm(new Float64Array(0), [])).toEqual([])
  })
})

describe('a lap column', () => {
  test('a lap begins with the first row of its number; the cut ones are partial', () => {
    const marks = marksFromLapColumn([0, 10, 20, 30, 40], [1, 1, 2, 3, 3])
    expect(marks).toEqual([
      { startMs: 0, endMs: 20, number: 1, kind: 'partial' },
      { startMs: 20, endMs: 30, number: 2 },
      { startMs: 30, endMs: 40, number: 3, kind: 'partial' },
    ])
  })

  test('rows outside laps make none', () => {
    expect(marksFromLapColumn([0, 10, 20, 30], [0, 1, 1, NONE], 0)).toEqual([
      { startMs: 10, endMs: 30, number: 1 },
    ])
    expect(marksFromLapColumn([], [])).toEqual([])
    expect(marksFromLapColumn([NONE, NONE], [1, 1])).toEqual([])
  })
})
