/** What is drawn of a path is the path, as far as an eye can tell. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Run, runsInView } from '../../../../web/parts/map/traces-in-view.ts'
import { boxOf, type View } from '../../../../web/parts/map/view.ts'
import { makeLap } from './laps.ts'

const VIEW: View = { scale: 0.2, originX: 300, originY: 200, width: 600, height: 400 }
const BOX = boxOf(VIEW)

const distanceToRuns = (runs: readonly Run[], x: number, y: number): number => {
  let least = Number.POSITIVE_INFINITY
  for (const { points } of runs) {
    for (let i = 2; i < points.length; i += 2) {
      const [ax, ay, bx, by] = points.slice(i - 2, i + 2) as [number, number, number, number]
      const [dx, dy] = [bx - ax, by - ay]
      const length = dx * dx + dy * dy
      const part = length > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0
      least = Math.min(least, Math.hypot(ax + part * dx - x, ay + part * dy - y))
    }
  }
  return least
}

test('every sample that can be seen lies on what is drawn, within a pixel and a half', () => {
  const lap = makeLap({ samples: 20_000 })
  const runs = runsInView(lap, VIEW, BOX)
  const drawn = runs.reduce((n, { points }) => n + points.length / 2, 0)
  expect(drawn).toBeLessThan(1500)
  for (let i = 0; i < lap.x.length; i += 37) {
    const [x, y] = [VIEW.originX + lap.x[i]! * VIEW.scale, VIEW.originY - lap.y[i]! * VIEW.scale]
    if (x < 0 || x > 600 || y < 0 || y > 400) continue
    expect(distanceToRuns(runs, x, y)).toBeLessThan(1.5)
  }
})

describe('runs', () => {
  const place = fc.oneof(
    { weight: 12, arbitrary: fc.double({ min: -800, max: 800, noNaN: true }) },
    {
      weight: 1,
      arbitrary: fc.constant(Number.NaN),
    },
  )
  const path = fc.array(fc.tuple(place, place, fc.integer({ min: 0, max: 3 })), { maxLength: 60 })
  const wide = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 }

  test('of one colour follow on one another without holes, and gaps stay gaps', () => {
    fc.assert(
      fc.property(path, samples => {
        const [x, y, steps] = [0, 1, 2].map(c => samples.map(s => s[c as 0 | 1 | 2])) as [
          number[],
          number[],
          number[],
        ]
        const runs = runsInView({ x, y }, VIEW, wide, steps)
        for (const { points } of runs) {
          expect(points.length).toBeGreaterThanOrEqual(4)
          expect(points.every(Number.isFinite)).toBe(true)
        }
        // No drawn piece leads over an unknown sample: each stretch of known samples is drawn by itself.
        const stretches: [number, number][][] = [[]]
        samples.forEach(([px, py]) => {
          if (Number.isNaN(px + py)) stretches.push([])
          else stretches.at(-1)!.push([300 + px * 0.2, 200 - py * 0.2])
        })
        const pieces = runs.map(({ points }) => ({ step: 0, points }))
        for (const stretch of stretches.filter(({ length }) => length > 1)) {
          const far = Math.hypot(stretch[0]![0] - stretch.at(-1)![0], stretch[0]![1] - stretch.at(-1)![1])
          if (far < 2) continue
          for (const [px, py] of stretch) expect(distanceToRuns(pieces, px, py)).toBeLessThan(1.5)
        }
        const length = (points: readonly number[]): number => {
          let sum = 0
          for (let i = 2; i < points.length; i += 2)
            sum += Math.hypot(points[i]! - points[i - 2]!, points[i + 1]! - points[i - 1]!)
          return sum
        }
        const known = stretches.reduce((sum, stretch) => sum + length(stretch.flat()), 0)
        const drawn = runs.reduce((sum, { points }) => sum + length(points), 0)
        expect(drawn).toBeLessThanOrEqual(known + 1e-6)
      }),
    )
  })

  test('change colour where the values do', () => {
    const x = Array.from({ length: 10 }, (_, i) => i * 100)
    const y = x.map(() => 0)
    const steps = x.map((_, i) => (i < 4 ? 1 : 2))
    const runs = runsInView({ x, y }, VIEW, wide, steps)
    expect(runs.map(({ step }) => step)).toEqual([1, 2])
    expect(runs[0]!.points.at(-2)).toBe(runs[1]!.points[0])
  })
})

test('nothing is drawn of what lies beside the view, and what leads through it is', () => {
  const beside = { x: [5000, 5200, 5400], y: [0, 100, 0] }
  expect(runsInView(beside, VIEW, BOX)).toEqual([])
  const through = { x: [-9000, 9000], y: [0, 0] }
  expect(runsInView(through, VIEW, BOX)).toHaveLength(1)
})
