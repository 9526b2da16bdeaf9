import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LapFacts, MIN_LAPS_FOR_SPREAD, sessionBests, spreadPercent, whyNotRanked } from '#shared/bests'
import { bestLap, lapTimeMs, theoreticalBest } from '#shared/lap'
import { asEpochMillis, asMillis } from '#shared/units'
import { anyLibrary, driverId, gates, INVALID, lapId, lapOf, layoutId, MARKS, sessionOf } from './fixture.ts'

const groupsOf = (laps: readonly LapFacts[], session = sessionOf(1)) => sessionBests(session, laps).groups
const onlyGroupOf = (laps: readonly LapFacts[]) => {
  const [group, ...others] = groupsOf(laps)
  expect(others).toEqual([])
  return group!
}
const lapsOf = (timesMs: readonly number[]) => timesMs.map((timeMs, n) => lapOf(n, [], { timeMs }))

describe('the bests of a session', () => {
  test('are those of each driver on each surface', () => {
    const laps = [
      lapOf(1, [], { timeMs: 100, surface: 'wet' }),
      lapOf(2, [], { timeMs: 90 }),
      lapOf(3, [], { timeMs: 80, driverId: driverId(2) }),
      lapOf(4, [], { timeMs: 99, surface: 'wet' }),
    ]
    expect(groupsOf(laps, sessionOf(1, { conditions: { surface: 'dry' } }))).toMatchObject([
      { driverId: driverId(1), surface: 'wet', lapCount: 2, best: { lapId: lapId(4), timeMs: 99 } },
      { driverId: driverId(1), surface: 'dry', lapCount: 1, best: { lapId: lapId(2) } },
      { driverId: driverId(2), surface: 'dry', lapCount: 1, best: { lapId: lapId(3) } },
    ])
  })

  test('say nothing that nobody said', () => {
    const bests = sessionBests(sessionOf(1), [lapOf(1, [30])])
    expect(bests.world).toBeNull()
    expect(bests.groups[0]?.surface).toBeNull()
  })

  test('are real or simulated as somebody said, else as the place tells', () => {
    const worldOf = (
      ...[session, layout]: [Parameters<typeof sessionBests>[0], Parameters<typeof sessionBests>[2]?]
    ) => sessionBests(session, [], layout).world
    const onEarth = { frame: { kind: 'wgs84' } } as const
    expect(worldOf(sessionOf(1), onEarth)).toBe('real')
    expect(worldOf(sessionOf(1, { world: 'sim' }), onEarth)).toBe('sim')
    expect(worldOf(sessionOf(1, { origin: { kind: 'sample', seed: 1 } }))).toBe('sim')
  })

  test('never mix sectors of two layouts in a session without one', () => {
    const laps = [lapOf(1, [10, 90]), lapOf(2, [90, 11], { timing: gates(1, layoutId(2)) })]
    const { sectors } = groupsOf(laps, sessionOf(1, { layoutId: null }))[0]!
    expect(sectors?.parts.map(part => part.lapId)).toEqual([lapId(2), lapId(2)])
  })

  test('count every lap driven, whole laps and laps that count apart, deleted ones nowhere', () => {
    const laps = [
      lapOf(1, [50], { kind: 'out' }),
      lapOf(2, [40]),
      lapOf(3, [30], INVALID),
      lapOf(4, [1], { deletedAt: asEpochMillis(5) }),
      lapOf(5, [20], { kind: 'in' }),
    ]
    expect(onlyGroupOf(laps)).toMatchObject({
      lapCount: 4,
      wholeCount: 2,
      rankedCount: 1,
      best: { timeMs: 40 },
    })
    expect(groupsOf([lapOf(4, [1], { deletedAt: asEpochMillis(5) })])).toEqual([])
  })

  test('are there but empty when no lap counts', () => {
    expect(onlyGroupOf([lapOf(1, [30, 30], INVALID)])).toMatchObject({
      lapCount: 1,
      rankedCount: 0,
      best: null,
      sectors: null,
      pace: null,
    })
  })

  test('take sectors of laps at the same lines only: those of most laps, the later of equals', () => {
    const laps = [
      lapOf(1, [10, 90]),
      lapOf(2, [50, 50], { timing: gates(2) }),
      lapOf(3, [51, 48], { timing: gates(2) }),
      lapOf(4, [1, 80], { timing: MARKS }),
    ]
    expect(onlyGroupOf(laps).sectors).toEqual({
      lines: 'gates 2 2',
      lapCount: 2,
      bestMs: 99,
      parts: [
        { lapId: lapId(2), timeMs: 50 },
        { lapId: lapId(3), timeMs: 48 },
      ],
    })
    expect(onlyGroupOf(laps.filter(lap => lap.id !== lapId(3))).sectors?.lines).toBe('marks 2')
  })

  test('are those of shared/lap where there is one driver, one surface and nothing odd', () => {
    fc.assert(
      fc.property(anyLibrary, library => {
        for (const { session, laps } of library) {
          const plain = laps.filter(lap => whyNotRanked(lap, session) === null)
          const same = plain.map(lap => ({ ...lap, driverId: driverId(1), surface: 'dry' as const }))
          const group = sessionBests(session, same).groups[0]
          const best = bestLap(same)
          const theoretical = theoreticalBest(same)
          expect(group?.best ?? null).toEqual(best && { lapId: best.id, timeMs: lapTimeMs(best) })
          expect(group?.sectors?.parts ?? null).toEqual(
            theoretical?.parts.map(({ lap, timeMs }) => ({ lapId: lap.id, timeMs })) ?? null,
          )
        }
      }),
    )
  })

  test('do not change with a lap that does not count, but for the number of laps', () => {
    fc.assert(
      fc.property(anyLibrary, fc.integer({ min: 1, max: 200 }), (library, timeMs) => {
        for (const { session, laps } of library) {
          const odd = lapOf(9999, [], { timeMs, ...INVALID })
          const bestsOf = (driven: readonly LapFacts[]) =>
            sessionBests(session, driven).groups.map(({ lapCount, wholeCount, ...bests }) => bests)
          const after = bestsOf([...laps, odd]).filter(({ best }) => best !== null)
          expect(after).toEqual(bestsOf(laps).filter(({ best }) => best !== null))
        }
      }),
    )
  })

  test('are the same for any order of the laps', () => {
    fc.assert(
      fc.property(anyLibrary, library => {
        for (const { session, laps } of library) {
          expect(sessionBests(session, laps.toReversed())).toEqual(sessionBests(session, laps))
        }
      }),
    )
  })

  test('survive being written as JSON', () => {
    fc.assert(
      fc.property(anyLibrary, library => {
        for (const { session, laps } of library) {
          const bests = sessionBests(session, laps)
          expect(JSON.parse(JSON.stringify(bests))).toEqual(bests)
        }
      }),
    )
  })

  test('are small: one driver with three sectors and twenty laps takes under 750 bytes', () => {
    const laps = Array.from({ length: 20 }, (_, n) => lapOf(n, [31_000 + n, 32_000 - n, 33_000 + (n % 3)]))
    const bests = sessionBests(sessionOf(1, { world: 'real', conditions: { surface: 'dry' } }), laps)
    const { length } = JSON.stringify(bests)
    console.info(`a session's bests: ${length} bytes of JSON`)
    expect(length).toBeLessThan(750)
  })
})

describe('the pace', () => {
  test('is the median of the laps within 107 % of the best, and says how many', () => {
    expect(onlyGroupOf(lapsOf([100, 107, 104, 108, 500])).pace).toMatchObject({ medianMs: 104, lapCount: 3 })
    expect(onlyGroupOf(lapsOf([100])).pace).toEqual({ medianMs: 100, spreadMs: null, lapCount: 1 })
  })

  test('comes with a consistency, the width of the middle half, from five laps on', () => {
    expect(MIN_LAPS_FOR_SPREAD).toBe(5)
    expect(onlyGroupOf(lapsOf([1000, 1010, 1020, 1030])).pace?.spreadMs).toBeNull()
    const pace = onlyGroupOf(lapsOf([1000, 1010, 1020, 1030, 1069])).pace!
    expect(pace).toEqual({ medianMs: 1020, spreadMs: 20, lapCount: 5 })
    expect(spreadPercent(pace)).toBeCloseTo(1.96, 2)
  })

  test('is not moved much by one slow lap', () => {
    const even = onlyGroupOf(lapsOf([1000, 1004, 1008, 1002, 1006, 1003])).pace!
    const odd = onlyGroupOf(lapsOf([1000, 1004, 1008, 1002, 1006, 1069])).pace!
    expect(odd.medianMs - even.medianMs).toBeLessThan(3)
    expect(odd.spreadMs! - even.spreadMs!).toBeLessThan(4)
  })

  test('lies between the best and 107 % of it, whatever was driven', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1 }), timesMs => {
        const { best, pace } = onlyGroupOf(lapsOf(timesMs))
        expect(pace!.medianMs).toBeGreaterThanOrEqual(best!.timeMs)
        expect(pace!.medianMs).toBeLessThanOrEqual(asMillis(best!.timeMs * 1.07 + 1))
        expect(pace!.spreadMs ?? 0).toBeLessThanOrEqual(best!.timeMs * 0.07 + 1)
      }),
    )
  })
})
