/**
 * Sector times from the moments the sector lines were crossed.
 *
 * Invariant: every moment is rounded to whole milliseconds first and only then subtracted, so the sectors of
 * a lap sum to endMs − startMs exactly, whatever the splits.
 */
import { asMillis, type Millis } from '#shared/units'

/**
 * One time per sector. `splitsMs` are the times of the sector lines on the session's clock, start and finish
 * left out; no splits give no sectors. Null when they are not in order inside the lap.
 */
export const sectorsFromSplits = (
  lap: { readonly startMs: Millis; readonly endMs: Millis },
  splitsMs: readonly number[],
): readonly Millis[] | null => {
  if (splitsMs.length === 0) return []
  const sectors: Millis[] = []
  let from = lap.startMs
  for (const split of [...splitsMs, lap.endMs]) {
    const to = asMillis(split)
    if (!(to >= from && to <= lap.endMs)) return null
    sectors.push(asMillis(to - from))
    from = to
  }
  return sectors
}
