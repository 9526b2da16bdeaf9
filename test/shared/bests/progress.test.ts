import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allTimeBests, progress, sessionBests, totalsOf } from '#shared/bests'
import { asMetres } from '#shared/units'
import {
  anyFilter,
  anyLibrary,
  driverId,
  gates,
  INVALID,
  LAYOUT,
  lapOf,
  layoutId,
  rowOf,
  rowsOf,
  sessionId,
  sessionOf,
} from './fixture.ts'

describe('progress', () => {
  test('says for every session what fell and what still stands', () => {
    const rows = [rowOf(3, [82]), rowOf(1, [90]), rowOf(2, [80, 84]), rowOf(4, [79]), rowOf(5, [79])]
    const points = progress(rows)
    expect(points.map(point => point.sessionId)).toEqual([1, 2, 3, 4, 5].map(sessionId))
    expect(points.map(point => point.personal)).toEqual([
      { kind: 'first' },
      { kind: 'fell', byMs: 10 },
      { kind: 'stands', gapMs: 2 },
      { kind: 'fell', byMs: 1 },
      { kind: 'stands', gapMs: 0 },
    ])
    expect(points.map(point => point.toBestSoFarMs)).toEqual([0, 0, 2, 0, 0])
    expect(points[1]?.pace).toMatchObject({ medianMs: 82, lapCount: 2 })
  })

  test('keeps drivers apart, but measures each against the best of all, that of this session too', () => {
    const shared = sessionBests(sessionOf(1), [
      lapOf(1, [], { timeMs: 90 }),
      lapOf(2, [], { timeMs: 85, driverId: driverId(2) }),
    ])
    const points = progress([shared, rowOf(2, [88])])
    expect(points.map(point => [point.driverId, point.personal, point.toBestSoFarMs])).toEqual([
      [driverId(1), { kind: 'first' }, 5],
      [driverId(2), { kind: 'first' }, 0],
      [driverId(1), { kind: 'fell', byMs: 2 }, 3],
    ])
  })

  test('measures the gain in the theoretical lap on the laps it was made from', () => {
    const laps = [
      lapOf(1, [30, 42]),
      lapOf(2, [33, 40]),
      lapOf(3, [], { timeMs: 69 }),
      lapOf(4, [1, 90], { timing: gates(2) }),
    ]
    expect(progress([sessionBests(sessionOf(1), laps)])).toMatchObject([
      { best: { timeMs: 69 }, theoretical: { timeMs: 70, leftOutCount: 2 }, toTheoreticalMs: 2 },
    ])
  })

  test('of several surfaces takes the pace of the one with most laps, and bests over all', () => {
    const laps = [
      lapOf(1, [], { timeMs: 90, surface: 'damp' }),
      lapOf(2, [], { timeMs: 100, surface: 'wet' }),
      lapOf(3, [], { timeMs: 102, surface: 'wet' }),
    ]
    const [point, ...others] = progress([sessionBests(sessionOf(1), laps)])
    expect(others).toEqual([])
    expect(point).toMatchObject({ best: { timeMs: 90 }, pace: { medianMs: 101, lapCount: 2 }, lapCount: 3 })
  })

  test('keeps a session in which nothing counts, without figures', () => {
    const rows = [rowOf(1, [80]), rowOf(2, [70], {}, INVALID), rowOf(3, [81])]
    const points = progress(rows)
    expect(points[1]).toMatchObject({
      lapCount: 1,
      rankedCount: 0,
      best: null,
      pace: null,
      theoretical: null,
    })
    expect(points[1]).toMatchObject({ toTheoreticalMs: null, personal: null, toBestSoFarMs: null })
    expect(points[2]?.personal).toEqual({ kind: 'stands', gapMs: 1 })
  })

  test('never changes for what comes later', () => {
    fc.assert(
      fc.property(anyLibrary, anyFilter, (library, filter) => {
        const rows = rowsOf(library).toSorted(
          (a, b) => a.startedAt - b.startedAt || (a.sessionId < b.sessionId ? -1 : 1),
        )
        const all = progress(rows, filter)
        rows.forEach((_, count) => {
          const earlier = progress(rows.slice(0, count), filter)
          expect(all.slice(0, earlier.length)).toEqual(earlier)
        })
      }),
    )
  })

  test('holds together: no gap is negative, the last fall is the best of all, any order is the same', () => {
    fc.assert(
      fc.property(anyLibrary, anyFilter, (library, filter) => {
        const rows = rowsOf(library)
        const points = progress(rows, filter)
        expect(progress(rows.toReversed(), filter)).toEqual(points)
        for (const { toTheoreticalMs, toBestSoFarMs, personal } of points) {
          expect(toTheoreticalMs ?? 0).toBeGreaterThanOrEqual(0)
          expect(toBestSoFarMs ?? 0).toBeGreaterThanOrEqual(0)
          if (personal?.kind === 'fell') expect(personal.byMs).toBeGreaterThan(0)
          if (personal?.kind === 'stands') expect(personal.gapMs).toBeGreaterThanOrEqual(0)
        }
        const best = Math.min(Infinity, ...points.map(point => point.best?.timeMs ?? Infinity))
        expect(best).toBe(allTimeBests(rows, filter).best?.timeMs ?? Infinity)
      }),
    )
  })
})

describe('totals', () => {
  test('count sessions and laps, and metres only of whole laps of layouts with a length', () => {
    const far = layoutId(2)
    const rows = [
      sessionBests(sessionOf(1), [
        lapOf(1, [80]),
        lapOf(2, [80], INVALID),
        lapOf(3, [80], { kind: 'out' }),
        lapOf(4, [70], { driverId: driverId(2) }),
      ]),
      rowOf(2, [90, 91], { layoutId: far }),
      rowOf(3, [90], { layoutId: null }),
    ]
    const lengthOf = (id: typeof LAYOUT) => (id === LAYOUT ? asMetres(5000) : null)
    expect(totalsOf(rows, lengthOf)).toEqual({
      sessionCount: 3,
      lapCount: 7,
      rankedCount: 3,
      lastAt: rows[2]?.startedAt,
      distance: { atLeastM: 15_000, lapCount: 3, unknownCount: 3 },
    })
    expect(totalsOf([], lengthOf)).toMatchObject({ sessionCount: 0, lastAt: null, distance: { atLeastM: 0 } })
  })
})
