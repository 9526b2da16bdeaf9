/**
 * Laps out of a column that holds the number of the lap, for logs that say nothing better.
 *
 * A lap begins with the first row of its number and ends where another number begins. What lies before the
 * first change and after the last is never a whole lap.
 */
import type { LapMark } from '#shared/lap'

/** `outside` is the number that means "in no lap" (0 in most loggers), besides unknown. */
export const marksFromLapColumn = (
  timeMs: ArrayLike<number>,
  lap: ArrayLike<number>,
  outside: number | null = null,
): LapMark[] => {
  const marks: LapMark[] = []
  let from = -1
  const isOutside = (number: number): boolean => Number.isNaN(number) || number === outside
  const close = (to: number, isLast: boolean): void => {
    const number = lap[from]!
    const isCut = from === firstKnown(timeMs)
    if (isOutside(number) || !(timeMs[to]! > timeMs[from]!)) return
    const mark = { startMs: timeMs[from]!, endMs: timeMs[to]!, number }
    marks.push(isCut || isLast ? { ...mark, kind: 'partial' } : mark)
  }
  for (let i = 0; i < timeMs.length; i++) {
    if (Number.isNaN(timeMs[i]!)) continue
    if (from >= 0 && Object.is(lap[i]!, lap[from]!)) continue
    if (from >= 0) close(i, false)
    from = i
  }
  if (from >= 0) close(lastKnown(timeMs), true)
  return marks
}

const firstKnown = (timeMs: ArrayLike<number>): number => {
  let i = 0
  while (i < timeMs.length && Number.isNaN(timeMs[i]!)) i++
  return i
}

const lastKnown = (timeMs: ArrayLike<number>): number => {
  let i = timeMs.length - 1
  while (i > 0 && Number.isNaN(timeMs[i]!)) i--
  return i
}
