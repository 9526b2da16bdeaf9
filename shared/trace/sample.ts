/**
 * Reading a channel between its samples.
 *
 * Invariant: no number is invented. continuous = a straight line between two neighbours, NaN when either is
 * NaN; discrete = the last value at or before, NaN when that is NaN; event = only at its own instant.
 * Outside the first and last sample everything is NaN. Values at sample instants are returned unchanged.
 */
import type { ChannelKind, Column } from './model.ts'
import { firstAfter } from './search.ts'

export const valueAt = (time: Float64Array, values: Column, kind: ChannelKind, atMs: number): number =>
  valueFrom(time, values, kind, atMs, firstAfter(time, atMs) - 1)

/** One value per requested time. Increasing times cost one pass; any other order a search each. */
export const resample = (
  time: Float64Array,
  values: Column,
  kind: ChannelKind,
  atTimes: Float64Array,
): Float64Array<ArrayBuffer> => {
  const resampled = new Float64Array(atTimes.length)
  let before = -1
  let previousMs = Number.NEGATIVE_INFINITY
  for (let i = 0; i < atTimes.length; i++) {
    const atMs = atTimes[i]!
    if (atMs >= previousMs) {
      while (before + 1 < time.length && time[before + 1]! <= atMs) before++
    } else {
      before = firstAfter(time, atMs) - 1
    }
    previousMs = atMs
    resampled[i] = valueFrom(time, values, kind, atMs, before)
  }
  return resampled
}

/** `before` is the last sample at or before `atMs`, −1 when there is none. */
const valueFrom = (
  time: Float64Array,
  values: Column,
  kind: ChannelKind,
  atMs: number,
  before: number,
): number => {
  const t0 = time[before]
  const v0 = values[before]
  if (t0 === undefined || v0 === undefined) return Number.NaN
  if (t0 === atMs) return v0
  if (kind === 'event') return Number.NaN
  const t1 = time[before + 1]
  const v1 = values[before + 1]
  if (t1 === undefined || v1 === undefined) return Number.NaN
  if (kind === 'discrete') return v0
  // Weighted so that two equal neighbours give exactly their value and huge ones do not overflow.
  const part = (atMs - t0) / (t1 - t0)
  return v0 === v1 ? v0 : v0 * (1 - part) + v1 * part
}
