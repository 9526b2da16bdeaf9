/**
 * Laps that are two because the line between them was missed: a phone's fix on the far side of a line that is no
 * wider than the road.
 *
 * A lap timed at lines whose road is half as long again as the layout (or the usual lap) is not one lap. It
 * becomes partial and says so; nothing else is changed, and official times are never judged.
 */
import { lengthOf } from '#shared/geo'
import type { MeasuredLap } from '#shared/lap'
import { pathBetween, positionOf } from '#shared/track'
import type { LoggedSession } from '../model.ts'

/** Excursions and run-off add some per cent, a second lap adds a hundred. */
const TOO_LONG = 1.5

export const withMissedLines = (
  laps: readonly MeasuredLap[],
  { trace, frame }: Pick<LoggedSession, 'trace' | 'frame'>,
  lengthM: number | null,
): readonly MeasuredLap[] => {
  const isJudged = ({ kind, timing }: MeasuredLap): boolean => kind === 'timed' && timing.by === 'gates'
  const position = laps.some(isJudged) ? positionOf(trace, frame) : null
  if (!position) return laps
  const lengths = laps.map(lap => {
    const path = isJudged(lap) ? pathBetween(position, lap.startMs, lap.endMs) : null
    return path ? lengthOf(path) : Number.NaN
  })
  const known = lengths.filter(metres => !Number.isNaN(metres)).sort((a, b) => a - b)
  const usual = lengthM ?? known[(known.length - 1) >> 1] ?? Number.NaN
  return laps.map((lap, i) => {
    if (!(lengths[i]! > TOO_LONG * usual)) return lap
    const { sectorsMissing: _, ...rest } = lap
    return { ...rest, kind: 'partial', sectorsMs: [], validity: { valid: false, reason: MISSED } }
  })
}

const MISSED =
  'The recording passed beside the start line once on the way, so this is more than one lap and has no time.'
