import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allTimeBests, type BestsFilter, bestsTable, sessionBests, whyNotRanked } from '#shared/bests'
import type { DriverId } from '#shared/id'
import { lapTimeMs, surfaceOf } from '#shared/lap'
import {
  anyFilter,
  anyLibrary,
  carId,
  type Driven,
  driverId,
  gates,
  lapId,
  lapOf,
  layoutId,
  MARKS,
  rowOf,
  rowsOf,
  sessionId,
  sessionOf,
} from './fixture.ts'

const classOf = (car: string) => (car === carId(1) ? 'GT3' : null)

describe('the bests of a layout', () => {
  test('are the fastest lap of all sessions, with who drove it, in what and when', () => {
    const rows = [
      rowOf(1, [90, 80]),
      rowOf(2, [85, 79], { carId: carId(2), world: 'sim', conditions: { surface: 'damp' } }),
    ]
    const bests = allTimeBests(rows)
    expect(bests.best).toEqual({
      lapId: lapId(2001),
      timeMs: 79,
      sessionId: sessionId(2),
      startedAt: rows[1]!.startedAt,
      driverId: driverId(1),
      carId: carId(2),
      surface: 'damp',
      world: 'sim',
    })
    expect(bests).toMatchObject({ sessionCount: 2, lapCount: 4, rankedCount: 4, unsaidCount: 0 })
  })

  test('belong to whoever was first, of equal times', () => {
    const rows = [rowOf(3, [80]), rowOf(2, [80]), rowOf(5, [80])]
    expect(allTimeBests(rows).best?.sessionId).toBe(sessionId(2))
    expect(bestsTable(rows, 'car', classOf)).toHaveLength(1)
  })

  test('take a damp track for neither a dry nor a wet one, and an unsaid one for none, which they say', () => {
    const rows = [
      rowOf(1, [100], { conditions: { surface: 'wet' } }),
      rowOf(2, [95], { conditions: { surface: 'damp' } }),
      rowOf(3, [90], { conditions: { surface: 'dry' } }),
      rowOf(4, [80, 81]),
    ]
    expect(allTimeBests(rows, { surface: 'wet' })).toMatchObject({ best: { timeMs: 100 }, unsaidCount: 2 })
    expect(allTimeBests(rows, { surface: 'damp' })).toMatchObject({ best: { timeMs: 95 }, unsaidCount: 2 })
    expect(allTimeBests(rows, { surface: 'dry' })).toMatchObject({ best: { timeMs: 90 }, unsaidCount: 2 })
    expect(allTimeBests(rows)).toMatchObject({ best: { timeMs: 80 }, unsaidCount: 0 })
    expect(allTimeBests(rows, { world: 'real' })).toMatchObject({ best: null, unsaidCount: 5 })
  })

  test('put together the best sectors of all sessions, at the lines most laps were timed at', () => {
    const rows = [
      sessionBests(sessionOf(1), [lapOf(1, [10, 40]), lapOf(2, [12, 38])]),
      sessionBests(sessionOf(2), [lapOf(3, [11, 37], { driverId: driverId(2) })]),
      sessionBests(sessionOf(3), [lapOf(4, [1, 45], { timing: gates(2) }), lapOf(5, [], { timeMs: 44 })]),
    ]
    const { theoretical, best } = allTimeBests(rows)
    expect(best).toMatchObject({ lapId: lapId(5), timeMs: 44 })
    expect(theoretical).toMatchObject({
      timeMs: 47,
      bestMs: 48,
      lines: 'gates 1 2',
      lapCount: 3,
      leftOutCount: 2,
      parts: [
        { lapId: lapId(1), timeMs: 10, driverId: driverId(1) },
        { lapId: lapId(3), timeMs: 37, driverId: driverId(2) },
      ],
    })
  })

  test('prefer, of lines with equally many laps, those that came into use last', () => {
    const rows = [
      sessionBests(sessionOf(1), [lapOf(1, [10, 40], { timing: MARKS })]),
      sessionBests(sessionOf(2), [lapOf(2, [20, 40], { timing: gates(2) })]),
    ]
    expect(allTimeBests(rows).theoretical?.lines).toBe('gates 2 2')
    expect(allTimeBests(rows.toReversed()).theoretical?.lines).toBe('gates 2 2')
  })

  test('are none of an empty library', () => {
    expect(allTimeBests([])).toEqual({
      best: null,
      theoretical: null,
      sessionCount: 0,
      lapCount: 0,
      rankedCount: 0,
      unsaidCount: 0,
    })
  })

  test('are never asked over several layouts, or over places that are not known to be one', () => {
    const several = [rowOf(1, [80]), rowOf(2, [80], { layoutId: layoutId(2) })]
    const unknown = [rowOf(1, [80], { layoutId: null }), rowOf(2, [80], { layoutId: null })]
    expect(() => allTimeBests(several)).toThrow('one layout')
    expect(() => allTimeBests(unknown)).toThrow('one layout')
    const marks = rowOf(1, [80], { layoutId: null }, { timing: MARKS })
    expect(allTimeBests([marks]).best?.timeMs).toBe(80)
  })

  test('are the fastest of all laps that fit, as counted lap by lap', () => {
    fc.assert(
      fc.property(anyLibrary, anyFilter, (library, filter) => {
        const times = fittingTimes(library, filter)
        const { best, rankedCount } = allTimeBests(rowsOf(library), filter)
        expect(rankedCount).toBe(times.length)
        expect(best?.timeMs ?? null).toBe(times.length > 0 ? Math.min(...times) : null)
      }),
    )
  })

  test('are the fastest of the bests of each session alone', () => {
    fc.assert(
      fc.property(anyLibrary, anyFilter, (library, filter) => {
        const rows = rowsOf(library)
        const alone = rows.map(row => allTimeBests([row], filter).best?.timeMs ?? Infinity)
        expect(allTimeBests(rows, filter).best?.timeMs ?? Infinity).toBe(Math.min(Infinity, ...alone))
      }),
    )
  })

  test('have a theoretical lap that no lap it was made from beats, and that is the sum of its parts', () => {
    fc.assert(
      fc.property(anyLibrary, anyFilter, (library, filter) => {
        const { theoretical, rankedCount } = allTimeBests(rowsOf(library), filter)
        if (!theoretical) return
        const { timeMs, parts, bestMs, lapCount, leftOutCount } = theoretical
        expect(timeMs).toBeLessThanOrEqual(bestMs)
        expect(parts.reduce((sum, part) => sum + part.timeMs, 0)).toBe(timeMs)
        expect(lapCount + leftOutCount).toBe(rankedCount)
        const laps = new Map(library.flatMap(driven => driven.laps).map(lap => [lap.id, lap]))
        parts.forEach((part, i) => {
          expect(laps.get(part.lapId)?.sectorsMs[i]).toBe(part.timeMs)
        })
      }),
    )
  })

  test('do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(anyLibrary, anyFilter, (library, filter) => {
        const rows = rowsOf(library)
        const turned = rows.toReversed()
        expect(allTimeBests(turned, filter)).toEqual(allTimeBests(rows, filter))
        for (const by of ['car', 'class', 'driver', 'surface', 'world'] as const) {
          expect(bestsTable(turned, by, classOf, filter)).toEqual(bestsTable(rows, by, classOf, filter))
        }
      }),
    )
  })

  test('only fall when a session is added, and are as before when it is taken away', () => {
    fc.assert(
      fc.property(anyLibrary, anyFilter, (library, filter) => {
        const all = rowsOf(library)
        const before = allTimeBests(all.slice(0, -1), filter)
        const after = allTimeBests(all, filter)
        expect(after.best?.timeMs ?? Infinity).toBeLessThanOrEqual(before.best?.timeMs ?? Infinity)
        const without = all.filter(row => row.sessionId !== all.at(-1)?.sessionId)
        expect(allTimeBests(without, filter)).toEqual(before)
      }),
    )
  })
})

describe('the table of bests', () => {
  const rows = [
    rowOf(1, [90, 80], { world: 'real' }),
    rowOf(2, [85], { carId: carId(2), world: 'sim', conditions: { surface: 'wet' } }),
    rowOf(3, [70], { carId: carId(3), world: 'sim', conditions: { surface: 'damp' } }),
    rowOf(4, [60], { carId: null }, { kind: 'out' }),
  ]

  test('lists the fastest first with the gap to it, and nobody without a lap that counts', () => {
    const table = bestsTable(rows, 'car', classOf)
    expect(table.map(({ key, best, gapMs }) => [key, best.timeMs, gapMs])).toEqual([
      [carId(3), 70, 0],
      [carId(1), 80, 10],
      [carId(2), 85, 15],
    ])
    expect(table.map(row => row.lapCount)).toEqual([1, 2, 1])
  })

  test('puts what nobody said under no name', () => {
    const keysOf = (by: Parameters<typeof bestsTable>[1]) => bestsTable(rows, by, classOf).map(row => row.key)
    expect(keysOf('class')).toEqual([null, 'GT3'])
    expect(keysOf('driver')).toEqual([driverId(1)])
    expect(keysOf('surface')).toEqual(['damp', null, 'wet'])
    expect(keysOf('world')).toEqual(['sim', 'real'])
  })

  test('says for each what its bests alone would say', () => {
    fc.assert(
      fc.property(anyLibrary, library => {
        const all = rowsOf(library)
        for (const { key, gapMs, ...row } of bestsTable(all, 'driver', classOf)) {
          const { unsaidCount, ...alone } = allTimeBests(all, { driverId: key as DriverId })
          expect(row).toEqual(alone)
          expect(gapMs).toBe(row.best.timeMs - allTimeBests(all).best!.timeMs)
        }
      }),
    )
  })
})

/** Without any of the code under test but the rule of what counts. */
const fittingTimes = (library: readonly Driven[], filter: BestsFilter): readonly number[] =>
  library.flatMap(({ session, laps }) =>
    laps
      .filter(lap => {
        const surface = surfaceOf(lap, session)
        return (
          whyNotRanked(lap, session) === null &&
          (!filter.carIds || filter.carIds.some(id => id === session.carId)) &&
          (!filter.driverId || filter.driverId === lap.driverId) &&
          (!filter.world || filter.world === session.world) &&
          (!filter.surface || filter.surface === surface)
        )
      })
      .map(lapTimeMs),
  )
