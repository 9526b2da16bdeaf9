/**
 * What is said about laps, carried over to the same laps when they are timed anew.
 *
 * Timing at lines never makes a whole lap invalid: it is timed, out or in and valid, or it is partial. So an invalid
 * lap that is not partial has its mark from the recording (`lapInvalid`), and that one is looked for again in the
 * new laps and keeps its words; or from a person, and then it stays with the lap. A lap the recording marks and that
 * counts all the same was said to count by a person: that stays too.
 */
import type { LapId } from '#shared/id'
import { type Lap, type MeasuredLap, type Validity, withFlaggedLaps } from '#shared/lap'
import type { Trace } from '#shared/trace'

const VALID: Validity = { valid: true }

/** As readers of logs say it. */
const FLAGGED = 'The recording itself marks this lap as invalid.'

/** The trace without the marks of the recording, so that timing does not give them words of its own. */
export const withoutFlags = (trace: Trace): Trace => ({
  ...trace,
  channels: trace.channels.filter(({ name }) => name !== 'lapInvalid'),
})

/** `keeps` tells for each new lap which old one it is. */
export const withWhatWasSaid = (
  fresh: readonly MeasuredLap[],
  keeps: readonly (LapId | null)[],
  old: readonly Lap[],
  trace: Trace,
): readonly MeasuredLap[] => {
  const wasFlagged = flagsOf(old, trace)
  const isFlagged = flagsOf(fresh, trace)
  const flagWords = old.map((lap, i) => (wasFlagged[i] ? reasonOf(lap) : null)).find(isText) ?? FLAGGED
  const said = new Map<LapId, Validity>()
  for (const [i, lap] of old.entries()) {
    if (lap.kind === 'partial') continue
    const reason = reasonOf(lap)
    const isExplained = wasFlagged[i] ? reason === flagWords : reason === null
    if (!isExplained) said.set(lap.id, lap.validity)
  }
  return fresh.map((lap, i) => {
    if (!lap.validity.valid) return lap
    const kept = keeps[i] ?? null
    const own: Validity = isFlagged[i] ? { valid: false, reason: flagWords } : VALID
    return { ...lap, validity: (kept && said.get(kept)) ?? own }
  })
}

const flagsOf = (laps: readonly MeasuredLap[], trace: Trace): readonly boolean[] =>
  withFlaggedLaps(
    laps.map(lap => ({ ...lap, validity: VALID })),
    trace,
    FLAGGED,
  ).map(({ validity }) => !validity.valid)

const reasonOf = ({ kind, validity }: MeasuredLap): string | null =>
  kind === 'partial' || validity.valid ? null : validity.reason

const isText = (text: string | null): text is string => text !== null
