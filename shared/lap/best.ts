/**
 * The best lap, and the best lap that could be put together from parts of several.
 *
 * Invariants: only ranked laps count. Parts are compared only between laps cut at the same lines into the
 * same number of parts, so a theoretical best is never slower than the best of the laps it was made from.
 * It can be slower than the best lap of all when that one has no sector times.
 */
import { asMillis, type Millis } from '#shared/units'
import { isRanked, lapTimeMs, type MeasuredLap } from './model.ts'

type Timed = Pick<MeasuredLap, 'kind' | 'validity' | 'startMs' | 'endMs'>
type Sectored = Timed & Pick<MeasuredLap, 'sectorsMs' | 'timing'>

export interface BestOfParts<L> {
  readonly timeMs: Millis
  /** The fastest of each part and the lap it was driven in, the earliest of equals. */
  readonly parts: readonly { readonly timeMs: Millis; readonly lap: L }[]
  /** How many laps it was chosen from. */
  readonly lapsCounted: number
}

/** The fastest ranked lap, the earliest of equals. */
export const bestLap = <L extends Timed>(laps: readonly L[]): L | null =>
  laps.filter(isRanked).reduce<L | null>((best, lap) => {
    return best && lapTimeMs(best) <= lapTimeMs(lap) ? best : lap
  }, null)

/**
 * The sum of the fastest sectors. Of laps timed at different lines or with different numbers of sectors, the
 * largest group is taken, the later of equals: it holds what is in force.
 */
export const theoreticalBest = <L extends Sectored>(laps: readonly L[]): BestOfParts<L> | null => {
  const sectored = laps.filter(lap => isRanked(lap) && lap.sectorsMs.length > 0)
  const groups = Map.groupBy(sectored, linesOf)
  let largest: readonly L[] = []
  for (const group of groups.values()) if (group.length >= largest.length) largest = group
  return bestOfParts(largest.map(lap => ({ lap, partsMs: lap.sectorsMs })))
}

/**
 * The sum of the fastest mini-sectors. Laps whose mini-sectors are unknown (an empty list) are left out.
 * With many short parts this is a bound, not a goal: the minimum of each part also collects the luckiest
 * errors of position.
 */
export const optimalLap = <L extends Timed>(
  laps: readonly { readonly lap: L; readonly partsMs: readonly Millis[] }[],
  pieces: number,
): BestOfParts<L> | null =>
  bestOfParts(laps.filter(({ lap, partsMs }) => isRanked(lap) && partsMs.length === pieces))

const bestOfParts = <L>(
  rows: readonly { readonly lap: L; readonly partsMs: readonly Millis[] }[],
): BestOfParts<L> | null => {
  const [first, ...others] = rows
  if (!first || first.partsMs.length === 0) return null
  const parts = first.partsMs.map((timeMs, i) => {
    let best = { timeMs, lap: first.lap }
    for (const { lap, partsMs } of others) {
      if (partsMs[i]! < best.timeMs) best = { timeMs: partsMs[i]!, lap }
    }
    return best
  })
  const timeMs = asMillis(parts.reduce((sum, part) => sum + part.timeMs, 0))
  return { timeMs, parts, lapsCounted: rows.length }
}

const linesOf = ({ timing, sectorsMs }: Sectored): string =>
  timing.by === 'gates'
    ? `${timing.layoutId} ${timing.gateVersion} ${sectorsMs.length}`
    : `${timing.by} ${sectorsMs.length}`
