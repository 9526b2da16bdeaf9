/** Speed is printed, never decides; what decides is that many rows give the answer of one look at all laps. */
import { expect, test } from 'vitest'
import { allTimeBests, bestsTable, progress, sessionBests } from '#shared/bests'
import { lapTimeMs } from '#shared/lap'
import { carId, driverId, gates, lapOf, sessionOf } from './fixture.ts'

const SESSIONS = 2500
const LAPS = 20

const library = Array.from({ length: SESSIONS }, (_, s) => ({
  session: sessionOf((s * 7919) % SESSIONS, {
    carId: carId(s % 12),
    world: s % 2 ? 'sim' : 'real',
    conditions: { surface: s % 5 ? 'dry' : 'wet' },
  }),
  laps: Array.from({ length: LAPS }, (_, l) => {
    const n = s * LAPS + l
    const sector = (k: number) => 30_000 + ((n * 7919 * (k + 3) + k * 104_729) % 4001)
    return lapOf(n, [sector(0), sector(1), sector(2)], {
      driverId: driverId(s % 7),
      timing: gates(1 + (s % 9 ? 1 : 0)),
    })
  }),
}))
const rows = library.map(({ session, laps }) => sessionBests(session, laps))

const bestOfFive = (work: () => unknown): number =>
  Math.min(
    ...Array.from({ length: 5 }, () => {
      const from = performance.now()
      work()
      return performance.now() - from
    }),
  )

test('2,500 sessions of one layout answer what all their laps would', () => {
  const times = library.flatMap(({ laps }) => laps.map(lapTimeMs))
  const bests = allTimeBests(rows)
  expect(bests.rankedCount).toBe(SESSIONS * LAPS)
  expect(bests.best?.timeMs).toBe(Math.min(...times))
  expect(bestsTable(rows, 'car', () => null)).toHaveLength(12)
  expect(progress(rows)).toHaveLength(SESSIONS)

  const figures = {
    allTimeBests: bestOfFive(() => allTimeBests(rows)),
    'filtered to dry': bestOfFive(() => allTimeBests(rows, { surface: 'dry' })),
    bestsTable: bestOfFive(() => bestsTable(rows, 'car', () => null)),
    progress: bestOfFive(() => progress(rows)),
    'sessionBests of all': bestOfFive(() => library.map(({ session, laps }) => sessionBests(session, laps))),
  }
  for (const [name, ms] of Object.entries(figures)) console.info(`${name}: ${ms.toFixed(1)} ms`)
})
