/** What a session's laps add up to: the best lap, the best sectors, the theoretical best. */
import { bestLap, isRanked, type Lap, lapTimeMs, theoreticalBest } from '#shared/lap'
import { asMillis, type Millis } from '#shared/units'

export interface Summary {
  readonly best: Lap | null
  /** Best sectors of different laps put together; null when no ranked lap has sectors. */
  readonly theoretical: { readonly timeMs: Millis; readonly lapNumbers: readonly number[] } | null
  /** Best time per sector over all ranked laps. */
  readonly bestSectorsMs: readonly Millis[]
  readonly ranked: number
}

export const summarise = (laps: readonly Lap[]): Summary => {
  const best = bestLap(laps)
  const theoretical = theoreticalBest(laps)
  return {
    best,
    theoretical: theoretical && {
      timeMs: theoretical.timeMs,
      lapNumbers: [...new Set(theoretical.parts.map(part => part.lap.number))].sort((a, b) => a - b),
    },
    bestSectorsMs: theoretical ? theoretical.parts.map(part => part.timeMs) : [],
    ranked: laps.filter(isRanked).length,
  }
}

export const gapToBest = (lap: Lap, summary: Summary): Millis | null =>
  summary.best && isRanked(lap) && lap.id !== summary.best.id
    ? asMillis(lapTimeMs(lap) - lapTimeMs(summary.best))
    : null
