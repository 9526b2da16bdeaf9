/** The road of a session as one path, and thinned out for drawing. */
import { createPolyline, lengthOf, type Polyline } from '#shared/geo'
import { bestLap, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { channelOf, type Trace, timeOf, valueAt } from '#shared/trace'
import type { Position } from '#shared/track'

export interface DrivenPath {
  readonly line: Polyline
  /** m/s at each point, NaN where unknown. */
  readonly speed: Float64Array<ArrayBuffer>
}

/** Shorter than this is a car that was not driven. */
const MIN_PATH_M = 20

/** The path of the fastest lap, else of the longest, else of all of the recording. */
export const drivenPath = (
  position: Position,
  trace: Trace,
  laps: readonly MeasuredLap[],
): DrivenPath | null => {
  const speedAt = speedOf(trace)
  const lap = bestLap(laps) ?? laps.toSorted((a, b) => lapTimeMs(b) - lapTimeMs(a))[0]
  const ofLap = lap ? pathWithin(position, speedAt, lap.startMs, lap.endMs) : null
  return ofLap ?? pathWithin(position, speedAt, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
}

/** The speed of whatever instrument measured one; only for colours. */
const speedOf = (trace: Trace): ((atMs: number) => number) => {
  const channel = channelOf(trace, 'speed')
  if (!channel) return () => Number.NaN
  const time = timeOf(trace, channel)
  return atMs => valueAt(time, channel.values, channel.kind, atMs)
}

const pathWithin = (
  { timeMs, x, y }: Position,
  speedAt: (atMs: number) => number,
  fromMs: number,
  toMs: number,
): DrivenPath | null => {
  const kept: number[] = []
  for (let i = 0; i < timeMs.length; i++) {
    if (timeMs[i]! >= fromMs && timeMs[i]! <= toMs && !Number.isNaN(x[i]! + y[i]!)) kept.push(i)
  }
  if (kept.length < 2) return null
  const only = (values: ArrayLike<number>): Float64Array<ArrayBuffer> =>
    Float64Array.from(kept, i => values[i]!)
  const line = createPolyline(only(x), only(y))
  if (lengthOf(line) < MIN_PATH_M) return null
  return { line, speed: Float64Array.from(kept, i => speedAt(timeMs[i]!)) }
}

/** Two per pixel of a road that winds across a large screen. */
const MAX_POINTS = 1500

/** At most MAX_POINTS of its points, evenly along the way; the ends stay. */
export const thinPath = ({ line, speed }: DrivenPath): DrivenPath => {
  const step = lengthOf(line) / (MAX_POINTS - 1)
  const kept: number[] = []
  let next = 0
  for (let i = 0; i < line.s.length; i++) {
    if (line.s[i]! < next && i < line.s.length - 1) continue
    kept.push(i)
    next = line.s[i]! + step
  }
  const only = (values: ArrayLike<number>): Float64Array<ArrayBuffer> =>
    Float64Array.from(kept, i => values[i]!)
  // Measured again: what is shown as metres along must be metres of the path that is shown.
  return { line: createPolyline(only(line.x), only(line.y)), speed: only(speed) }
}
