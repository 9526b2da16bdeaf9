/**
 * Columns of a trace as an .ld file needs them: a whole number of samples per second from the start of the log, and a
 * number in every place.
 *
 * A time base that lies on such a grid is copied; any other is resampled at the nearest rate. The format knows no
 * gaps: one is bridged with the last value before it, a missing position with 0, 0, which readers know as "no fix".
 */
import { type Channel, resample, type Trace } from '#shared/trace'

export interface Grid {
  readonly rateHz: number
  /** Samples the file gets, from the start of the log. */
  readonly count: number
  /** The sample of the group that is sample `from` of the file; null when the group has to be resampled. */
  readonly from: number | null
}

const MAX_RATE_HZ = 1000
/** Times may be off the grid by a rounding error, not by what anybody could measure. */
const OFF_GRID_MS = 0.01

export const gridOf = (timeMs: Float64Array, startMs: number): Grid => {
  const count = timeMs.length
  const span = timeMs[count - 1]! - timeMs[0]!
  const usual = count > 1 ? (1000 * (count - 1)) / span : 1
  const rateHz = Math.min(Math.max(Math.round(usual), 1), MAX_RATE_HZ)
  const periodMs = 1000 / rateHz
  const from = Math.round((timeMs[0]! - startMs) / periodMs)
  const isOnGrid = timeMs.every((t, i) => Math.abs(startMs + (from + i) * periodMs - t) <= OFF_GRID_MS)
  if (isOnGrid) return { rateHz, count: from + count, from }
  return { rateHz, count: Math.floor((timeMs[count - 1]! - startMs) / periodMs) + 1, from: null }
}

/** In the trace's unit, with gaps as NaN. */
export const onGrid = (
  timeMs: Float64Array,
  channel: Pick<Trace['channels'][number], 'values' | 'kind'>,
  startMs: number,
  { rateHz, count, from }: Grid,
): Float64Array => {
  if (from !== null) {
    const values = new Float64Array(count).fill(Number.NaN)
    values.set(channel.values, from)
    return values
  }
  const at = Float64Array.from({ length: count }, (_, i) => startMs + (i * 1000) / rateHz)
  return resample(timeMs, channel.values, channel.kind, at)
}

/** Every gap becomes the value before it; one at the beginning the first value there is. */
export const bridgeGaps = (values: Float64Array): void => {
  let last = values.find(value => !Number.isNaN(value)) ?? 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) values[i] = last
    else last = values[i]!
  }
}

export const isPositionChannel = ({ name }: Pick<Channel, 'name'>): boolean =>
  name === 'lat' || name === 'lon'
