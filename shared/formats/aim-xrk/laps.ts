/**
 * The logger's own laps as marks.
 *
 * A message tells when something was crossed and how long the lap had lasted by then, so a lap begins at the
 * difference and nothing has to be added up. A damaged message is believed only when it meets a neighbour.
 */
import type { LapKind, LapMark } from '#shared/lap'
import type { Notes } from '../common/index.ts'
import { counted, PIT_SPEED } from '../common/index.ts'
import type { LapMessage } from './count.ts'
import type { Fixes } from './nav-sol.ts'

const FIRST = 1
const LAST = 3
/** Neighbouring laps of an intact file meet to the millisecond. */
const MEETS_MS = 2

const startOf = (lap: LapMessage): number => lap.tcMs - lap.durationMs
const isLap = (message: LapMessage): boolean => message.segment === 0

/** The logger's clock at the start of the first lap, which is where AiM counts a session from; null without laps. */
export const firstLapStart = (messages: readonly LapMessage[]): number | null => {
  const first = believableLaps(messages)[0]
  return first ? startOf(first) : null
}

const believableLaps = (messages: readonly LapMessage[]): LapMessage[] => {
  const laps = messages.filter(m => isLap(m) && m.durationMs > 0 && startOf(m) >= 0)
  return laps.filter((lap, k) => {
    const before = laps[k - 1]
    const after = laps[k + 1]
    const meets =
      (before && Math.abs(before.tcMs - startOf(lap)) <= MEETS_MS) ||
      (after && Math.abs(startOf(after) - lap.tcMs) <= MEETS_MS)
    return lap.isIntact || meets
  })
}

/** Null when the logger timed no lap. Times are counted from `zeroMs` of the logger's clock. */
export const lapMarksOf = (
  messages: readonly LapMessage[],
  fixes: Fixes,
  zeroMs: number,
  notes: Notes,
): LapMark[] | null => {
  const laps = believableLaps(messages)
  const lost = messages.filter(isLap).length - laps.length
  if (lost > 0) {
    notes.add(
      'problem',
      `The file is damaged where the logger wrote down ${counted(lost, 'lap', 'laps')}, so ${lost === 1 ? 'it was' : 'they were'} left out.`,
    )
  }
  if (laps.length === 0) return null
  const splits = laps.map(lap => splitsOf(lap, messages))
  const usual = splits.reduce((most, list) => Math.max(most, list.length), 0)
  if (splits.some(list => list.length > 0 && list.length < usual)) {
    notes.add(
      'dropped',
      'In some laps the logger missed a split, so those laps have a lap time but no sector times.',
    )
  }
  return laps.map((lap, k) => ({
    number: lap.lap,
    startMs: startOf(lap) - zeroMs,
    endMs: lap.tcMs - zeroMs,
    kind: kindOf(lap, fixes),
    ...(usual > 0 && splits[k]!.length === usual ? { splits: splits[k]!.map(tcMs => tcMs - zeroMs) } : {}),
  }))
}

/** When the splits inside a lap were crossed; empty when the numbering has a hole. */
const splitsOf = (lap: LapMessage, messages: readonly LapMessage[]): number[] => {
  const inside = messages
    .filter(m => !isLap(m) && m.isIntact && m.tcMs > startOf(lap) && m.tcMs < lap.tcMs)
    .toSorted((a, b) => a.segment - b.segment)
  return inside.every((m, k) => m.segment === k + 1) ? inside.map(m => m.tcMs) : []
}

/** The first lap of a recording begins, and the last ends, where the logger was switched on and off. */
const kindOf = (lap: LapMessage, fixes: Fixes): LapKind => {
  if (lap.flag === LAST) return isSlowAt(fixes, lap.tcMs) ? 'in' : 'partial'
  if (lap.flag === FIRST) return isSlowAt(fixes, startOf(lap)) === false ? 'partial' : 'out'
  return 'timed'
}

const NEAR_MS = 5000

/** Whether the car was no faster than in a pit lane; null when its speed there is unknown. */
export const isSlowAt = ({ timeMs, speed }: Fixes, atMs: number): boolean | null => {
  let nearest = NEAR_MS
  let isSlow: boolean | null = null
  for (let i = 0; i < timeMs.length; i++) {
    const apart = Math.abs(timeMs[i]! - atMs)
    if (apart >= nearest || Number.isNaN(speed[i]!)) continue
    nearest = apart
    isSlow = speed[i]! <= PIT_SPEED
  }
  return isSlow
}
