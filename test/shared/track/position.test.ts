import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProjection, lengthOf } from '#shared/geo'
import { type Channel, createTrace, type Trace } from '#shared/trace'
import { pathBetween, positionOf } from '#shared/track'

const WGS84 = { kind: 'wgs84' } as const
const FLAT = { kind: 'flat', space: 'a' } as const

const channel = (name: string, values: number[], source = 'gps'): Omit<Channel, 'group'> => ({
  name,
  unit: '',
  kind: 'continuous',
  source,
  values: Float64Array.from(values),
})
const traceOf = (...groups: [number[], ...Omit<Channel, 'group'>[]][]): Trace =>
  createTrace(groups.map(([timeMs, ...channels]) => ({ timeMs: Float64Array.from(timeMs), channels })))

describe('the position', () => {
  test('in degrees comes out in metres around the median fix', () => {
    const lat = [50, 50.001, 50.002, 0]
    const lon = [6, 6.001, 6.002, 0]
    const position = positionOf(
      traceOf([[0, 1000, 2000, 3000], channel('lat', lat), channel('lon', lon)]),
      WGS84,
    )
    expect(position?.projection?.origin).toEqual({ lat: 50.001, lon: 6.001 })
    expect(position?.y[2]).toBeCloseTo(111.2, 0)
    expect(Math.abs(position!.x[3]!)).toBeGreaterThan(100_000)
  })

  test('uses the projection it is given, so that two laps share their metres', () => {
    const projection = createProjection({ lat: 50, lon: 6 })
    const trace = traceOf([[0, 1000], channel('lat', [50, 50.01]), channel('lon', [6, 6.01])])
    const position = positionOf(trace, WGS84, projection)
    expect(position?.projection).toBe(projection)
    expect(position?.x[0]).toBeCloseTo(0, 6)
  })

  test('in flat metres comes out as it is, as doubles', () => {
    const x = { ...channel('x', []), values: Float32Array.of(1.5, 2.5) }
    const position = positionOf(traceOf([[0, 16], x, channel('y', [3, 4])]), FLAT)
    expect(position).toEqual({
      timeMs: Float64Array.of(0, 16),
      x: Float64Array.of(1.5, 2.5),
      y: Float64Array.of(3, 4),
      speed: null,
      projection: null,
    })
  })

  test('stays unknown where either half is', () => {
    const trace = traceOf([
      [0, 1, 2],
      channel('lat', [50, Number.NaN, 50]),
      channel('lon', [6, 6, Number.NaN]),
    ])
    const position = positionOf(trace, WGS84)
    expect(Array.from(position!.x, Number.isNaN)).toEqual([false, true, true])
    expect(Array.from(position!.y, Number.isNaN)).toEqual([false, true, true])
  })

  test('does not exist without its channels, in the other frame, or when nothing is known', () => {
    const trace = traceOf([[0, 1], channel('lat', [50, 50]), channel('lon', [6, 6])])
    expect(positionOf(trace, FLAT)).toBeNull()
    expect(positionOf(traceOf(), WGS84)).toBeNull()
    expect(positionOf(traceOf([[0], channel('lat', [50])]), WGS84)).toBeNull()
    const nan = [Number.NaN, Number.NaN]
    expect(positionOf(traceOf([[0, 1], channel('lat', nan), channel('lon', [6, 6])]), WGS84)).toBeNull()
    expect(positionOf(traceOf([[0, 1], channel('x', nan), channel('y', nan)]), FLAT)).toBeNull()
    expect(positionOf(traceOf([[], channel('x', []), channel('y', [])]), FLAT)).toBeNull()
  })

  test('never mixes two instruments or two time bases', () => {
    const mixed = traceOf(
      [
        [0, 1],
        channel('lat', [1, 1], 'phone'),
        channel('lat', [50, 50], 'gps'),
        channel('lon', [6, 6], 'gps'),
      ],
      [[0, 2], channel('lon', [2, 2], 'phone')],
    )
    expect(positionOf(mixed, WGS84)?.projection?.origin).toEqual({ lat: 50, lon: 6 })
  })

  test('comes with the speed of the same instrument only', () => {
    const place = [channel('x', [0, 1]), channel('y', [0, 1])] as const
    const own = traceOf([[0, 1], ...place, channel('speed', [30, 31], 'obd'), channel('speed', [40, 41])])
    expect(positionOf(own, FLAT)?.speed).toEqual(Float64Array.of(40, 41))
    const other = traceOf([[0, 1], ...place], [[0, 2], channel('speed', [30, 31])])
    expect(positionOf(other, FLAT)?.speed).toBeNull()
  })
})

describe('the path between two times', () => {
  const position = positionOf(
    traceOf([
      [0, 1000, 2000, 3000],
      channel('x', [0, 10, Number.NaN, 30]),
      channel('y', [0, 0, Number.NaN, 0]),
    ]),
    FLAT,
  )!

  test('has its ends interpolated', () => {
    expect([...pathBetween(position, 250, 750)!.x]).toEqual([2.5, 7.5])
    expect([...pathBetween(position, 500, 1000)!.x]).toEqual([5, 10])
  })

  test('leaves out what is unknown', () => {
    expect([...pathBetween(position, 500, 3000)!.x]).toEqual([5, 10, 30])
    expect([...pathBetween(position, 500, 2500)!.x]).toEqual([5, 10])
  })

  test('does not exist with fewer than two known places', () => {
    expect(pathBetween(position, 1500, 2500)).toBeNull()
    expect(pathBetween(position, 9000, 9999)).toBeNull()
  })

  test('of two consecutive spans is as long as that of both', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })), {
          minLength: 3,
          maxLength: 30,
        }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (points, share) => {
          const trace = traceOf([
            points.map((_, i) => i * 100),
            channel(
              'x',
              points.map(p => p[0]),
            ),
            channel(
              'y',
              points.map(p => p[1]),
            ),
          ])
          const at = positionOf(trace, FLAT)!
          const end = (points.length - 1) * 100
          const length = (from: number, to: number): number => lengthOf(pathBetween(at, from, to)!)
          expect(length(0, share * end) + length(share * end, end)).toBeCloseTo(length(0, end), 6)
        },
      ),
    )
  })
})
