/** The maths of the windowed list, for any list and any place in it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  FEW,
  firstInView,
  MARGINS,
  rowPlaces,
  rowRange,
  rowsMoved,
} from '../../../../web/parts/rows/row-window.ts'

const SEED = 20_261
const RUNS = { seed: SEED, numRuns: 500 }

const anyGlimpse = fc.record({
  above: fc.double({ min: -2_000, max: 200_000, noNaN: true }),
  viewHeight: fc.double({ min: 1, max: 3_000, noNaN: true }),
  rowHeight: fc.double({ min: 20, max: 120, noNaN: true }),
  margin: fc.constantFrom('wide' as const, 'slim' as const),
})

describe(`the rows to have (seed ${SEED})`, () => {
  test('are within the list and hold every row that is seen', () => {
    fc.assert(
      fc.property(fc.nat(5_000), anyGlimpse, (count, glimpse) => {
        const { from, to } = rowRange(count, glimpse)
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThanOrEqual(from)
        expect(to).toBeLessThanOrEqual(count)
        for (let place = 0; place < count; place++) {
          const top = place * glimpse.rowHeight - glimpse.above
          const isSeen = top < glimpse.viewHeight && top + glimpse.rowHeight > 0
          if (isSeen && !(place >= from && place < to)) expect.fail(`row ${place} is seen and not there`)
        }
      }),
      RUNS,
    )
  })

  test('are never many more than the window shows, however long the list', () => {
    fc.assert(
      fc.property(fc.integer({ min: FEW + 1, max: 1_000_000 }), anyGlimpse, (count, glimpse) => {
        const { from, to } = rowRange(count, glimpse)
        const seen = Math.ceil(glimpse.viewHeight / glimpse.rowHeight) + 1
        expect(to - from).toBeLessThanOrEqual(seen + 2 * MARGINS.wide + 8)
      }),
      RUNS,
    )
  })

  test('of a small library are all of them, wherever one looks', () => {
    fc.assert(
      fc.property(fc.nat(FEW), anyGlimpse, (count, glimpse) => {
        expect(rowRange(count, glimpse)).toEqual({ from: 0, to: count })
      }),
      RUNS,
    )
  })

  test('stay the same while the list moves by less than a row within a step', () => {
    const at = (above: number) =>
      rowRange(2_000, { above, viewHeight: 900, rowHeight: 44, margin: 'wide' as const })
    expect(at(44 * 100 + 1)).toEqual(at(44 * 100 + 40))
    expect(at(44 * 100)).not.toEqual(at(44 * 140))
  })

  test('before anything was measured are the first ones', () => {
    const { from, to } = rowRange(2_000, { above: 0, viewHeight: 0, rowHeight: 0, margin: 'slim' })
    expect(from).toBe(0)
    expect(to).toBeGreaterThan(10)
    expect(to).toBeLessThanOrEqual(FEW)
  })
})

describe('the row with the focus', () => {
  const range = { from: 100, to: 104 }

  test('stays with its neighbours, in the order of the list', () => {
    expect(rowPlaces(2_000, range, 7)).toEqual([6, 7, 8, 100, 101, 102, 103])
    expect(rowPlaces(2_000, range, 1_999)).toEqual([100, 101, 102, 103, 1_998, 1_999])
    expect(rowPlaces(2_000, range, 0)).toEqual([0, 1, 100, 101, 102, 103])
  })

  test('adds nothing twice', () => {
    expect(rowPlaces(2_000, range, 101)).toEqual([100, 101, 102, 103])
    expect(rowPlaces(2_000, range, 104)).toEqual([100, 101, 102, 103, 104, 105])
    expect(rowPlaces(2_000, range, null)).toEqual([100, 101, 102, 103])
  })
})

describe('keeping the place', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']

  test('follows what is read when rows come above it', () => {
    expect(rowsMoved(ids, ['x', 'y', ...ids], 2)).toBe(2)
  })

  test('stays when rows come or go below it', () => {
    expect(rowsMoved(ids, [...ids, 'x'], 2)).toBe(0)
    expect(rowsMoved(ids, ['a', 'b', 'c'], 2)).toBe(0)
  })

  test('puts the next row in the place of one that went', () => {
    expect(rowsMoved(ids, ['a', 'b', 'd', 'e'], 2)).toBe(0)
    expect(rowsMoved(ids, ['b', 'd', 'e'], 2)).toBe(-1)
  })

  test('goes by the row before when everything after went', () => {
    expect(rowsMoved(ids, ['b'], 4)).toBe(-1)
    expect(rowsMoved(ids, ['x'], 4)).toBe(0)
    expect(rowsMoved([], ['x'], 0)).toBe(0)
  })

  test(`finds the same row again whatever came and went (seed ${SEED})`, () => {
    const anyIds = fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(anyIds, anyIds, fc.nat(59), (before, after, at) => {
        const first = at % before.length
        const moved = rowsMoved(before, after, first)
        const id = before[first]!
        if (after.includes(id)) expect(after[first + moved]).toBe(id)
      }),
      RUNS,
    )
  })

  test('begins at the first row while the list begins in view', () => {
    expect(firstInView({ above: -100, rowHeight: 44 })).toBe(0)
    expect(firstInView({ above: 100, rowHeight: 44 })).toBe(2)
    expect(firstInView({ above: 100, rowHeight: 0 })).toBe(0)
  })
})
