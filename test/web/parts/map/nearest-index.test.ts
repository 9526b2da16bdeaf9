/** Pointing at the road finds the place on it that looking at every sample would find. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNearestIndex } from '../../../../web/parts/map/nearest-index.ts'
import { makeLap } from './laps.ts'

const lap = makeLap({ samples: 5000 })
const SCALE = 0.25
const index = createNearestIndex(lap, SCALE, 44)

const bruteForce = (x: number, y: number): { distance: number; metres: number } => {
  let best = { distance: Number.POSITIVE_INFINITY, metres: 0 }
  for (let i = 0; i < lap.x.length; i++) {
    const distance = Math.hypot(lap.x[i]! - x, lap.y[i]! - y)
    if (distance < best.distance) best = { distance, metres: lap.metres[i]! }
  }
  return best
}

test('near the road it is the nearest place; too far from it there is none', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1100, max: 1100, noNaN: true }),
      fc.double({ min: -800, max: 800, noNaN: true }),
      (x, y) => {
        const expected = bruteForce(x, y)
        const found = index.find({ x, y })
        if (expected.distance * SCALE < 40) {
          const i = lap.metres.findIndex(m => m >= found!.metres)
          const distance = Math.hypot(lap.x[i]! - x, lap.y[i]! - y)
          // Two legs can be equally near to within the thinning of some pixels.
          expect((distance - expected.distance) * SCALE).toBeLessThan(9)
        }
        if (expected.distance * SCALE > 60) expect(found).toBeNull()
      },
    ),
  )
})

test('on the road the answer lies between the samples, exactly', () => {
  const i = 1234
  const [x, y] = [(lap.x[i]! + lap.x[i + 1]!) / 2, (lap.y[i]! + lap.y[i + 1]!) / 2]
  expect(index.find({ x, y })!.metres).toBeCloseTo((lap.metres[i]! + lap.metres[i + 1]!) / 2, 1)
  expect(index.find({ x, y })!.timeMs).toBeCloseTo((lap.timeMs[i]! + lap.timeMs[i + 1]!) / 2, 0)
})

test('where the road crosses itself a cursor stays on its leg', () => {
  const there = Array.from({ length: 100 }, (_, i) => [i * 4, 0] as const)
  const over = Array.from({ length: 100 }, (_, i) => [200, 200 - i * 4] as const)
  const points = [...there, ...over]
  const cross = {
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    metres: points.map((_, i) => i * 4),
    timeMs: points.map((_, i) => i * 50),
  }
  const crossing = createNearestIndex(cross, 1, 20)
  expect(crossing.find({ x: 201, y: 1 }, 190)!.metres).toBeCloseTo(201, 0)
  expect(crossing.find({ x: 201, y: 1 }, 610)!.metres).toBeCloseTo(400 + 199, 0)
})

test('unknown positions and empty laps answer nothing', () => {
  const unknown = { x: [Number.NaN, Number.NaN], y: [0, 0], metres: [0, 1], timeMs: [0, 1] }
  expect(createNearestIndex(unknown, 1, 20).find({ x: 0, y: 0 })).toBeNull()
  const none = { x: [], y: [], metres: [], timeMs: [] }
  expect(createNearestIndex(none, 1, 20).find({ x: 0, y: 0 })).toBeNull()
  const one = { x: [5], y: [5], metres: [7], timeMs: [9] }
  expect(createNearestIndex(one, 1, 20).find({ x: 6, y: 5 })).toEqual({ metres: 7, timeMs: 9 })
})
