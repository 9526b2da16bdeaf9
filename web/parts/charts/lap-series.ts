/**
 * One lap as lines over distance: what the speed chart, the map's colours and the readout draw from.
 *
 * Invariants: times count from the lap's start; distance never decreases and is 0 at the lap's first line;
 * samples outside the lap's two lines are cut off, the values at the lines are interpolated; a gap stays NaN
 * and adds the distance its two ends imply.
 */
import type { MeasuredLap } from '#shared/lap'
import { type Channel, channelOf, type Trace, timeOf, valueAt } from '#shared/trace'
import { indexBelow } from './search.ts'

export interface LapSeries {
  readonly timeMs: Float64Array
  readonly distanceM: Float64Array
  readonly speed: Float64Array
  readonly lengthM: number
}

export interface Readout {
  readonly timeMs: number
  readonly distanceM: number
  readonly speed: number
  readonly gear: number
  readonly throttle: number
  readonly brake: number
}

/** A car's own speed is steadier than a satellite's, so it is preferred where a lap has both. */
const speedChannel = (trace: Trace): Channel | null => {
  const all = trace.channels.filter(channel => channel.name === 'speed')
  return all.find(channel => channel.source !== 'gps') ?? all[0] ?? null
}

/** The lap's speed over its own distance, or null when it carries no usable speed. */
export const traceToSeries = (
  trace: Trace,
  lap: Pick<MeasuredLap, 'startMs' | 'endMs'>,
): LapSeries | null => {
  const channel = speedChannel(trace)
  if (!channel) return null
  const time = timeOf(trace, channel)
  const inside = [...time].filter(t => t > lap.startMs && t < lap.endMs)
  const at = [lap.startMs, ...inside, lap.endMs]
  const speed = Float64Array.from(at, t => valueAt(time, channel.values, channel.kind, t))
  const timeMs = Float64Array.from(at, t => t - lap.startMs)
  const distanceM = distanceAlong(timeMs, speed)
  const lengthM = distanceM.at(-1) ?? 0
  return lengthM > 0 ? { timeMs, distanceM, speed, lengthM } : null
}

/** Integrates speed by the trapezium rule; over a gap the speeds at its two ends are joined by a line. */
export const distanceAlong = (timeMs: Float64Array, speed: Float64Array): Float64Array => {
  const distance = new Float64Array(timeMs.length)
  let last = -1
  for (let i = 0; i < timeMs.length; i++) {
    const v = speed[i]!
    if (Number.isNaN(v)) {
      distance[i] = last < 0 ? 0 : distance[last]!
      continue
    }
    if (last >= 0) {
      const seconds = (timeMs[i]! - timeMs[last]!) / 1000
      distance[i] = distance[last]! + ((v + speed[last]!) / 2) * seconds
    }
    last = i
  }
  return distance
}

const interpolate = (xs: Float64Array, ys: Float64Array, x: number): number => {
  const i = Math.min(indexBelow(xs, x), xs.length - 2)
  const span = xs[i + 1]! - xs[i]!
  return span === 0 ? ys[i]! : ys[i]! + ((x - xs[i]!) / span) * (ys[i + 1]! - ys[i]!)
}

export const timeAtDistance = (series: LapSeries, metres: number): number =>
  interpolate(series.distanceM, series.timeMs, metres)

export const distanceAtTime = (series: LapSeries, ms: number): number =>
  interpolate(series.timeMs, series.distanceM, ms)

export const speedAtDistance = (series: LapSeries, metres: number): number =>
  interpolate(series.distanceM, series.speed, metres)

/** Everything the readout shows at one moment of the lap; NaN where the lap does not carry it. */
export const readoutAt = (
  trace: Trace,
  lap: Pick<MeasuredLap, 'startMs'>,
  series: LapSeries,
  ms: number,
): Readout => {
  const read = (name: string): number => {
    const channel = channelOf(trace, name)
    return channel
      ? valueAt(timeOf(trace, channel), channel.values, channel.kind, lap.startMs + ms)
      : Number.NaN
  }
  const distanceM = distanceAtTime(series, ms)
  return {
    timeMs: ms,
    distanceM,
    speed: speedAtDistance(series, distanceM),
    gear: read('gear'),
    throttle: read('throttle'),
    brake: read('brake'),
  }
}
