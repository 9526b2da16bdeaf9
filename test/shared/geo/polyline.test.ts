import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPolyline, headingAt, lengthOf, nearestOnPolyline, pointAt } from '#shared/geo'

const coordinate = fc.double({ min: -3000, max: 3000, noNaN: true })
const lines = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 40 }).map(points =>
  createPolyline(
    points.map(p => p[0]),
    points.map(p => p[1]),
  ),
)
const share = fc.double({ min: 0, max: 1, noNaN: true })

/** East 100 m, north 10 m, back west 100 m: two legs ten metres apart. */
const hairpin = createPolyline([0, 100, 100, 0], [0, 0, 10, 10])

describe('a polyline', () => {
  test('measures along itself', () => {
    expect([...hairpin.s]).toEqual([0, 100, 110, 210])
    expect(lengthOf(hairpin)).toBe(210)
  })

  test('refuses no points, unequal columns and points that are nowhere', () => {
    expect(() => createPolyline([], [])).toThrow(RangeError)
    expect(() => createPolyline([1, 2], [1])).toThrow(RangeError)
    expect(() => createPolyline([1, Number.NaN], [1, 2])).toThrow(RangeError)
    expect(() => createPolyline([1, Number.POSITIVE_INFINITY], [1, 2])).toThrow(RangeError)
  })

  test('says where one is, staying at its ends outside', () => {
    expect(pointAt(hairpin, 105)).toEqual({ x: 100, y: 5 })
    expect(pointAt(hairpin, -3)).toEqual({ x: 0, y: 0 })
    expect(pointAt(hairpin, 999)).toEqual({ x: 0, y: 10 })
  })

  test('says the heading, clockwise from north, also at its end and on a repeated point', () => {
    expect(headingAt(hairpin, 50)).toBeCloseTo(Math.PI / 2)
    expect(headingAt(hairpin, 105)).toBeCloseTo(0)
    expect(headingAt(hairpin, 210)).toBeCloseTo((3 * Math.PI) / 2)
    const stutter = createPolyline([0, 0, 0, 0, 0], [0, 0, 5, 5, 5])
    expect(headingAt(stutter, 0)).toBe(0)
    expect(headingAt(stutter, 5)).toBe(0)
    expect(headingAt(createPolyline([3], [4]), 0)).toBe(0)
  })

  test('finds the nearest place and the side', () => {
    expect(nearestOnPolyline(hairpin, { x: 40, y: -2 })).toEqual({ s: 40, distance: 2, side: 1 })
    expect(nearestOnPolyline(hairpin, { x: 40, y: 2 })).toEqual({ s: 40, distance: 2, side: -1 })
    expect(nearestOnPolyline(hairpin, { x: 40, y: 0 })).toEqual({ s: 40, distance: 0, side: 0 })
    expect(nearestOnPolyline(hairpin, { x: 40, y: 9 }).s).toBe(170)
  })

  test('stays on its leg when told where to look', () => {
    expect(nearestOnPolyline(hairpin, { x: 40, y: 9 }, { from: 20, to: 80 })).toEqual({
      s: 40,
      distance: 9,
      side: -1,
    })
    expect(nearestOnPolyline(hairpin, { x: 40, y: 0 }, { from: 60, to: 80 }).s).toBe(60)
    expect(nearestOnPolyline(hairpin, { x: 90, y: 0 }, { from: 60, to: 80 }).s).toBe(80)
    expect(nearestOnPolyline(hairpin, { x: 0, y: 0 }, { from: 900, to: 999 }).s).toBe(210)
  })

  test('of one point is nearest at that point', () => {
    expect(nearestOnPolyline(createPolyline([3], [4]), { x: 0, y: 0 })).toEqual({
      s: 0,
      distance: 5,
      side: 0,
    })
  })

  test('is never further than any of its places, and says the distance of the place it names', () => {
    fc.assert(
      fc.property(lines, coordinate, coordinate, fc.array(share, { maxLength: 20 }), (line, x, y, shares) => {
        const nearest = nearestOnPolyline(line, { x, y })
        const at = pointAt(line, nearest.s)
        expect(Math.hypot(at.x - x, at.y - y)).toBeCloseTo(nearest.distance, 5)
        for (const f of shares) {
          const other = pointAt(line, f * lengthOf(line))
          expect(nearest.distance).toBeLessThanOrEqual(Math.hypot(other.x - x, other.y - y) + 1e-6)
        }
      }),
    )
  })

  test('answers inside the window whatever it is', () => {
    fc.assert(
      fc.property(lines, coordinate, coordinate, share, share, (line, x, y, a, b) => {
        const window = { from: Math.min(a, b) * lengthOf(line), to: Math.max(a, b) * lengthOf(line) }
        const { s, distance } = nearestOnPolyline(line, { x, y }, window)
        expect(s).toBeGreaterThanOrEqual(window.from - 1e-6)
        expect(s).toBeLessThanOrEqual(window.to + 1e-6)
        expect(Number.isFinite(distance)).toBe(true)
      }),
    )
  })
})
