import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rangeStats } from '#shared/compare'

const axis = Float64Array.of(0, 1, 2, 4, 5)

test('a straight line between samples is weighted by time, its ends are cut where the range ends', () => {
  const stats = rangeStats(axis, [0, 10, 20, 40, 50], 'continuous', 0.5, 4.5)
  expect(stats).toEqual({ min: 5, max: 45, mean: 25, first: 5, last: 45, change: 40, count: 3 })
})

test('a discrete channel holds its value', () => {
  expect(rangeStats(axis, [1, 2, 3, 4, 5], 'discrete', 1, 5)).toMatchObject({
    min: 2,
    max: 5,
    mean: (2 * 1 + 3 * 2 + 4 * 1) / 4,
    first: 2,
    last: 5,
  })
})

test('gaps are left out of everything', () => {
  const stats = rangeStats(axis, [10, Number.NaN, 20, 30, Number.NaN], 'continuous', 0, 5)
  expect(stats).toEqual({ min: 10, max: 30, mean: 25, first: 10, last: 30, change: 20, count: 3 })
})

test('an axis of metres is weighted by the times beside it', () => {
  const metres = Float64Array.of(0, 10, 20)
  const times = Float64Array.of(0, 1000, 4000)
  expect(rangeStats(metres, [0, 10, 20], 'continuous', 0, 20, times).mean).toBe((5 * 1 + 15 * 3) / 4)
})

test('events count by themselves', () => {
  expect(rangeStats(axis, [Number.NaN, 4, Number.NaN, 8, Number.NaN], 'event', 0, 5)).toMatchObject({
    mean: 6,
    count: 2,
    min: 4,
    max: 8,
  })
})

test('nothing known is nothing said', () => {
  const nothing = rangeStats(axis, new Float64Array(5).fill(Number.NaN), 'continuous', 0, 5)
  expect(nothing).toEqual({
    min: Number.NaN,
    max: Number.NaN,
    mean: Number.NaN,
    first: Number.NaN,
    last: Number.NaN,
    change: Number.NaN,
    count: 0,
  })
  expect(rangeStats(axis, [1, 2, 3, 4, 5], 'continuous', 7, 9).count).toBe(0)
  expect(rangeStats(new Float64Array(0), [], 'continuous', 0, 1).count).toBe(0)
})

test('a range between two samples has their line', () => {
  expect(rangeStats(axis, [0, 10, 20, 40, 50], 'continuous', 2.5, 3)).toMatchObject({
    mean: 27.5,
    count: 0,
    change: 5,
  })
})

test('the mean lies between the smallest and the largest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)), {
        minLength: 2,
        maxLength: 50,
      }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      fc.constantFrom('continuous', 'discrete', 'event'),
      (values, a, b, kind) => {
        const times = Float64Array.from(values, (_, i) => i)
        const { min, max, mean } = rangeStats(times, values, kind, Math.min(a, b), Math.max(a, b))
        if (!Number.isNaN(mean)) expect(min <= mean && mean <= max).toBe(true)
      },
    ),
  )
})
