/**
 * All a layout's page says about its bests, from rows of bests alone: 2,500 sessions take some 10 ms.
 *
 * Invariant: everything here is under one filter, and the last session is the last with a lap that counts under it.
 */
import {
  type AllTimeBests,
  allTimeBests,
  type BestsColumn,
  type BestsFilter,
  type BestsTableRow,
  bestsTable,
  type ProgressPoint,
  progress,
  type SessionBests,
} from '#shared/bests'
import type { LapId } from '#shared/id'
import type { ClassOf } from './bests-view.ts'

export interface LayoutBestsData {
  readonly allTime: AllTimeBests
  readonly last: { readonly point: ProgressPoint; readonly bests: AllTimeBests } | null
  /** The sectors of the last session lie where those of all time do. */
  readonly isLastComparable: boolean
  readonly table: readonly BestsTableRow[]
  readonly points: readonly ProgressPoint[]
  /** The best lap of each session and driver, fastest first, at most MOST_BEST. */
  readonly bestLaps: readonly LapId[]
}

/** Of so many laps the traces are opened when an optimal lap is put together: about a second. */
const MOST_BEST = 16

export const layoutBestsOf = (
  rows: readonly SessionBests[],
  filter: BestsFilter,
  by: BestsColumn,
  classOf: ClassOf,
): LayoutBestsData => {
  const allTime = allTimeBests(rows, filter)
  const points = progress(rows, filter)
  const timed = points.flatMap(point => (point.best ? [{ point, best: point.best }] : []))
  const newest = timed.at(-1)?.point.sessionId
  // Of several drivers in it, the one with most laps.
  const point = timed
    .map(each => each.point)
    .filter(each => each.sessionId === newest)
    .reduce<ProgressPoint | null>(
      (most, each) => (most && most.rankedCount >= each.rankedCount ? most : each),
      null,
    )
  const last = point && {
    point,
    bests: allTimeBests(
      rows.filter(row => row.sessionId === newest),
      filter,
    ),
  }
  return {
    allTime,
    last,
    isLastComparable:
      last?.bests.theoretical != null && last.bests.theoretical.lines === allTime.theoretical?.lines,
    table: bestsTable(rows, by, classOf, filter),
    points,
    bestLaps: timed
      .toSorted((a, b) => a.best.timeMs - b.best.timeMs)
      .slice(0, MOST_BEST)
      .map(({ best }) => best.lapId),
  }
}
