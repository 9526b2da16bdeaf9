/**
 * The best lap-long stretch that was driven in one go, from any place of the road to the same place a lap later.
 *
 * Invariants: both laps are ranked, the second begins the moment the first ends; never slower than the better of
 * the two. Places inside a gap are not asked.
 */
import { isRanked, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { asMetres, asMillis, type Metres, type Millis } from '#shared/units'
import { timeAt } from './lookup.ts'
import type { AlignedLapOf } from './mini-sectors.ts'

export interface RollingBest<L> {
  readonly timeMs: Millis
  /** Where it begins and ends; 0 when it is an ordinary lap. */
  readonly fromM: Metres
  readonly first: L
  /** The same lap when it is an ordinary one. */
  readonly second: L
}

/** Finer than a receiver resolves. */
const STEP_M = 5

/** `laps` are those of one session; null when none is ranked. */
export const rollingBest = <L extends MeasuredLap>(
  laps: readonly AlignedLapOf<L>[],
  lengthM: Metres,
): RollingBest<L> | null => {
  const ranked = laps.filter(({ lap }) => isRanked(lap)).toSorted((a, b) => a.lap.startMs - b.lap.startMs)
  let best: RollingBest<L> | null = null
  const offer = (found: RollingBest<L>): void => {
    if (!best || found.timeMs < best.timeMs) best = found
  }
  for (const { lap } of ranked) {
    offer({ timeMs: lapTimeMs(lap), fromM: asMetres(0), first: lap, second: lap })
  }
  for (let i = 0; i + 1 < ranked.length; i++) {
    const [a, b] = [ranked[i]!, ranked[i + 1]!]
    if (a.lap.endMs !== b.lap.startMs) continue
    const gaps = [...a.aligned.gaps, ...b.aligned.gaps]
    for (let atM = STEP_M; atM < lengthM; atM += STEP_M) {
      if (gaps.some(({ fromM, toM }) => atM > fromM && atM < toM)) continue
      const timeMs = asMillis(lapTimeMs(a.lap) - timeAt(a.aligned, atM) + timeAt(b.aligned, atM))
      offer({ timeMs, fromM: asMetres(atM), first: a.lap, second: b.lap })
    }
  }
  return best
}
