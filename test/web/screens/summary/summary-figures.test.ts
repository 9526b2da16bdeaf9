/** The figures and drawings of the printed page. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asMillis } from '#shared/units'
import { lapChartOf, outlineOf } from '../../../../web/screens/summary/drawings.ts'
import { figuresOf, quantile, type SummaryLap } from '../../../../web/screens/summary/summary-data.ts'

const lap = (number: number, ms: number, change: Partial<SummaryLap> = {}): SummaryLap => ({
  number,
  kind: 'timed',
  timeMs: asMillis(ms),
  invalidReason: null,
  sectorsMs: [asMillis(ms * 0.4), asMillis(ms * 0.6)],
  ...change,
})

describe('figures of a session', () => {
  test('come from laps that count', () => {
    const figures = figuresOf([
      lap(0, 50_000, { kind: 'out' }),
      lap(1, 100_000),
      lap(2, 90_000, { invalidReason: 'off' }),
      lap(3, 101_000),
      lap(4, 103_000),
      lap(5, 140_000),
    ])
    expect(figures.best?.number).toBe(1)
    expect(figures.medianMs).toBe(102_000)
    expect(figures.bestSectorsMs).toEqual([40_000, 60_000])
    expect(figures.spreadMs).toBe(112_250 - 100_750)
  })

  test('do not speak of steadiness after three laps', () => {
    expect(figuresOf([lap(1, 1), lap(2, 2), lap(3, 3)]).spreadMs).toBeNull()
    expect(figuresOf([]).best).toBeNull()
    expect(figuresOf([]).medianMs).toBeNull()
  })

  test('have quantiles between the smallest and the largest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const sorted = values.toSorted((a, b) => a - b)
          const q = quantile(sorted, share)
          expect(q).toBeGreaterThanOrEqual(sorted[0]!)
          expect(q).toBeLessThanOrEqual(sorted.at(-1)!)
        },
      ),
    )
  })
})

describe('drawings', () => {
  const SIZE = { width: 300, height: 200 }

  test('of the track stay inside, with one scale and gaps left open', () => {
    const x = [0, 1000, 1000, Number.NaN, 0, 0]
    const y = [0, 0, 200, Number.NaN, 200, 0]
    const outline = outlineOf({ x, y, corners: [{ name: 'T1', x: 1000, y: 0 }] }, SIZE, 20)!
    const numbers = outline.path.match(/[\d.]+/g)!.map(Number)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(20)
    expect(outline.path.match(/M/g)!.length).toBe(2)
    expect(outline.path.startsWith('M20.0 126.0L280.0 126.0L280.0 74.0')).toBe(true)
    expect(outline.start?.turn).toBe(0)
    expect(outline.corners[0]!.x).toBeGreaterThan(280)
  })

  test('of the track have no label on another', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      name: `T${i + 1}`,
      x: (i * 37) % 1000,
      y: (i * 11) % 200,
    }))
    const { corners } = outlineOf({ x: [0, 1000, 1000], y: [0, 0, 200], corners: many }, SIZE, 20)!
    expect(corners.length).toBeGreaterThan(10)
    for (const [i, a] of corners.entries()) {
      for (const b of corners.slice(i + 1)) {
        expect(Math.abs(a.x - b.x) >= 10 || Math.abs(a.y - b.y) >= 9).toBe(true)
      }
    }
  })

  test('of nothing are none', () => {
    expect(outlineOf({ x: [], y: [], corners: [] }, SIZE, 20)).toBeNull()
    expect(outlineOf({ x: [Number.NaN], y: [1], corners: [] }, SIZE, 20)).toBeNull()
    expect(lapChartOf([lap(1, 1, { kind: 'out' })], SIZE, 8)).toBeNull()
  })

  test('of lap times cut a very slow lap instead of pressing the others together', () => {
    const chart = lapChartOf([lap(1, 100_000), lap(2, 101_000), lap(3, 102_000), lap(4, 300_000)], SIZE, 8)!
    expect(chart.dots.map(({ isCut }) => isCut)).toEqual([false, false, false, true])
    expect(chart.dots[3]!.y).toBe(8)
    expect(chart.dots[0]!.y).toBe(192)
  })

  test('of lap times stay inside', () => {
    const time = fc.integer({ min: 1, max: 10_000_000 })
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 60 }), times => {
        const chart = lapChartOf(
          times.map((ms, i) => lap(i, ms)),
          SIZE,
          8,
        )!
        for (const { x, y } of chart.dots) {
          expect(x).toBeGreaterThanOrEqual(8)
          expect(x).toBeLessThanOrEqual(292.001)
          expect(y).toBeGreaterThanOrEqual(8)
          expect(y).toBeLessThanOrEqual(192)
        }
      }),
    )
  })
})
