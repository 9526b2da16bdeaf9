/** How much was driven, with a car or at a track: over the sessions of any layouts. */
import type { LayoutId } from '#shared/id'
import { asMetres, type EpochMillis, type Metres } from '#shared/units'
import type { SessionBests } from './model.ts'

export interface Totals {
  readonly sessionCount: number
  readonly lapCount: number
  readonly rankedCount: number
  /** When the last of its sessions started; null when there is none. */
  readonly lastAt: EpochMillis | null
  /**
   * Laps from line to line times the length of their layout, not a measured way: it leaves out what was driven to
   * and from the pits, on laps that were cut short, and where no length is known.
   */
  readonly distance: {
    readonly atLeastM: Metres
    readonly lapCount: number
    /** Laps from line to line of layouts without a known length. */
    readonly unknownCount: number
  }
}

export const totalsOf = (
  rows: readonly SessionBests[],
  lengthOf: (layoutId: LayoutId) => Metres | null,
): Totals => {
  let [lapCount, rankedCount, metres, measured, unknown] = [0, 0, 0, 0, 0]
  let lastAt: EpochMillis | null = null
  for (const { layoutId, startedAt, groups } of rows) {
    const lengthM = layoutId && lengthOf(layoutId)
    if (lastAt === null || startedAt > lastAt) lastAt = startedAt
    for (const group of groups) {
      lapCount += group.lapCount
      rankedCount += group.rankedCount
      if (lengthM === null) unknown += group.wholeCount
      else {
        measured += group.wholeCount
        metres += group.wholeCount * lengthM
      }
    }
  }
  const distance = { atLeastM: asMetres(metres), lapCount: measured, unknownCount: unknown }
  return { sessionCount: rows.length, lapCount, rankedCount, lastAt, distance }
}
