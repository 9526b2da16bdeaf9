/** What is said about a lap beside its times: why it does not count, who decided, what the recording said. */
import { type NotRanked, whyNotRanked } from '#shared/bests'
import type { Lap, Session } from '#shared/lap'
import type { SessionWords } from '../words/en.ts'

export interface LapSaid {
  readonly why: NotRanked | null
  /** A word or two for the row; null when there is nothing to say. */
  readonly chip: string | null
  readonly isInvalid: boolean
  readonly isOverruled: boolean
  /** Whole sentences. */
  readonly sentences: readonly string[]
}

export const saidOf = (
  lap: Lap,
  session: Pick<Session, 'layoutId'>,
  { why: words, note }: SessionWords,
): LapSaid => {
  const why = whyNotRanked(lap, session)
  const isOverruled = lap.overruled !== undefined
  // All laps of such a session are, and the foot of the table says it once.
  const decided = why && why.why !== 'counter-timed' ? words.chip[why.why] : isOverruled ? words.yours : null
  const chip = [decided, lap.notes ? note : null].filter(part => part !== null).join(' · ')
  return {
    why,
    chip: chip || null,
    isInvalid: !lap.validity.valid,
    isOverruled,
    sentences: [...whySentences(lap, why, words), ...overruledSentences(lap, words)],
  }
}

const whySentences = (
  { validity, overruled }: Lap,
  why: NotRanked | null,
  words: SessionWords['why'],
): string[] => {
  if (why && why.why !== 'invalid') {
    const marked =
      validity.valid || why.why === 'deleted' ? [] : [reasonOf(validity.reason, overruled, words)]
    return [words[why.why], ...marked]
  }
  if (why) return [reasonOf(why.reason, overruled, words)]
  return [overruled ? words.youCount : words.counts]
}

/** A partial lap carries its own reason as a sentence of the recording. */
const reasonOf = (reason: string, overruled: Lap['overruled'], words: SessionWords['why']): string =>
  overruled ? words.byYou(reason) : words.byRecording(reason)

const overruledSentences = ({ overruled }: Lap, words: SessionWords['why']): string[] => {
  if (!overruled) return []
  return [overruled.valid ? words.overruledValid : words.overruledInvalid(overruled.reason)]
}
