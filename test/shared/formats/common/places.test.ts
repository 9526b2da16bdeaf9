/** Lines from points on the road, and local time from names of files. */
import { describe, expect, test } from 'vitest'
import { courseAt, gateAt, stampOfName, utcOffsetBetween } from '../../../../shared/formats/common/index.ts'

const HOME = { lat: 50.4372, lon: 5.9714 }

describe('a point on the road', () => {
  test('becomes a gate with its left end on the left', () => {
    const north = gateAt(HOME, 0)
    expect(north.left.x).toBeLessThan(north.right.x)
    expect(north.left.y).toBeCloseTo(HOME.lat, 6)
    const east = gateAt(HOME, 90)
    expect(east.left.y).toBeGreaterThan(east.right.y)
    // 30 m of latitude.
    expect((east.left.y - east.right.y) * 111_195).toBeCloseTo(30, 0)
  })

  const path = (...points: [number, number][]) =>
    [0, 1].map(k => Float64Array.from(points, p => (k === 0 ? HOME.lat : HOME.lon) + p[k]! * 1e-4)) as [
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
    ]

  test('has the course of the path that passes it', () => {
    expect(courseAt(HOME, ...path([-5, 0], [5, 0]))).toBeCloseTo(0, 6)
    expect(courseAt(HOME, ...path([0, 5], [0, -5]))).toBeCloseTo(-90, 3)
    expect(courseAt(HOME, ...path([-5, 0], [Number.NaN, 0], [5, 0]))).toBeCloseTo(0, 6)
  })

  test('has none where it is passed both ways, or never', () => {
    expect(courseAt(HOME, ...path([-5, 0], [5, 0], [-5, 0]))).toBeNull()
    expect(courseAt(HOME, ...path([-5, 50], [5, 50]))).toBeNull()
    expect(courseAt(HOME, ...path())).toBeNull()
  })
})

describe('local time', () => {
  test('is found in the name of a file', () => {
    const stamp = stampOfName('Log-20220531-085930 Goodwood.csv')!
    expect(stamp).toEqual({
      localMs: Date.UTC(2022, 4, 31, 8, 59, 30),
      shown: '2022-05-31 at 08:59',
      rest: ' Goodwood.csv',
    })
    expect(stampOfName('session_20260713_185859_v1.csv')!.shown).toBe('2026-07-13 at 18:58')
    expect(stampOfName('120220531-0859301.csv')).toBeNull()
    expect(stampOfName('lap.csv')).toBeNull()
  })

  test('tells the zone when it is a whole number of quarters', () => {
    const utc = Date.UTC(2022, 4, 31, 8, 0, 0)
    const minute = 60_000
    expect(utcOffsetBetween(utc + 60 * minute + 900, utc)).toBe(60)
    expect(utcOffsetBetween(utc - 210 * minute, utc)).toBe(-210)
    expect(utcOffsetBetween(utc - 1000, utc)).toBe(0)
    expect(utcOffsetBetween(utc + 66 * minute, utc)).toBeNull()
    expect(utcOffsetBetween(utc + 20 * 60 * minute, utc)).toBeNull()
  })
})
