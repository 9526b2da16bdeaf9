import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { curvatureAlong } from '#shared/geo'

const arc = (radius: number, side: 1 | -1, stepM: number, count: number) => {
  const s = Float64Array.from({ length: count }, (_, i) => i * stepM)
  const x = s.map(m => side * radius * (1 - Math.cos(m / radius)))
  const y = s.map(m => radius * Math.sin(m / radius))
  return { x, y, s }
}

describe('curvatureAlong', () => {
  test('of an arc is one over its radius, positive to the right, 0 at the ends', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 15, max: 500, noNaN: true }),
        fc.constantFrom(1 as const, -1 as const),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        fc.integer({ min: 6, max: 24 }),
        (radius, side, stepM, reachM) => {
          const { x, y, s } = arc(radius, side, stepM, 80)
          const bend = curvatureAlong(x, y, s, reachM)
          expect([bend[0], bend[79]]).toEqual([0, 0])
          for (let i = 1; i < 79; i++) expect(bend[i]! * radius * side).toBeCloseTo(1, 1)
        },
      ),
    )
  })

  test('of a straight line is nothing, wherever it leads', () => {
    const s = Float64Array.from({ length: 40 }, (_, i) => 2 * i)
    const bend = curvatureAlong(
      s.map(m => -0.6 * m),
      s.map(m => 0.8 * m),
      s,
      10,
    )
    expect(Math.max(...bend.map(Math.abs))).toBeLessThan(1e-12)
  })

  test('turns all the way round add up to a circle', () => {
    const { x, y, s } = arc(50, 1, (2 * Math.PI * 50) / 200, 201)
    const bend = curvatureAlong(x, y, s, 8)
    const turn = bend.reduce((sum, k) => sum + k * (s[1]! - s[0]!), 0)
    expect(turn).toBeGreaterThan(6.1)
    expect(turn).toBeLessThan(2 * Math.PI)
  })

  test('lines of one or two points do not bend', () => {
    expect(curvatureAlong([], [], [], 10)).toHaveLength(0)
    expect(curvatureAlong([1], [1], [0], 10)).toEqual(Float64Array.of(0))
    expect(curvatureAlong([1, 2], [1, 1], [0, 1], 10)).toEqual(Float64Array.of(0, 0))
  })
})
