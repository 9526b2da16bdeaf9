/**
 * Laps from boundaries somebody else measured: a logger's lap marks, a beacon, a simulator, a timing sheet.
 *
 * Invariants: a mark's times are kept as they are, rounded to the millisecond; laps that touched in the
 * record touch here. A mark that holds no time (its end is not after its start, or is unknown) makes no lap.
 */
import { asMillis } from '#shared/units'
import type { LapKind, MeasuredLap, Timing } from './model.ts'
import { sectorsFromSplits } from './sectors.ts'

/** All times in milliseconds on the session's clock, fractions allowed. */
export interface LapMark {
  readonly startMs: number
  readonly endMs: number
  readonly number: number
  /** When the sector lines were crossed, start and finish left out. */
  readonly splits?: readonly number[]
  /** 'timed' when the record does not say. */
  readonly kind?: LapKind
  /** Why the lap does not count, as a sentence, when the record says that it does not. */
  readonly invalid?: string
}

/** `timing` says whose marks they are: official ones unless said otherwise. */
export const lapsFromMarks = (marks: readonly LapMark[], timing: Timing = { by: 'marks' }): MeasuredLap[] =>
  marks
    .filter(({ startMs, endMs }) => Number.isFinite(endMs - startMs) && asMillis(endMs) > asMillis(startMs))
    .toSorted((a, b) => a.startMs - b.startMs || a.number - b.number)
    .map(mark => lapFromMark(mark, timing))

const lapFromMark = (mark: LapMark, timing: Timing): MeasuredLap => {
  const times = { startMs: asMillis(mark.startMs), endMs: asMillis(mark.endMs) }
  const sectorsMs = sectorsFromSplits(times, mark.splits ?? [])
  return {
    number: mark.number,
    kind: mark.kind ?? 'timed',
    ...times,
    sectorsMs: sectorsMs ?? [],
    ...(sectorsMs ? {} : { sectorsMissing: SPLITS_DO_NOT_FIT }),
    validity: mark.invalid === undefined ? { valid: true } : { valid: false, reason: mark.invalid },
    timing,
  }
}

const SPLITS_DO_NOT_FIT =
  'The recorded sector times do not fit inside this lap, so it has a lap time but no sectors.'
