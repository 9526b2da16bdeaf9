import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Polyline } from '#shared/geo'
import { lapsFromGates, lapTimeMs, type MeasuredLap, miniSectors, optimalLap } from '#shared/lap'
import { type Position, pathBetween, positionOf } from '#shared/track'
import { asMillis } from '#shared/units'
import {
  driveRing,
  FLAT,
  flatTrace,
  gatesOf,
  LAYOUT_ID,
  type Samples,
  unevenSchedule,
  without,
} from './ring.ts'

interface Driven {
  readonly position: Position
  readonly laps: readonly MeasuredLap[]
}

const driven = (samples: Samples): Driven => {
  const trace = flatTrace(samples)
  const laps = lapsFromGates({ trace, frame: FLAT, gates: gatesOf(), layoutId: LAYOUT_ID })
  return { position: positionOf(trace, FLAT)!, laps: laps.filter(lap => lap.kind === 'timed') }
}
const referenceOf = ({ position, laps }: Driven, lap = 0): Polyline =>
  pathBetween(position, laps[lap]!.startMs, laps[lap]!.endMs)!
const sum = (times: readonly number[]): number => times.reduce((a, b) => a + b, 0)

describe('mini-sectors', () => {
  test('sum to the lap exactly, whatever the drive and the number of pieces', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50_000, max: 120_000 }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.constantFrom(40, 100, 1000),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        (lapMs, phase, stepMs, pieces, beside) => {
          const drive = driven(driveRing(unevenSchedule(lapMs, phase), -0.2, 2.2, stepMs, beside))
          const reference = referenceOf(drive)
          for (const lap of drive.laps) {
            const times = miniSectors(drive.position, lap, reference, pieces)
            expect(times).toHaveLength(pieces)
            expect(sum(times)).toBe(lapTimeMs(lap))
            expect(times.every(time => Number.isInteger(time) && time >= 0)).toBe(true)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  test('are the true times of the pieces of road, also for another line through the corner', () => {
    const schedule = unevenSchedule(80_000, 2)
    const reference = referenceOf(driven(driveRing(schedule, -0.2, 1.2, 40)))
    const wide = driveRing(schedule, -0.2, 1.2, 40, 6)
    const { position, laps } = driven(wide)
    const times = miniSectors(position, laps[0]!, reference, 6)
    // The ring repeats itself three times, so an even number of sixths ends at the same place by symmetry.
    const third = wide.truthMs(1 / 3) - wide.truthMs(0)
    expect(Math.abs(times[0]! + times[1]! - third)).toBeLessThanOrEqual(10)
  })

  test('of the reference lap itself at constant speed are all equal', () => {
    const steady = { timeAt: (laps: number) => 80_000 * laps }
    const drive = driven(driveRing(steady, -0.2, 1.2, 40))
    const times = miniSectors(drive.position, drive.laps[0]!, referenceOf(drive), 3)
    expect(times.every(time => Math.abs(time - 80_000 / 3) <= 2)).toBe(true)
  })

  test('are unknown when the position was lost at one of their ends', () => {
    const samples = driveRing(unevenSchedule(80_000), -0.2, 2.2, 100)
    const reference = referenceOf(driven(samples))
    const at = samples.truthMs(1 / 3)
    const holey = driven(without(samples, at - 3_000, at + 3_000))
    expect(miniSectors(holey.position, holey.laps[0]!, reference, 3)).toEqual([])
    expect(miniSectors(holey.position, holey.laps[0]!, reference, 2)).toHaveLength(2)
    expect(miniSectors(holey.position, holey.laps[1]!, reference, 3)).toHaveLength(3)
  })

  test('find the road again after a long gap', () => {
    const samples = driveRing(unevenSchedule(80_000), -0.2, 1.2, 100)
    const reference = referenceOf(driven(samples))
    const whole = driven(samples)
    const holey = driven(without(samples, samples.truthMs(0.05), samples.truthMs(0.3)))
    const [want, got] = [whole, holey].map(d => miniSectors(d.position, d.laps[0]!, reference, 2))
    expect(Math.abs(got![0]! - want![0]!)).toBeLessThanOrEqual(1)
  })

  test('are unknown on another road', () => {
    const drive = driven(driveRing(unevenSchedule(80_000), -0.2, 1.2, 100))
    const elsewhere: Position = { ...drive.position, x: drive.position.x.map(x => x + 3000) }
    expect(miniSectors(elsewhere, drive.laps[0]!, referenceOf(drive), 10)).toEqual([])
  })

  test('are unknown without a path, and one piece is the lap', () => {
    const drive = driven(driveRing(unevenSchedule(80_000), -0.2, 1.2, 100))
    const reference = referenceOf(drive)
    const empty = new Float64Array(0)
    const nowhere: Position = { timeMs: empty, x: empty, y: empty, speed: null, projection: null }
    const lap = { startMs: asMillis(0), endMs: asMillis(80_000) }
    expect(miniSectors(nowhere, lap, reference, 10)).toEqual([])
    expect(miniSectors(nowhere, lap, reference, 1)).toEqual([80_000])
    expect(() => miniSectors(nowhere, lap, reference, 0)).toThrow(RangeError)
    expect(() => miniSectors(nowhere, lap, reference, 2.5)).toThrow(RangeError)
  })

  test('give an optimal lap that is no slower than the best one', () => {
    const drive = driven(driveRing(unevenSchedule(80_000, 1), -0.2, 5.2, 50))
    const reference = referenceOf(drive)
    const rows = drive.laps.map(lap => ({ lap, partsMs: miniSectors(drive.position, lap, reference, 20) }))
    const optimal = optimalLap(rows, 20)!
    expect(optimal.lapsCounted).toBe(5)
    expect(optimal.timeMs).toBeLessThanOrEqual(Math.min(...drive.laps.map(lapTimeMs)))
    expect(optimal.timeMs).toBe(sum(optimal.parts.map(part => part.timeMs)))
  })
})
