/**
 * What a list of sessions shows about the laps, computed from the laps. It is stored on the session so that
 * listing reads no laps, and can be computed again at any time.
 */
import { isRanked, type Lap, lapTimeMs } from '#shared/lap'
import type { SessionSummary } from '../rows.ts'

export const summaryOf = (unordered: readonly Lap[]): SessionSummary => {
  // However they were stored: of equal times the one driven first is the best.
  const laps = unordered.toSorted((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1))
  const ranked = laps.filter(isRanked)
  const best = ranked.reduce<Lap | null>(
    (fastest, lap) => (fastest === null || lapTimeMs(lap) < lapTimeMs(fastest) ? lap : fastest),
    null,
  )
  return {
    lapCount: laps.length,
    rankedCount: ranked.length,
    bestLapId: best?.id ?? null,
    bestLapMs: best && lapTimeMs(best),
    driverIds: [...new Set(laps.map(lap => lap.driverId))],
  }
}
