/**
 * The bests of one layout over all sessions, and the same side by side by car, class, driver, surface or world.
 *
 * Cost: 2,500 sessions take 2 to 6 ms of a core either way, 10 the first time; neither a lap nor a trace is read.
 */
import type { CarId } from '#shared/id'
import { asMillis, type Millis } from '#shared/units'
import { type BestsFilter, choose, type Entry } from './choose.ts'
import { fastestOf, type Holder, sumOf, type Theoretical, theoreticalOf } from './holders.ts'
import type { SessionBests } from './model.ts'

export interface AllTimeBests {
  readonly best: Holder | null
  /** Its parts are the best sectors. */
  readonly theoretical: Theoretical | null
  /** What was driven, whether it counts or not. */
  readonly sessionCount: number
  readonly lapCount: number
  readonly rankedCount: number
  /** Laps that count and are left out only because nobody said the surface or the world that was asked for. */
  readonly unsaidCount: number
}

export interface BestsTableRow {
  /** An id, a class, a surface or a world; null when nobody said. */
  readonly key: string | null
  readonly best: Holder
  /** To the first row; 0 for the first. */
  readonly gapMs: Millis
  readonly theoretical: Theoretical | null
  readonly sessionCount: number
  readonly lapCount: number
  readonly rankedCount: number
}

export type BestsColumn = 'car' | 'class' | 'driver' | 'surface' | 'world'

/** `rows` are those of one layout. */
export const allTimeBests = (rows: readonly SessionBests[], filter: BestsFilter = {}): AllTimeBests => {
  const { entries, unsaidCount } = choose(rows, filter)
  return { ...bestsOf(entries), unsaidCount }
}

/** Fastest first; who has no lap that counts is not listed. `rows` are those of one layout. */
export const bestsTable = (
  rows: readonly SessionBests[],
  by: BestsColumn,
  classOf: (carId: CarId) => string | null,
  filter: BestsFilter = {},
): readonly BestsTableRow[] => {
  const groups = Map.groupBy(choose(rows, filter).entries, entry => keyOf(entry, by, classOf))
  const listed = Array.from(groups, ([key, entries]) => {
    const { best, ...rest } = bestsOf(entries)
    return best && { key, best, ...rest }
  })
  const ranked = listed.filter(row => row !== null).sort((a, b) => inOrder(a.best, b.best))
  const first = ranked[0]?.best.timeMs ?? 0
  return ranked.map(row => ({ ...row, gapMs: asMillis(row.best.timeMs - first) }))
}

const bestsOf = (entries: readonly Entry[]): Omit<AllTimeBests, 'unsaidCount'> => ({
  best: fastestOf(entries, group => group.best),
  theoretical: theoreticalOf(entries),
  sessionCount: new Set(entries.map(({ row }) => row.sessionId)).size,
  lapCount: sumOf(entries, ({ group }) => group.lapCount),
  rankedCount: sumOf(entries, ({ group }) => group.rankedCount),
})

const inOrder = (a: Holder, b: Holder): number =>
  a.timeMs - b.timeMs || a.startedAt - b.startedAt || (a.lapId < b.lapId ? -1 : 1)

const keyOf = (
  { row, group }: Entry,
  by: BestsColumn,
  classOf: (carId: CarId) => string | null,
): string | null => {
  switch (by) {
    case 'car':
      return row.carId
    case 'class':
      return row.carId && classOf(row.carId)
    case 'driver':
      return group.driverId
    case 'surface':
      return group.surface
    case 'world':
      return row.world
  }
}
