/** How often a column was really measured. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdOf, NOT_HELD, takeSamples } from '../../../../shared/formats/motec-csv/holds.ts'

const held = (every: number, first: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.floor((i - first) / every))

test('a column that changes on every k-th row was measured every k rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 50 }), fc.nat(49), (every, offset) => {
      const first = offset % every
      const values = held(every, first, every * 40)
      expect(holdOf([values])).toEqual({ every, first })
      const kept = takeSamples(values, { every, first })
      expect(new Set(kept)).toEqual(new Set(values.subarray(first)))
    }),
  )
})

test('a column that pauses still shows its rate', () => {
  const values = held(4, 0, 400).map((v, i) => (i > 100 && i < 300 ? 25 : v))
  expect(holdOf([values])).toEqual({ every: 4, first: 0 })
})

test('a column that changes seldom, or on uneven rows, keeps all of them', () => {
  expect(holdOf([held(10, 0, 100)])).toEqual(NOT_HELD)
  expect(holdOf([Float64Array.from({ length: 400 }, (_, i) => Math.floor(i / 2.5))])).toEqual(NOT_HELD)
  expect(holdOf([new Float64Array(400)])).toEqual(NOT_HELD)
  expect(holdOf([new Float64Array(400).fill(Number.NaN)])).toEqual(NOT_HELD)
})

test('columns of one instrument are judged together', () => {
  expect(holdOf([held(4, 0, 400), held(8, 0, 400)])).toEqual({ every: 4, first: 0 })
  expect(holdOf([held(4, 0, 400), held(4, 1, 400)])).toEqual(NOT_HELD)
})
