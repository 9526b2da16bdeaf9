/** Ticks, ranges and names along the axes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GROUP_SPACE } from '#shared/units'
import { placeText, stretchText } from '../../../../web/parts/charts/axis-text.ts'
import { marksToBands } from '../../../../web/parts/charts/mark-labels.ts'
import { axisTicks, niceStep } from '../../../../web/parts/charts/ticks.ts'
import { rangeOf, valueScaleOf, valueTicks } from '../../../../web/parts/charts/value-scale.ts'

const withPlainSpaces = (text: string) => text.replaceAll(GROUP_SPACE, ' ')

const labels = (...input: Parameters<typeof axisTicks>) => {
  const { ticks, unit } = axisTicks(...input)
  return withPlainSpaces(`${ticks.map(tick => tick.label).join(' | ')} (${unit})`)
}

describe('the shared axis', () => {
  test('is in metres up to steps of 500, in kilometres beyond', () => {
    expect(labels('distance', { from: 0, to: 1000 }, 420, 'metric')).toBe('0 | 200 | 400 | 600 | 800 |  (m)')
    expect(labels('distance', { from: 0, to: 4574 }, 345, 'metric')).toBe('0 | 1 | 2 | 3 |  (km)')
    expect(labels('distance', { from: 1200, to: 1206 }, 400, 'metric')).toBe(
      '1 200 | 1 201 | 1 202 | 1 203 | 1 204 | 1 205 |  (m)',
    )
  })

  test('is in feet or miles for who reads those', () => {
    expect(labels('distance', { from: 0, to: 1000 }, 420, 'imperial')).toBe(
      '0 | 500 | 1 000 | 1 500 | 2 000 | 2 500 |  (ft)',
    )
    expect(labels('distance', { from: 0, to: 7000 }, 500, 'imperial')).toBe('0 | 1 | 2 | 3 |  (mi)')
  })

  test('is a clock for times', () => {
    expect(labels('time', { from: 0, to: 102_000 }, 420, 'metric')).toBe(
      '0:00 | 0:15 | 0:30 | 0:45 | 1:00 | 1:15 | 1:30 (min:s)',
    )
    expect(labels('time', { from: 59_800, to: 60_300 }, 300, 'metric')).toBe(
      '0:59.8 | 0:59.9 | 1:00.0 | 1:00.1 | 1:00.2 |  (min:s)',
    )
    expect(labels('time', { from: -2000, to: 1000 }, 240, 'metric')).toBe('−0:02 | −0:01 | 0:00 |  (min:s)')
  })

  test('has no ticks without width or span', () => {
    expect(axisTicks('time', { from: 5, to: 5 }, 100, 'metric').ticks).toEqual([])
    expect(axisTicks('distance', { from: 0, to: 5 }, 0, 'metric').ticks).toEqual([])
  })

  test('gives every label its room', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('distance' as const, 'time' as const),
        fc.constantFrom('metric' as const, 'imperial' as const),
        fc.double({ min: 0, max: 2e4, noNaN: true }),
        fc.double({ min: 5, max: 3e5, noNaN: true }),
        fc.integer({ min: 100, max: 2000 }),
        (axis, units, from, span, width) => {
          const { ticks } = axisTicks(axis, { from, to: from + span }, width, units)
          for (const [i, tick] of ticks.entries()) {
            expect(tick.value).toBeGreaterThanOrEqual(from - span * 1e-6)
            expect(tick.value).toBeLessThanOrEqual(from + span * (1 + 1e-6))
            const next = ticks[i + 1]
            if (next) expect(((next.value - tick.value) / span) * width).toBeGreaterThan(50)
          }
        },
      ),
    )
  })

  test('names places and stretches with their unit', () => {
    const text = ({ value, unit }: { value: string; unit: string }) => withPlainSpaces(`${value} ${unit}`)
    expect(text(placeText(1284, 'distance', 'metric'))).toBe('1 284 m')
    expect(text(stretchText({ from: 0, to: 4574 }, 'distance', 'metric'))).toBe('0 – 4 574 m')
    expect(text(stretchText({ from: 0, to: 4574 }, 'distance', 'imperial'))).toBe('0 ft – 2.8 mi')
    expect(text(stretchText({ from: 42_500, to: 51_000 }, 'time', 'metric'))).toBe(
      '0:42.500 – 0:51.000 min:s',
    )
  })
})

describe('the range of values', () => {
  const speed = { unit: 'm/s', isDelta: false }
  const delta = { unit: 'ms', isDelta: true }

  test('is round, holds the values and is not taller than it must be', () => {
    expect(rangeOf({ low: 58, high: 281 }, speed, 'km/h', false, null)).toEqual({ low: 50, high: 300 })
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        (low, span) => {
          const range = rangeOf({ low, high: low + span }, { unit: 'x', isDelta: false }, 'x', false, null)
          expect(range.low).toBeLessThanOrEqual(low + 1e-6)
          expect(range.high).toBeGreaterThanOrEqual(low + span - 1e-6)
          expect(range.high).toBeGreaterThan(range.low)
        },
      ),
    )
  })

  test('stays while panning, until values leave it or need less than half of it', () => {
    const first = rangeOf({ low: 58, high: 281 }, speed, 'km/h', false, null)
    const next = (low: number, high: number) => rangeOf({ low, high }, speed, 'km/h', false, first)
    expect(next(90, 260)).toBe(first)
    expect(next(90, 305)).not.toBe(first)
    expect(next(200, 260)).toEqual({ low: 200, high: 260 })
  })

  test('does not make a signal of noise', () => {
    const range = rangeOf({ low: 100, high: 100.2 }, speed, 'km/h', false, null)
    expect(range.high - range.low).toBeGreaterThanOrEqual(20)
    expect(rangeOf({ low: 0, high: 0 }, speed, 'km/h', false, null).low).toBe(0)
  })

  test('of a delta has zero inside, and room on both sides', () => {
    expect(rangeOf({ low: 0, high: 0.9 }, delta, 's', false, null)).toEqual({ low: -0.4, high: 1 })
    const calm = rangeOf({ low: -0.02, high: 0.01 }, delta, 's', false, null)
    expect(calm.low).toBeCloseTo(-0.1)
    expect(calm.high).toBeCloseTo(0.1)
  })

  test('of per cents is the whole', () => {
    expect(rangeOf({ low: 20, high: 60 }, { unit: '%', isDelta: false }, '%', false, null)).toEqual({
      low: -4,
      high: 104,
    })
    expect(rangeOf({ low: 20, high: 160 }, { unit: '%', isDelta: false }, '%', false, null).high).toBe(160)
  })

  test('is what it was, or anything, when there are no values', () => {
    const before = { low: 3, high: 4 }
    const nothing = { low: Number.NaN, high: Number.NaN }
    expect(rangeOf(nothing, speed, 'km/h', false, before)).toBe(before)
    expect(rangeOf(nothing, speed, 'km/h', false, null)).toEqual({ low: 0, high: 1 })
  })

  test('has signs on a delta and whole numbers on steps', () => {
    const text = (...input: Parameters<typeof valueTicks>) =>
      valueTicks(...input)
        .map(tick => tick.label)
        .join(' ')
    expect(text({ low: -0.2, high: 0.4 }, 120, delta, false)).toBe('−0.2 0.0 +0.2 +0.4')
    expect(text({ low: 0.6, high: 6.4 }, 64, { unit: '', isDelta: false }, true)).toBe('2 4 6')
    expect(text({ low: 0.6, high: 2.4 }, 300, { unit: '', isDelta: false }, true)).toBe('1 2')
  })

  test('is in the unit of the reader', () => {
    expect(valueScaleOf(delta, 'metric')).toEqual({ unit: 's', factor: 0.001, offset: 0 })
    expect(valueScaleOf(speed, 'imperial').unit).toBe('mph')
  })
})

describe('steps of an axis', () => {
  test('are 1, 2 or 5 times a power of ten and never smaller than asked', () => {
    expect([0.03, 0.1 + 0.2, 1, 1.2, 4, 6, 99].map(niceStep)).toEqual([0.05, 0.5, 1, 2, 5, 10, 100])
    expect([0, -1, Number.NaN, Number.POSITIVE_INFINITY].map(niceStep)).toEqual([1, 1, 1, 1])
  })
})

describe('names of stretches', () => {
  const window = { from: 0, to: 1000 }
  const mark = (label: string, from: number, to: number) => ({ label, from, to })

  test('stand where there is room, and never on one another', () => {
    const bands = marksToBands(
      [mark('T1', 100, 110), mark('T2', 112, 122), mark('T3', 300, 340)],
      window,
      500,
    )
    expect(bands.map(band => band.hasLabel)).toEqual([true, false, true])
    expect(bands[2]).toMatchObject({ left: 150, width: 20 })
  })

  test('are cut at the window and left out beyond it', () => {
    const bands = marksToBands(
      [mark('T1', -100, 100), mark('T2', 900, 1200), mark('T3', 1300, 1400)],
      window,
      500,
    )
    expect(bands.map(({ left, width }) => [left, width])).toEqual([
      [0, 50],
      [450, 50],
    ])
  })
})
