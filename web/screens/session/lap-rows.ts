/** Laps as rows of the lap table: what each cell says, and which cells are bests. */

import type { LapId } from '#shared/id'
import { isRanked, type Lap, lapTimeMs } from '#shared/lap'
import type { Millis } from '#shared/units'
import { gapToBest, type Summary } from './summary.ts'

export interface SectorCell {
  readonly ms: Millis
  readonly best: boolean
}

export interface LapRow {
  readonly id: LapId
  readonly number: number
  readonly timeMs: Millis
  readonly gapMs: Millis | null
  readonly best: boolean
  readonly ranked: boolean
  readonly kind: Lap['kind']
  readonly invalidReason: string | null
  /** One per sector of the layout; null where a lap has none. */
  readonly sectors: readonly (SectorCell | null)[]
}

export const lapToRows = (laps: readonly Lap[], summary: Summary): LapRow[] => {
  const sectorCount = Math.max(0, ...laps.map(lap => lap.sectorsMs.length))
  return laps.map(lap => ({
    id: lap.id,
    number: lap.number,
    timeMs: lapTimeMs(lap),
    gapMs: gapToBest(lap, summary),
    best: lap.id === summary.best?.id,
    ranked: isRanked(lap),
    kind: lap.kind,
    invalidReason: lap.validity.valid ? null : lap.validity.reason,
    sectors: Array.from({ length: sectorCount }, (_, i) => {
      const ms = lap.sectorsMs[i]
      return ms === undefined ? null : { ms, best: isRanked(lap) && ms === summary.bestSectorsMs[i] }
    }),
  }))
}
