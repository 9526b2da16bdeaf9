import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChannelKind, resample, valueAt } from '#shared/trace'
import { anyAxis, anyColumn } from './samples.ts'

const KINDS = ['continuous', 'discrete', 'event'] as const
const time = Float64Array.of(0, 10, 20, 30)
const values = Float64Array.of(1, 2, Number.NaN, 4)

describe('valueAt', () => {
  test.each<[string, ChannelKind, number, number]>([
    ['a straight line between two samples', 'continuous', 2.5, 1.25],
    ['a sample itself', 'continuous', 10, 2],
    ['nothing on the way into a gap', 'continuous', 15, Number.NaN],
    ['nothing on the way out of a gap', 'continuous', 25, Number.NaN],
    ['the sample after a gap', 'continuous', 30, 4],
    ['nothing before the first sample', 'continuous', -0.1, Number.NaN],
    ['nothing after the last sample', 'continuous', 30.1, Number.NaN],
    ['the value held', 'discrete', 9.9, 1],
    ['the value held up to a gap', 'discrete', 19.9, 2],
    ['nothing inside a gap', 'discrete', 25, Number.NaN],
    ['nothing after the last sample, held or not', 'discrete', 31, Number.NaN],
    ['an event at its instant', 'event', 10, 2],
    ['no event beside it', 'event', 10.001, Number.NaN],
    ['nothing at a time that is NaN', 'discrete', Number.NaN, Number.NaN],
  ])('gives %s (%s at %d)', (_, kind, at, expected) => {
    expect(valueAt(time, values, kind, at)).toBe(expected)
  })

  test('of an empty channel is nothing', () => {
    expect(valueAt(new Float64Array(0), new Float32Array(0), 'discrete', 0)).toBeNaN()
  })

  test('between two samples stays between them', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(finite, finite, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, part) => {
        const value = valueAt(Float64Array.of(0, 1000), Float64Array.of(a, b), 'continuous', part * 1000)
        const slack = Number.EPSILON * Math.max(Math.abs(a), Math.abs(b))
        expect(value).toBeGreaterThanOrEqual(Math.min(a, b) - slack)
        expect(value).toBeLessThanOrEqual(Math.max(a, b) + slack)
      }),
    )
  })
})

describe('resample', () => {
  const anyChannel = anyAxis(40).chain(axis => fc.tuple(fc.constant(axis), anyColumn(axis.length)))
  const anyTimes = fc
    .array(
      fc.oneof(
        fc.integer({ min: -8, max: 160_000 }).map(n => n / 8),
        fc.constant(Number.NaN),
      ),
    )
    .map(times => Float64Array.from(times))

  test('at the channel’s own times changes nothing', () => {
    fc.assert(
      fc.property(anyChannel, fc.constantFrom(...KINDS), ([axis, column], kind) => {
        expect(Array.from(resample(axis, column, kind, axis))).toEqual(Array.from(column))
      }),
    )
  })

  test('equals valueAt for times in any order', () => {
    fc.assert(
      fc.property(anyChannel, anyTimes, fc.constantFrom(...KINDS), ([axis, column], times, kind) => {
        const oneByOne = Array.from(times, at => valueAt(axis, column, kind, at))
        expect(Array.from(resample(axis, column, kind, times))).toEqual(oneByOne)
        expect(Array.from(resample(axis, column, kind, times.slice().sort()))).toEqual(
          Array.from(times.slice().sort(), at => valueAt(axis, column, kind, at)),
        )
      }),
    )
  })

  test('invents no value for discrete and event channels', () => {
    fc.assert(
      fc.property(
        anyChannel,
        anyTimes,
        fc.constantFrom('discrete', 'event'),
        ([axis, column], times, kind) => {
          const known = new Set([...column, Number.NaN])
          for (const value of resample(axis, column, kind, times)) expect(known.has(value)).toBe(true)
        },
      ),
    )
  })
})
