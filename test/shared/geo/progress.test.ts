import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPolyline, lengthOf, pointAt, progressAlong } from '#shared/geo'

/** Out 200 m, across 12 m, back 200 m, as a chain of points every metre or so. */
const hairpin = createPolyline([0, 200, 200, 0], [0, 0, 12, 12])

describe('progress along a line', () => {
  test('follows the road around a hairpin with the receiver off by metres', () => {
    const at = Array.from({ length: 42 }, (_, i) => i * 10)
    const x = at.map((s, i) => pointAt(hairpin, s).x + 3 * Math.sin(i))
    const y = at.map((s, i) => pointAt(hairpin, s).y + 3 * Math.cos(2 * i))
    const { s } = progressAlong(
      hairpin,
      at.map(m => m * 40),
      x,
      y,
    )
    at.forEach((truth, i) => {
      expect(Math.abs(s[i]! - Math.min(truth, lengthOf(hairpin)))).toBeLessThan(8)
    })
  })

  test('stays on the way out although the way back is as near', () => {
    const x = [0, 20, 40, 60]
    const { s, distance } = progressAlong(hairpin, [0, 1000, 2000, 3000], x, [6.5, 6.5, 6.5, 6.5])
    expect([...s]).toEqual(x)
    expect(distance[3]).toBe(6.5)
  })

  test('is unknown where the position is, and goes on after', () => {
    const { s, distance } = progressAlong(hairpin, [0, 1, 2], [0, Number.NaN, 20], [0, 0, 0])
    expect([...s]).toEqual([0, Number.NaN, 20])
    expect(distance[1]).toBeNaN()
  })

  test('finds the road again after the position was lost around the hairpin', () => {
    const { s } = progressAlong(hairpin, [0, 1000, 11_000], [0, 30, 30], [0, 0, 12])
    expect(s[2]).toBe(382)
  })

  test('of nothing is nothing', () => {
    expect(progressAlong(hairpin, [], [], []).s).toHaveLength(0)
  })

  test('never falls and stays on the line, whatever the path', () => {
    const coordinate = fc.oneof(fc.double({ min: -400, max: 400, noNaN: true }), fc.constant(Number.NaN))
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 60 }), path => {
        const { s } = progressAlong(
          hairpin,
          path.map((_, i) => i * 700),
          path.map(p => p[0]),
          path.map(p => p[1]),
        )
        let last = 0
        for (const at of s) {
          if (Number.isNaN(at)) continue
          expect(at).toBeGreaterThanOrEqual(last)
          expect(at).toBeLessThanOrEqual(lengthOf(hairpin))
          last = at
        }
      }),
    )
  })
})
