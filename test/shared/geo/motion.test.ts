import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shareOfTime } from '#shared/geo'

const unit = fc.double({ min: 0, max: 1, noNaN: true })
const speed = fc.double({ min: 0, max: 100, noNaN: true })
/** One second from one speed to another with constant acceleration. */
const between = (speedBefore: number, speedAfter: number) => ({
  metres: (speedBefore + speedAfter) / 2,
  ms: 1000,
  speedBefore,
  speedAfter,
})

describe('the share of time', () => {
  test('equals the share of the way at constant or unknown speed and at standstill', () => {
    expect(shareOfTime(0.3, between(40, 40))).toBeCloseTo(0.3, 12)
    expect(shareOfTime(0.3, between(0, 0))).toBe(0.3)
    expect(shareOfTime(0.3, between(Number.NaN, 40))).toBe(0.3)
  })

  test('is the square root of the way from a standing start', () => {
    expect(shareOfTime(0.25, between(0, 30))).toBeCloseTo(0.5, 12)
  })

  test('is that of constant acceleration', () => {
    fc.assert(
      fc.property(speed, speed, unit, (before, after, share) => {
        fc.pre(before + after > 1)
        const way = (before * share + ((after - before) * share ** 2) / 2) / between(before, after).metres
        expect(shareOfTime(way, between(before, after))).toBeCloseTo(share, 5)
      }),
    )
  })

  test('does not believe a speed that dropped out', () => {
    expect(shareOfTime(0.3, { metres: 40, ms: 1000, speedBefore: 40, speedAfter: 0 })).toBe(0.3)
  })

  test('stays between 0 and 1 and never falls, whatever it is told', () => {
    const anything = fc.double()
    fc.assert(
      fc.property(anything, anything, anything, anything, unit, unit, (metres, ms, before, after, a, b) => {
        const piece = { metres, ms, speedBefore: before, speedAfter: after }
        const [first, second] = [shareOfTime(Math.min(a, b), piece), shareOfTime(Math.max(a, b), piece)]
        expect(shareOfTime(0, piece)).toBe(0)
        expect(shareOfTime(1, piece)).toBe(1)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(second).toBeLessThanOrEqual(1)
        expect(second).toBeGreaterThanOrEqual(first - 1e-9)
      }),
    )
  })
})
