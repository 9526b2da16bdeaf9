import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AlignedLap, axisOf, deltaAt, deltaLine, metresAt, timeAt } from '#shared/compare'
import { asMetres, asMillis } from '#shared/units'

const lap = (
  points: readonly (readonly [ms: number, metres: number])[],
  gaps: [number, number][] = [],
): AlignedLap => ({
  by: 'position',
  timeMs: Float64Array.from(points, p => p[0]),
  metres: Float64Array.from(points, p => p[1]),
  gaps: gaps.map(([fromM, toM]) => ({ fromM: asMetres(fromM), toM: asMetres(toM) })),
  fixMs: asMillis(100),
})

/** Ten seconds, a kilometre, standing at 400 m from 4 to 7 s. */
const stood = lap([
  [0, 0],
  [4000, 400],
  [7000, 400],
  [10_000, 1000],
])
const even = lap([
  [0, 0],
  [8000, 1000],
])

test('the time of a place where the car stood is when it left', () => {
  expect(timeAt(stood, 399)).toBeCloseTo(3990)
  expect(timeAt(stood, 400)).toBe(7000)
  expect(timeAt(stood, 401)).toBeCloseTo(7005)
})

test('before the start it is 0, behind the finish the lap time', () => {
  expect([timeAt(stood, -5), timeAt(stood, 0), timeAt(stood, 1000), timeAt(stood, 2000)]).toEqual([
    0, 0, 10_000, 10_000,
  ])
  expect([metresAt(stood, -5), metresAt(stood, 0), metresAt(stood, 10_000), metresAt(stood, 99_999)]).toEqual(
    [0, 0, 1000, 1000],
  )
  const waited = lap([
    [0, 0],
    [3000, 0],
    [9000, 1000],
  ])
  expect([timeAt(waited, 0), timeAt(waited, 1e-9)]).toEqual([0, expect.closeTo(3000, 3)])
})

test('time and place are each other’s inverse wherever the car moved', () => {
  const rising = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 90 })), {
      minLength: 1,
      maxLength: 40,
    })
    .map(steps => {
      const points: [number, number][] = [[0, 0]]
      for (const [ms, metres] of steps) {
        const [t, m] = points.at(-1)!
        points.push([t + ms, m + metres])
      }
      return lap(points)
    })
  fc.assert(
    fc.property(rising, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
      const atM = share * one.metres.at(-1)!
      expect(metresAt(one, timeAt(one, atM))).toBeCloseTo(atM, 6)
      const atMs = share * one.timeMs.at(-1)!
      expect(timeAt(one, metresAt(one, atMs))).toBeCloseTo(atMs, 6)
    }),
  )
})

describe('the axis of a channel', () => {
  test('has the metres of every sample inside, goes on a little around the lap, and is unknown elsewhere', () => {
    const times = Float64Array.of(2000, 4900, 5000, 7000, 9000, 13_000, 13_100, 20_000)
    const axis = axisOf(even, times, 5000)
    expect(axis[0]).toBeNaN()
    expect(axis[1]).toBeCloseTo(-12.5)
    expect([axis[2], axis[3], axis[4], axis[5]]).toEqual([0, 250, 500, 1000])
    expect(axis[6]).toBeCloseTo(1012.5)
    expect(axis[7]).toBeNaN()
  })

  test('is the same as asking for each sample', () => {
    const times = Float64Array.from({ length: 101 }, (_, i) => 100 * i)
    const axis = axisOf(stood, times, 0)
    for (const [i, t] of times.entries()) expect(axis[i]).toBe(metresAt(stood, t))
  })
})

describe('delta', () => {
  test('is time at the same place, later where the lap is slower', () => {
    expect(deltaAt(even, stood, 200)).toBeCloseTo(400)
    expect(deltaAt(even, stood, 400)).toBeCloseTo(3800)
    expect(deltaAt(even, stood, 1000)).toBe(2000)
    const { metres, deltaMs } = deltaLine(even, stood)
    for (const i of [0, 1, 17, 399, 400, 401, 1000]) {
      expect(deltaMs[i]).toBeCloseTo(deltaAt(even, stood, metres[i]!), 9)
    }
  })

  test('is unknown inside the gaps of either lap, and known at the lines whatever is lost', () => {
    const lost = lap(
      [
        [0, 0],
        [9000, 1000],
      ],
      [
        [0, 100],
        [900, 1000],
      ],
    )
    const holed = lap(
      [
        [0, 0],
        [8000, 1000],
      ],
      [[500, 600]],
    )
    const { metres, deltaMs } = deltaLine(holed, lost)
    const isLost = (m: number): boolean => (m > 0 && m < 100) || (m > 500 && m < 600) || (m > 900 && m < 1000)
    for (const [i, m] of metres.entries()) expect(Number.isNaN(deltaMs[i]!)).toBe(isLost(m))
    expect([deltaMs[0], deltaMs.at(-1)]).toEqual([0, 1000])
    expect([deltaAt(holed, lost, 550), deltaAt(holed, lost, 1000)]).toEqual([Number.NaN, 1000])
  })
})
