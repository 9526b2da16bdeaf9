/** Laps as rows of the lap table: what each cell says, and which cells are bests. */

import type { LapId } from '#shared/id'
import { isRanked, type Lap, lapTimeMs, type Surface } from '#shared/lap'
import type { Millis } from '#shared/units'
import type { SessionDetail } from '#web/store'
import { type LapSaid, saidOf } from './laps/why.ts'
import { gapToBest, type Summary } from './summary.ts'
import type { SessionWords } from './words/en.ts'

export interface SectorCell {
  readonly ms: Millis
  readonly best: boolean
}

export interface LapRow {
  readonly id: LapId
  readonly lap: Lap
  readonly number: number
  readonly timeMs: Millis
  readonly gapMs: Millis | null
  readonly best: boolean
  readonly ranked: boolean
  readonly said: LapSaid
  /** Only where several drove. */
  readonly driver: string | null
  /** Only where it is another one than the session's. */
  readonly surface: Surface | null
  /** One per sector of the layout; null where a lap has none. */
  readonly sectors: readonly (SectorCell | null)[]
}

export const lapToRows = (
  { session, laps, drivers }: SessionDetail,
  summary: Summary,
  words: SessionWords,
): LapRow[] => {
  const sectorCount = Math.max(0, ...laps.map(lap => lap.sectorsMs.length))
  const nameById = new Map(drivers.map(driver => [driver.id, driver.name]))
  return laps.map(lap => ({
    id: lap.id,
    lap,
    number: lap.number,
    timeMs: lapTimeMs(lap),
    gapMs: gapToBest(lap, summary),
    best: lap.id === summary.best?.id,
    ranked: isRanked(lap),
    said: saidOf(lap, session, words),
    driver: (drivers.length > 1 && nameById.get(lap.driverId)) || null,
    surface: lap.surface && lap.surface !== session.conditions?.surface ? lap.surface : null,
    sectors: Array.from({ length: sectorCount }, (_, i) => {
      const ms = lap.sectorsMs[i]
      return ms === undefined ? null : { ms, best: isRanked(lap) && ms === summary.bestSectorsMs[i] }
    }),
  }))
}
