/**
 * The rule for samples that come twice: only what is later than everything its channel had before is kept.
 *
 * Blocks of older loggers overlap by a sample or two when their clock trembles. Keeping what rises strictly gives
 * the same counts as the maker's own library.
 */

/** The first sample of a block that is later than `lastMs`; `count` when there is none. */
export const firstLater = (tcMs: number, periodMs: number, count: number, lastMs: number): number => {
  if (tcMs > lastMs) return 0
  if (periodMs === 0) return count
  let k = 0
  while (k < count && tcMs + k * periodMs <= lastMs) k++
  return k
}

/** Without a period all samples of a block have one time, and the first is all there is. */
export const laterCount = (first: number, count: number, periodMs: number): number =>
  periodMs === 0 ? Math.min(count - first, 1) : count - first
