/**
 * The laps `session.json` lists, as marks.
 *
 * Rules: the app's times are taken as they are. An archive may hold the samples of some laps only (and a few seconds
 * around them) while it lists all; laps without their samples are left out. The lap that was running when recording
 * stopped has no end of its own. Time before the first lap is lap 0.
 */
import type { LapMark } from '#shared/lap'
import { counted, type Notes } from '../common/index.ts'
import { type Json, numberAt, objectsAt } from './json.ts'

export interface Recorded {
  readonly fromMs: number
  readonly toMs: number
}

/** More than a day of the shortest laps. */
const MAX_LAPS = 5000
/** Receivers at 1 Hz begin up to a second late and phones drop a few more. */
const MISSING_SHARE = 0.1

/** Times of `recorded` and of the answer are since `originMs`; null when no laps are listed. */
export const marksOf = (
  session: Json | null,
  originMs: number,
  recorded: Recorded,
  edgeKind: (edge: 'first' | 'last') => 'out' | 'in' | 'partial',
  notes: Notes,
): LapMark[] | null => {
  const listed = objectsAt(session, 'laps').slice(0, MAX_LAPS)
  const marks: LapMark[] = []
  let left = 0
  for (const lap of listed) {
    const start = numberAt(lap, 'startTimestamp')
    const finish = numberAt(lap, 'finishTimestamp')
    if (start === null) continue
    const startMs = start - originMs
    const endMs = finish === null ? recorded.toMs : finish - originMs
    if (!isRecorded(startMs, endMs, recorded)) {
      left++
      continue
    }
    marks.push({
      startMs,
      endMs,
      number: numberAt(lap, 'number') ?? marks.length + 1,
      ...(finish === null ? { kind: edgeKind('last') } : {}),
      ...(lap.isInvalid === true ? { invalid: INVALID } : {}),
    })
  }
  if (left > 0) {
    const laps = counted(left, 'lap is listed', 'laps are listed')
    notes.add(
      'info',
      `${laps.charAt(0).toUpperCase()}${laps.slice(1)} in the archive without samples and left out.`,
    )
  }
  const first = marks[0]
  if (first && left === 0 && first.startMs > recorded.fromMs) {
    marks.unshift({ startMs: recorded.fromMs, endMs: first.startMs, number: 0, kind: edgeKind('first') })
  }
  return listed.length > 0 ? marks : null
}

const isRecorded = (startMs: number, endMs: number, { fromMs, toMs }: Recorded): boolean => {
  const covered = Math.min(endMs, toMs) - Math.max(startMs, fromMs)
  return endMs > startMs && covered >= (1 - MISSING_SHARE) * (endMs - startMs)
}

const INVALID = 'RaceChrono marks this lap as invalid.'
