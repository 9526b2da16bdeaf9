/**
 * The laps of a DRK as marks.
 *
 * The first begins with the recording and the last ends with it, so neither went from line to line; laps in
 * between touch. A damaged lap is believed only when it meets a neighbour.
 */
import type { LapKind, LapMark } from '#shared/lap'
import { type Fixes, isSlowAt } from '../aim-xrk/index.ts'
import { counted, type Notes } from '../common/index.ts'
import type { DrkFront, DrkLap } from './blocks.ts'

const MEETS_MS = 2
/** A recording ends with its last sample, some milliseconds after its last lap or before. */
const END_MS = 1000

const endOf = (lap: DrkLap): number => lap.startMs + lap.durationMs

export const lapMarksOf = (
  { laps, durationMs }: DrkFront,
  fixes: Fixes | null,
  notes: Notes,
): LapMark[] | null => {
  const believable = laps.filter((lap, k) => {
    const before = laps[k - 1]
    const after = laps[k + 1]
    const meets =
      (before && Math.abs(endOf(before) - lap.startMs) <= MEETS_MS) ||
      (after && Math.abs(after.startMs - endOf(lap)) <= MEETS_MS)
    return lap.durationMs > 0 && (lap.isIntact || meets)
  })
  const lost = laps.length - believable.length
  if (lost > 0) {
    notes.add(
      'problem',
      `The file is damaged where the logger wrote down ${counted(lost, 'lap', 'laps')}, so ${lost === 1 ? 'it was' : 'they were'} left out.`,
    )
  }
  if (believable.length === 0) return null
  const usual = Math.max(...believable.map(({ splitsMs }) => splitsMs.length))
  return believable.map(lap => ({
    number: lap.number,
    startMs: lap.startMs,
    endMs: endOf(lap),
    kind: kindOf(lap, durationMs, fixes),
    ...(usual > 0 && lap.splitsMs.length === usual
      ? { splits: lap.splitsMs.map(split => lap.startMs + split) }
      : {}),
  }))
}

const kindOf = (lap: DrkLap, durationMs: number, fixes: Fixes | null): LapKind => {
  const isSlow = (atMs: number): boolean | null => fixes && isSlowAt(fixes, atMs)
  if (endOf(lap) >= durationMs - END_MS) return isSlow(endOf(lap)) ? 'in' : 'partial'
  if (lap.startMs > 0) return 'timed'
  return isSlow(0) === false ? 'partial' : 'out'
}
