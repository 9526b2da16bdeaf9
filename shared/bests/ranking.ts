/** Why a lap does not count among the bests: the first reason that holds, in the order given here. */
import { isExactlyTimed } from '#shared/lap'
import type { LapFacts, SessionFacts } from './model.ts'

export type NotRanked =
  | { readonly why: 'deleted' }
  /** From the pits to the line, from the line to the pits, or only part of a lap. */
  | { readonly why: 'out' | 'in' | 'partial' }
  /** `reason` is a sentence; `by` says whose it is: a person's, or that of the recording. */
  | { readonly why: 'invalid'; readonly reason: string; readonly by: 'person' | 'recording' }
  /** Where a lap counter changed is known to about a second only. */
  | { readonly why: 'counter-timed' }
  /** The lap was given to another layout than its session's. */
  | { readonly why: 'another-layout' }
  | { readonly why: 'lines-of-another-layout' }

type Judged = Pick<LapFacts, 'kind' | 'validity' | 'timing' | 'layoutId' | 'deletedAt' | 'overruled'>

/** Null when it counts. */
export const whyNotRanked = (lap: Judged, session: Pick<SessionFacts, 'layoutId'>): NotRanked | null => {
  const { kind, validity, timing, layoutId = session.layoutId } = lap
  if (isDeleted(lap)) return { why: 'deleted' }
  if (kind !== 'timed') return { why: kind }
  if (!validity.valid) {
    return { why: 'invalid', reason: validity.reason, by: lap.overruled ? 'person' : 'recording' }
  }
  if (!isExactlyTimed(lap)) return { why: 'counter-timed' }
  if (layoutId !== session.layoutId) return { why: 'another-layout' }
  const isElsewhere = timing.by === 'gates' && layoutId !== null && timing.layoutId !== layoutId
  return isElsewhere ? { why: 'lines-of-another-layout' } : null
}

export const isDeleted = ({ deletedAt }: Pick<LapFacts, 'deletedAt'>): boolean => (deletedAt ?? null) !== null
