/** Corners found in the driving, against the drawing of the simulated circuits. */
import { describe, expect, test } from 'vitest'
import { cornersAlong, createReference, findCorners, type LapToCompare } from '#shared/compare'
import { CIRCUIT_NAMES, type CircuitName, type GpsOptions } from '#shared/sim'
import { circuitOf } from '../../../shared/sim/simulator/circuit.ts'
import { latAt, lonAt } from '../../../shared/sim/simulator/globe.ts'
import { driveLaps } from './driven.ts'
import { draw, hairpins } from './made.ts'

interface Found {
  /** Metres of the circuit's own middle line. */
  readonly apexM: number
  readonly turn: 'left' | 'right'
}

/** Where on the circuit's middle line the corners found on a lap lie. */
const cornersOf = (circuit: CircuitName, lap: LapToCompare): Found[] => {
  const { stations, globe } = circuitOf(circuit)
  const reference = createReference(lap)
  return findCorners(reference).map(({ apex, turn }) => {
    const plane = reference.projection!
    const p = plane.toPoint(apex.y, apex.x)
    let best = { apexM: 0, beside: Number.POSITIVE_INFINITY }
    for (let i = 0; i < stations.count; i++) {
      const [x, y] = [stations.x[i]!, stations.y[i]!]
      const q = plane.toPoint(latAt(globe, x, y), lonAt(globe, x, y))
      const beside = Math.hypot(q.x - p.x, q.y - p.y)
      if (beside < best.beside) best = { apexM: stations.s[i]!, beside }
    }
    expect(best.beside).toBeLessThan(20)
    return { apexM: best.apexM, turn }
  })
}

/** Bends below 70 m that turn by 40° or more, with no other to the same side within 170 m, nor any within 60 m. */
const clearCorners = (name: CircuitName): Found[] => {
  const { stations, corners } = circuitOf(name)
  const { s, curvature, count } = stations
  return corners.flatMap(({ apex, side, radiusM }, i) => {
    const isAlone = corners.every((other, k) => {
      const apart = Math.abs(s[other.apex]! - s[apex]!)
      return k === i || apart > (other.side === side ? 170 : 60)
    })
    const turnAt = (k: number): number => 2 * side * curvature[(k + count) % count]!
    let [from, to] = [apex, apex]
    while (turnAt(from - 1) > 2 / 400) from--
    while (turnAt(to + 1) > 2 / 400) to++
    let turn = 0
    for (let k = from; k <= to; k++) turn += turnAt(k)
    if (radiusM >= 70 || turn < (40 * Math.PI) / 180 || !isAlone) return []
    let half = 0
    let middle = from
    while (half < turn / 2) half += turnAt(middle++)
    return [{ apexM: s[middle]!, turn: side > 0 ? 'right' : 'left' }]
  })
}

const nearest = (found: readonly Found[], { apexM, turn }: Found): number =>
  Math.min(...found.filter(one => one.turn === turn).map(one => Math.abs(one.apexM - apexM)))

const RECEIVERS: readonly [string, Partial<GpsOptions>, number][] = [
  ['exact at 25 Hz', { noiseM: 0, rateHz: 25, dropouts: 0 }, 20],
  ['1 m off at 10 Hz', { noiseM: 1, rateHz: 10, dropouts: 0 }, 20],
  ['1 m off at 1 Hz', { noiseM: 1, rateHz: 1, dropouts: 0 }, 22],
  ['5 m off at 1 Hz', { noiseM: 5, rateHz: 1, dropouts: 0 }, 32],
]

describe.each(CIRCUIT_NAMES)('%s', circuit => {
  const clear = clearCorners(circuit)

  test('has clear corners', () => {
    expect(clear.length).toBeGreaterThanOrEqual(3)
  })

  test.each(RECEIVERS)('all clear corners are found with a receiver %s', (_, gps, withinM) => {
    for (const seed of [21, 22]) {
      for (const lap of driveLaps({ seed, circuit, laps: 2, gps })) {
        const found = cornersOf(circuit, lap)
        const misses = clear.filter(one => nearest(found, one) > withinM)
        expect(misses, `seed ${seed} lap ${lap.lap.number}: ${JSON.stringify(found)}`).toEqual([])
      }
    }
  })

  test('laps of one driver have the same corners: the clear ones within 20 m, a kink more or less at most', () => {
    const laps = [31, 32, 33].flatMap(seed =>
      driveLaps({ seed, circuit, laps: 2, gps: { noiseM: 0.4, rateHz: 10, dropouts: 0 } }),
    )
    const [first, ...others] = laps.map(lap => cornersOf(circuit, lap))
    // Stormark has bends of 300 m that are a corner on one line and none on another.
    const kinks = circuit === 'stormark' ? 1 : 0
    for (const found of others) {
      expect(Math.abs(found.length - first!.length)).toBeLessThanOrEqual(kinks)
      for (const one of clear) expect(Math.abs(nearest(found, one) - nearest(first!, one))).toBeLessThan(20)
    }
  })
})

test('corners come in driving order, are named T1, T2 …, and do not overlap', () => {
  const [lap] = driveLaps({ seed: 4, circuit: 'valdoro', laps: 1 })
  const reference = createReference(lap!)
  const corners = findCorners(reference, lap)
  expect(corners.map(({ name }) => name)).toEqual(corners.map((_, i) => `T${i + 1}`))
  const stretches = cornersAlong(reference, corners)
  expect(stretches).toHaveLength(corners.length)
  for (const [i, { fromM, apexM, toM }] of stretches.entries()) {
    expect(fromM).toBeLessThanOrEqual(apexM)
    expect(apexM).toBeLessThanOrEqual(toM)
    if (i > 0) expect(fromM).toBeGreaterThanOrEqual(stretches[i - 1]!.toM)
  }
})

test('with pedals a corner begins before the brakes go on', () => {
  const [lap] = driveLaps({ seed: 4, circuit: 'stormark', laps: 1 })
  const reference = createReference(lap!)
  const byRoad = cornersAlong(reference, findCorners(reference))
  const byBrakes = cornersAlong(reference, findCorners(reference, lap))
  expect(byBrakes.map(({ apexM }) => apexM)).toEqual(byRoad.map(({ apexM }) => apexM))
  const earlier = byBrakes.map(({ fromM }, i) => byRoad[i]!.fromM - fromM)
  expect(Math.min(...earlier)).toBeGreaterThanOrEqual(-15)
  expect(Math.max(...earlier)).toBeGreaterThan(40)
})

test('two hairpins are two corners to the same side, and their apexes are opposite', () => {
  const lap = draw({ path: hairpins(60) })
  const reference = createReference(lap)
  const corners = findCorners(reference)
  expect(corners.map(({ turn }) => turn)).toEqual(['left', 'left'])
  expect(corners.map(({ apex }) => [Math.round(apex.x / 10), Math.round(apex.y / 10)]).sort()).toEqual([
    [-3, 3],
    [53, 3],
  ])
})
