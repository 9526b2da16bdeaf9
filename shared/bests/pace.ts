/**
 * Pace and consistency of one driver on one surface, as the median and the quartiles: a lap in traffic or with a
 * mistake hardly moves them, and laps beyond 107 % of the best (in traffic, behind a safety car, cooling down)
 * are left out altogether.
 */
import { asMillis } from '#shared/units'
import type { Pace } from './model.ts'

export const PACE_LIMIT_PERCENT = 107
export const MIN_LAPS_FOR_SPREAD = 5

/** `timesMs` are those of laps that count, in any order; null when there are none. */
export const paceOf = (timesMs: readonly number[]): Pace | null => {
  const sorted = timesMs.toSorted((a, b) => a - b)
  const best = sorted[0]
  if (best === undefined) return null
  const near = sorted.filter(ms => ms * 100 <= best * PACE_LIMIT_PERCENT)
  const spread = quantile(near, 0.75) - quantile(near, 0.25)
  return {
    medianMs: asMillis(quantile(near, 0.5)),
    spreadMs: near.length < MIN_LAPS_FOR_SPREAD ? null : asMillis(spread),
    lapCount: near.length,
  }
}

/** The consistency as a part of the pace, in percent: what compares between long and short laps. */
export const spreadPercent = ({ medianMs, spreadMs }: Pace): number | null =>
  spreadMs === null || medianMs <= 0 ? null : (100 * spreadMs) / medianMs

/** On a straight line between the two nearest values; `sorted` is not empty. */
const quantile = (sorted: readonly number[], part: number): number => {
  const place = (sorted.length - 1) * part
  const below = Math.floor(place)
  const a = sorted[below]!
  return a + (place - below) * ((sorted[below + 1] ?? a) - a)
}
