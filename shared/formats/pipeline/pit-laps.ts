/**
 * Laps the log says went through the pits.
 *
 * A timed lap is an in lap when the last thing it did there was to drive in, an out lap when it was to drive
 * out; either way its time stays what it was and is never ranked. Other laps keep their kind.
 */
import type { MeasuredLap } from '#shared/lap'
import type { PitEvent } from '../model.ts'

export const withPitLaps = (laps: readonly MeasuredLap[], pits: readonly PitEvent[]): MeasuredLap[] => {
  if (pits.length === 0) return [...laps]
  const inOrder = pits.toSorted((a, b) => a.atMs - b.atMs)
  return laps.map(lap => {
    const last = inOrder.findLast(({ atMs }) => atMs >= lap.startMs && atMs < lap.endMs)
    if (!last || lap.kind !== 'timed') return lap
    return { ...lap, kind: last.kind === 'entry' ? 'in' : 'out' }
  })
}
