/** Sectors, mini-sectors and the best lap-long stretch. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AlignedLap,
  alignLap,
  createReference,
  type LapToCompare,
  miniSectorTable,
  rollingBest,
  sectorTable,
} from '#shared/compare'
import { lapTimeMs, type MeasuredLap } from '#shared/lap'
import { asMetres, asMillis } from '#shared/units'
import { driveLaps, fastest } from './driven.ts'
import { draw, lapAt, uneven } from './made.ts'

const onRoad = (laps: readonly LapToCompare[], own = fastest(laps)) => {
  const reference = createReference(own)
  const aligned = laps.map(one => {
    const it = alignLap(reference, own, one)
    if (it.by === 'nothing') throw new Error(it.reason)
    return { lap: one.lap, aligned: it as AlignedLap }
  })
  return { reference, aligned }
}

const withSectors = (number: number, sectors: readonly number[], valid = true): MeasuredLap => ({
  ...lapAt(
    0,
    sectors.reduce((sum, ms) => sum + ms, 0),
    number,
  ),
  sectorsMs: sectors.map(asMillis),
  validity: valid ? { valid: true } : { valid: false, reason: 'Cut.' },
})

describe('sectors', () => {
  test('side by side, the best of each from laps that count', () => {
    const laps = [
      withSectors(1, [10, 30, 20]),
      withSectors(2, [12, 25, 21]),
      withSectors(3, [1, 1, 1], false),
    ]
    const { rows, sectors, theoretical } = sectorTable(laps)
    expect(sectors).toBe(3)
    expect(theoretical!.timeMs).toBe(10 + 25 + 20)
    expect(rows.map(({ isBest }) => isBest)).toEqual([
      [true, false, true],
      [false, true, false],
      [false, false, false],
    ])
  })

  test('of other lines are not shown beside', () => {
    const laps = [withSectors(1, [10, 30]), withSectors(2, [12, 25]), withSectors(3, [5, 5, 5])]
    expect(sectorTable(laps).rows.map(({ sectorsMs }) => sectorsMs.length)).toEqual([2, 2, 0])
    expect(sectorTable([lapAt(0, 1000)])).toMatchObject({ sectors: 0, theoretical: null })
    expect(sectorTable([])).toEqual({ sectors: 0, rows: [], theoretical: null })
  })
})

describe('mini-sectors', () => {
  const laps = driveLaps({ seed: 3, circuit: 'kestrel-heath', laps: 4 })
  const { reference, aligned } = onRoad(laps)

  test('sum to each lap, and the best of them is no slower than the best lap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), asked => {
        const { pieces, rows, optimal } = miniSectorTable(reference, aligned, asked)
        expect(pieces).toBe(asked)
        for (const { lap, partsMs } of rows) {
          expect(partsMs).toHaveLength(pieces)
          expect(partsMs.reduce((sum, ms) => sum + ms, 0)).toBe(lapTimeMs(lap))
        }
        expect(optimal!.timeMs).toBeLessThanOrEqual(lapTimeMs(fastest(laps).lap))
      }),
      { numRuns: 15 },
    )
  })

  test('are no shorter than two fixes resolve, and say so', () => {
    const sparse = [80_000, 81_000].map((lapMs, i) => draw({ lapMs, stepMs: 1000, number: i + 1 }))
    const { reference: road, aligned: two } = onRoad(sparse)
    const table = miniSectorTable(road, two, 200)
    expect([table.asked, table.pieces]).toEqual([200, 40])
    const mixed = onRoad([draw(), sparse[1]!])
    expect(miniSectorTable(mixed.reference, mixed.aligned, 200).pieces).toBe(40)
  })

  test('a lap whose position was lost at an edge has none', () => {
    const lost = draw({ isKnown: ms => ms < 20_000 || ms > 31_000, number: 2 })
    const two = onRoad([draw(), lost])
    const { rows, optimal } = miniSectorTable(two.reference, two.aligned, 20)
    expect(rows.map(({ partsMs }) => partsMs.length)).toEqual([20, 0])
    expect(optimal!.lapsCounted).toBe(1)
  })

  test('no pieces are no question', () => {
    expect(() => miniSectorTable(reference, aligned, 0)).toThrow(RangeError)
    expect(() => miniSectorTable(reference, aligned, 2.5)).toThrow(RangeError)
  })
})

describe('the best lap-long stretch', () => {
  test('is never slower than the best lap, and begins in the lap before', () => {
    for (const seed of [1, 2, 3]) {
      const laps = driveLaps({ seed, circuit: 'kestrel-heath', laps: 5 })
      const { reference, aligned } = onRoad(laps)
      const best = rollingBest(aligned, reference.lengthM)!
      expect(best.timeMs).toBeLessThanOrEqual(lapTimeMs(fastest(laps).lap))
      expect(best.first === best.second || best.first.endMs === best.second.startMs).toBe(true)
    }
  })

  test('joins the good end of one lap with the good start of the next', () => {
    // Half of the lap in two thirds of the time: first the first half, then the second.
    const slowStart = (t: number): number => (t < 2 / 3 ? 0.75 * t : 0.5 + 1.5 * (t - 2 / 3))
    const slowEnd = (t: number): number => (t < 1 / 3 ? 1.5 * t : 0.5 + 0.75 * (t - 1 / 3))
    const first = draw({ lapMs: 84_000, startMs: 10_000, shareAt: slowStart, number: 1 })
    const second = draw({ lapMs: 84_000, startMs: 94_000, shareAt: slowEnd, number: 2 })
    const { reference, aligned } = onRoad([first, second], first)
    const best = rollingBest(aligned, reference.lengthM)!
    expect([best.first.number, best.second.number]).toEqual([1, 2])
    expect(best.timeMs / 1000).toBeCloseTo((84 * 2) / 3, 0)
    expect(best.fromM / reference.lengthM).toBeCloseTo(0.5, 1)
  })

  test('needs laps that follow one another and count', () => {
    const first = draw({ lapMs: 84_000, startMs: 10_000, shareAt: uneven(0.5, Math.PI), number: 1 })
    const later = draw({ lapMs: 84_000, startMs: 94_001, shareAt: uneven(0.5), number: 3 })
    const { reference, aligned } = onRoad([first, later], first)
    expect(rollingBest(aligned, reference.lengthM)).toMatchObject({ timeMs: 84_000, fromM: 0 })
    const invalid = aligned.map(({ lap, aligned: it }) => ({
      lap: { ...lap, validity: { valid: false as const, reason: 'Cut.' } },
      aligned: it,
    }))
    expect(rollingBest(invalid, asMetres(1000))).toBeNull()
    expect(rollingBest([], asMetres(1000))).toBeNull()
  })
})
