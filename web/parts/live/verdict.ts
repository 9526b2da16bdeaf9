/** What a finished lap is among the others: it does not count, the best ever here, the best of the session, slower. */
import type { LapTimes } from '#shared/sim'
import { asMillis, type Millis } from '#shared/units'

export interface Verdict {
  readonly look: 'none' | 'invalid' | 'best' | 'personal' | 'slower'
  /** To the best of the session; null when it is that itself, or there is none. */
  readonly gapMs: Millis | null
}

/** `best` already counts the lap. */
export const lapVerdict = (lap: LapTimes, best: LapTimes | null, everMs: Millis | null): Verdict => {
  if (!lap.validity.valid) return { look: 'invalid', gapMs: null }
  if (lap.lapMs === null || lap.kind !== 'timed') return { look: 'none', gapMs: null }
  const bestMs = best?.lapMs ?? null
  if (bestMs === null || lap.lapMs <= bestMs)
    return { look: everMs !== null && lap.lapMs <= everMs ? 'best' : 'personal', gapMs: null }
  return { look: 'slower', gapMs: asMillis(lap.lapMs - bestMs) }
}
