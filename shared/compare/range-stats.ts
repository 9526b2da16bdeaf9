/**
 * What a channel did between two cursors.
 *
 * The mean is weighted: by time, when the axis is time or times are given beside an axis of metres. Continuous
 * channels go straight from sample to sample, discrete ones hold their value; an event has no mean over time, only
 * over its samples. Gaps (NaN) are left out, not bridged.
 *
 * Invariants: min ≤ mean ≤ max; `change` is last − first. Everything is NaN when nothing is known in the range.
 */
import type { ChannelKind } from '#shared/trace'

export interface RangeStats {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly first: number
  readonly last: number
  readonly change: number
  /** Samples with a value inside the range. */
  readonly count: number
}

export const rangeStats = (
  axis: Float64Array,
  values: ArrayLike<number>,
  kind: ChannelKind,
  from: number,
  to: number,
  /** Times of the samples, when the axis is metres. */
  weights: Float64Array = axis,
): RangeStats => {
  let [min, max, first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, Number.NaN]
  let [area, span, sum, count] = [0, 0, 0, 0]
  const see = (v: number): void => {
    if (v < min) min = v
    if (v > max) max = v
    if (Number.isNaN(first)) first = v
    last = v
  }
  for (let i = 0; i < axis.length; i++) {
    const a = axis[i]!
    const v = values[i]!
    if (a >= from && a <= to && !Number.isNaN(v)) {
      count++
      sum += v
      see(v)
    }
    if (kind === 'event' || i + 1 >= axis.length) continue
    const b = axis[i + 1]!
    const w = values[i + 1]!
    if (!(b > from && a < to && b > a) || Number.isNaN(v + w)) continue
    // The piece between two samples, cut to the range.
    const [u0, u1] = [Math.max(0, (from - a) / (b - a)), Math.min(1, (to - a) / (b - a))]
    const [v0, v1] = kind === 'discrete' ? [v, v] : [v + u0 * (w - v), v + u1 * (w - v)]
    const weight = (u1 - u0) * (weights[i + 1]! - weights[i]!)
    if (!(weight > 0)) continue
    area += ((v0 + v1) / 2) * weight
    span += weight
    if (u0 > 0) see(v0)
    if (u1 < 1) see(v1)
  }
  if (Number.isNaN(first)) {
    const none = Number.NaN
    return { min: none, max: none, mean: none, first: none, last: none, change: none, count }
  }
  const mean = span > 0 ? area / span : count > 0 ? sum / count : first
  return { min, max, mean: Math.min(max, Math.max(min, mean)), first, last, change: last - first, count }
}
