/**
 * The best laps of a car or a driver, a layout at a time: the layouts driven most come first, and within one each
 * surface has a line of its own, because a wet lap is no slow dry one.
 */
import { allTimeBests, type BestsTableRow, bestsTable, type Holder, type SessionBests } from '#shared/bests'
import type { DriverId, LayoutId } from '#shared/id'

export interface LayoutBests {
  readonly layoutId: LayoutId
  readonly lapCount: number
  /** By surface, fastest first. */
  readonly rows: readonly BestsTableRow[]
}

export const bestsByLayout = (
  rows: readonly SessionBests[],
  filter: { readonly driverId?: DriverId } = {},
): readonly LayoutBests[] =>
  Array.from(groupsOf(rows), ([layoutId, group]) => ({
    layoutId,
    lapCount: lapCountOf(group, filter.driverId),
    rows: bestsTable(group, 'surface', () => null, filter),
  }))
    .filter(each => each.lapCount > 0)
    .sort((a, b) => b.lapCount - a.lapCount)

export interface MainBest {
  readonly layoutId: LayoutId
  readonly best: Holder
}

/** On the layout driven most, of those with a lap that counts; whatever the surface. */
export const mainBestOf = (rows: readonly SessionBests[]): MainBest | null => {
  let most: MainBest | null = null
  let mostLaps = 0
  for (const [layoutId, group] of groupsOf(rows)) {
    const lapCount = lapCountOf(group)
    if (lapCount <= mostLaps) continue
    const { best } = allTimeBests(group)
    if (!best) continue
    most = { layoutId, best }
    mostLaps = lapCount
  }
  return most
}

const groupsOf = (rows: readonly SessionBests[]): Map<LayoutId, SessionBests[]> => {
  const groups = new Map<LayoutId, SessionBests[]>()
  for (const row of rows) {
    if (row.layoutId === null) continue
    const group = groups.get(row.layoutId)
    if (group) group.push(row)
    else groups.set(row.layoutId, [row])
  }
  return groups
}

const lapCountOf = (rows: readonly SessionBests[], driverId?: DriverId): number => {
  let count = 0
  for (const { groups } of rows) {
    for (const group of groups) {
      if (driverId === undefined || group.driverId === driverId) count += group.lapCount
    }
  }
  return count
}
