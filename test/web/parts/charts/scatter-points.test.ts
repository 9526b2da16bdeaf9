/** What a scatter shows of its samples, and what a box holds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ScatterCloud } from '../../../../web/parts/charts/scatter-model.ts'
import { cloudsToPoints, samplesInBox, viewOfClouds } from '../../../../web/parts/charts/scatter-points.ts'

const PLAIN = { unit: 'g', factor: 1, offset: 0 }
const scales = { x: PLAIN, y: PLAIN }
const size = { width: 300, height: 200 }

const cloud = (xs: readonly number[], ys: readonly number[]): ScatterCloud => ({
  lapKey: 'a',
  lapName: 'Lap 12',
  colour: '--lap-1',
  isReference: false,
  x: Float64Array.from(xs),
  y: Float64Array.from(ys),
  at: Float64Array.from(xs, (_, i) => i * 10),
})

describe('thinning', () => {
  test('leaves a true sample in every cell that has one', () => {
    const values = fc.array(
      fc.integer({ min: -2000, max: 2000 }).map(n => n / 1000 + 1e-5),
      { minLength: 1, maxLength: 500 },
    )
    fc.assert(
      fc.property(values, xs => {
        const ys = xs.toReversed()
        const lap = cloud(xs, ys)
        const view = viewOfClouds([lap], scales, size, false)!
        const [points] = cloudsToPoints([lap], scales, view, size)
        const cell = (x: number, y: number) =>
          `${Math.floor(((x - view.x.from) * (size.width / 2)) / (view.x.to - view.x.from))}/${Math.floor(((y - view.y.from) * (size.height / 2)) / (view.y.to - view.y.from))}`
        expect(new Set(points!.map(({ x, y }) => cell(x, y)))).toEqual(
          new Set(xs.map((x, i) => cell(x, ys[i]!))),
        )
        expect(points!.every(({ x, y }) => xs.some((sample, i) => sample === x && ys[i] === y))).toBe(true)
      }),
    )
  })

  test('keeps a hundred thousand samples drawable', () => {
    const xs = Array.from({ length: 100_000 }, (_, i) => Math.sin(i * 1.7) * 2)
    const ys = xs.map((_, i) => Math.cos(i * 0.9) * 2)
    const laps = [cloud(xs, ys), cloud(ys, xs)]
    const big = { width: 900, height: 900 }
    const points = cloudsToPoints(laps, scales, viewOfClouds(laps, scales, big, true)!, big)
    expect(points.flat().length).toBeLessThanOrEqual(4000)
    expect(points.flat().length).toBeGreaterThan(1000)
  })
})

describe('the view', () => {
  test('of a g-g diagram has its origin in the middle and equal lengths both ways', () => {
    const view = viewOfClouds([cloud([-2.1, 1], [0.5, -1.2])], scales, size, true)!
    expect((view.x.to - view.x.from) / size.width).toBeCloseTo((view.y.to - view.y.from) / size.height, 9)
    expect([view.x.from + view.x.to, view.y.from + view.y.to]).toEqual([0, 0])
    expect(view.y.to).toBeGreaterThan(2.1)
  })

  test('has room for one sample, and none without any', () => {
    const view = viewOfClouds([cloud([5], [0])], scales, size, false)!
    expect(view.x.to).toBeGreaterThan(view.x.from)
    expect(view.y.to).toBeGreaterThan(view.y.from)
    expect(viewOfClouds([], scales, size, true)).toBeNull()
    expect(viewOfClouds([cloud([Number.NaN], [Number.NaN])], scales, size, false)).toBeNull()
    expect(viewOfClouds([cloud([1], [1])], scales, { width: 0, height: 0 }, false)).toBeNull()
  })
})

describe('a box', () => {
  test('holds exactly the samples inside, with their places', () => {
    const lap = cloud([0, 1, 2, Number.NaN, 1], [0, 1, 2, 1, 5])
    const box = { x: { from: 1, to: 2 }, y: { from: 0, to: 2 } }
    expect(samplesInBox([lap], box)).toEqual([{ lapKey: 'a', indices: [1, 2], at: [10, 20] }])
  })
})
