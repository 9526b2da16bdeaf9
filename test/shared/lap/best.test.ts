import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bestLap,
  isRanked,
  type LapKind,
  lapTimeMs,
  type MeasuredLap,
  optimalLap,
  sectorsFromSplits,
  type Timing,
  theoreticalBest,
} from '#shared/lap'
import { asMillis } from '#shared/units'
import { LAYOUT_ID } from './ring.ts'

const MARKS: Timing = { by: 'marks' }
const gateTiming = (gateVersion: number): Timing => ({ by: 'gates', layoutId: LAYOUT_ID, gateVersion })

const lapOf = (
  number: number,
  sectors: readonly number[],
  change: Partial<MeasuredLap> = {},
): MeasuredLap => ({
  number,
  kind: 'timed',
  startMs: asMillis(0),
  endMs: asMillis(sectors.reduce((a, b) => a + b, 0)),
  sectorsMs: sectors.map(asMillis),
  validity: { valid: true },
  timing: MARKS,
  ...change,
})
const INVALID = { validity: { valid: false, reason: 'Four wheels off.' } } as const

describe('the best lap', () => {
  test('is the fastest ranked one, the earlier of equals', () => {
    const laps = [
      lapOf(0, [10], { kind: 'out' }),
      lapOf(1, [50]),
      lapOf(2, [40]),
      lapOf(3, [40]),
      lapOf(4, [30], INVALID),
    ]
    expect(bestLap(laps)?.number).toBe(2)
  })

  test('does not exist without a ranked lap', () => {
    expect(bestLap([])).toBeNull()
    expect(bestLap([lapOf(1, [30], INVALID), lapOf(2, [20], { kind: 'partial' })])).toBeNull()
  })
})

describe('the theoretical best', () => {
  test('takes every sector from the lap that drove it fastest and says which', () => {
    const best = theoreticalBest([lapOf(1, [30, 40, 50]), lapOf(2, [31, 38, 52]), lapOf(3, [30, 39, 49])])
    expect(best?.timeMs).toBe(30 + 38 + 49)
    expect(best?.parts.map(part => part.lap.number)).toEqual([1, 2, 3])
    expect(best?.lapsCounted).toBe(3)
  })

  test('leaves out laps that do not count or lack sectors', () => {
    const best = theoreticalBest([
      lapOf(1, [30, 40]),
      lapOf(2, [1, 1], INVALID),
      lapOf(3, [1, 1], { kind: 'in' }),
      lapOf(4, [], { endMs: asMillis(60) }),
      lapOf(5, [31, 39]),
      lapOf(6, [29]),
    ])
    expect(best?.timeMs).toBe(69)
    expect(best?.lapsCounted).toBe(2)
  })

  test('never mixes laps timed at different lines', () => {
    const best = theoreticalBest([
      lapOf(1, [10, 90], { timing: gateTiming(1) }),
      lapOf(2, [50, 50], { timing: gateTiming(2) }),
      lapOf(3, [51, 48], { timing: gateTiming(2) }),
    ])
    expect(best?.timeMs).toBe(98)
    const moved = [
      lapOf(1, [10, 90], { timing: gateTiming(1) }),
      lapOf(2, [50, 50], { timing: gateTiming(2) }),
    ]
    expect(theoreticalBest(moved)?.timeMs).toBe(100)
    expect(theoreticalBest(moved)?.parts[0]?.lap.number).toBe(2)
  })

  test('does not exist without sectors', () => {
    expect(theoreticalBest([])).toBeNull()
    expect(theoreticalBest([lapOf(1, [], { endMs: asMillis(90) })])).toBeNull()
  })

  test('is never slower than the best lap it was made from, and is the sum of its parts', () => {
    const kind = fc.constantFrom<LapKind>('timed', 'timed', 'timed', 'out', 'in', 'partial')
    const laps = fc
      .integer({ min: 1, max: 6 })
      .chain(count =>
        fc.array(
          fc.tuple(
            fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: count, maxLength: count }),
            kind,
            fc.boolean(),
          ),
          { maxLength: 20 },
        ),
      )
    fc.assert(
      fc.property(laps, rows => {
        const all = rows.map(([sectors, kind, valid], i) =>
          lapOf(i, sectors, { kind, ...(valid ? {} : INVALID) }),
        )
        const best = bestLap(all)
        const theoretical = theoreticalBest(all)
        if (!best || !theoretical) {
          expect(best).toBe(theoretical)
          return
        }
        expect(theoretical.timeMs).toBeLessThanOrEqual(lapTimeMs(best))
        expect(theoretical.parts.reduce((sum, part) => sum + part.timeMs, 0)).toBe(theoretical.timeMs)
        theoretical.parts.forEach((part, i) => {
          expect(isRanked(part.lap)).toBe(true)
          expect(part.lap.sectorsMs[i]).toBe(part.timeMs)
        })
      }),
    )
  })
})

describe('the optimal lap', () => {
  test('takes every piece from its fastest lap and leaves out laps without pieces', () => {
    const row = (number: number, partsMs: number[], change: Partial<MeasuredLap> = {}) => ({
      lap: lapOf(number, [100], change),
      partsMs: partsMs.map(asMillis),
    })
    const best = optimalLap(
      [row(1, [20, 30, 50]), row(2, []), row(3, [21, 28, 51]), row(4, [1, 1, 1], INVALID)],
      3,
    )
    expect(best).toMatchObject({ timeMs: 98, lapsCounted: 2 })
    expect(best?.parts.map(part => part.lap.number)).toEqual([1, 3, 1])
    expect(optimalLap([row(2, [])], 3)).toBeNull()
    expect(optimalLap([], 3)).toBeNull()
  })
})

describe('sectors from splits', () => {
  const span = (startMs: number, endMs: number) => ({ startMs: asMillis(startMs), endMs: asMillis(endMs) })

  test('sum to the lap exactly whatever the splits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (startMs, ms, shares) => {
          const splits = shares.toSorted((a, b) => a - b).map(share => startMs + share * ms)
          const sectors = sectorsFromSplits(span(startMs, startMs + ms), splits)
          expect(sectors).toHaveLength(splits.length + 1)
          expect(sectors!.reduce((a, b) => a + b, 0)).toBe(ms)
          expect(sectors!.every(sector => sector >= 0 && Number.isInteger(sector))).toBe(true)
        },
      ),
    )
  })

  test('round the running time, not the sectors', () => {
    expect(sectorsFromSplits(span(0, 100), [33.4, 66.8])).toEqual([33, 34, 33])
  })

  test('do not exist when the splits are out of order, outside or unknown', () => {
    expect(sectorsFromSplits(span(0, 100), [])).toEqual([])
    expect(sectorsFromSplits(span(0, 100), [60, 40])).toBeNull()
    expect(sectorsFromSplits(span(50, 100), [40])).toBeNull()
    expect(sectorsFromSplits(span(0, 100), [101])).toBeNull()
    expect(sectorsFromSplits(span(0, 100), [Number.NaN])).toBeNull()
  })
})
