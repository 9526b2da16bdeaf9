/**
 * Sectors of several laps side by side, the best of each, and the best lap they would make together.
 *
 * Invariants: only ranked laps can hold a best; laps timed at other lines than most are listed without sectors.
 */
import { type BestOfParts, isRanked, type MeasuredLap, theoreticalBest } from '#shared/lap'
import type { Millis } from '#shared/units'

export interface SectorRow<L> {
  readonly lap: L
  /** Empty when it has none, or others than most. */
  readonly sectorsMs: readonly Millis[]
  /** Which of its sectors nobody drove faster. */
  readonly isBest: readonly boolean[]
}

export interface SectorTable<L> {
  readonly sectors: number
  readonly rows: readonly SectorRow<L>[]
  /** Null when fewer than one ranked lap has sectors. */
  readonly theoretical: BestOfParts<L> | null
}

export const sectorTable = <L extends MeasuredLap>(laps: readonly L[]): SectorTable<L> => {
  const theoretical = theoreticalBest(laps)
  const lines = theoretical?.parts[0]?.lap
  const rows = laps.map(lap => {
    const isSame = lines !== undefined && hasSameLines(lap, lines)
    const sectorsMs = isSame ? lap.sectorsMs : []
    const isBest = sectorsMs.map((ms, i) => isRanked(lap) && ms === theoretical?.parts[i]?.timeMs)
    return { lap, sectorsMs, isBest }
  })
  return { sectors: theoretical?.parts.length ?? 0, rows, theoretical }
}

const hasSameLines = (a: MeasuredLap, b: MeasuredLap): boolean =>
  a.sectorsMs.length === b.sectorsMs.length &&
  (a.timing.by === 'gates' && b.timing.by === 'gates'
    ? a.timing.layoutId === b.timing.layoutId && a.timing.gateVersion === b.timing.gateVersion
    : a.timing.by === b.timing.by)
