/**
 * Reading an aligned lap: where at a time, when at a place.
 *
 * Invariants: both answers never fall; at the ends they are exactly 0 and the lap time, 0 and the length. Where the
 * car stood still, the time of that place is the moment it left.
 */
import type { AlignedLap } from './model.ts'

/** Metres along the reference; the lap's ends before and after it. */
export const metresAt = ({ timeMs, metres }: AlignedLap, atMs: number): number =>
  between(timeMs, metres, lastAtOrBefore(timeMs, atMs), atMs)

/** Milliseconds since the lap's start line. */
export const timeAt = ({ timeMs, metres }: AlignedLap, atM: number): number => {
  if (atM <= 0) return 0
  const last = metres.length - 1
  if (atM >= metres[last]!) return timeMs[last]!
  return between(metres, timeMs, lastAtOrBefore(metres, atM), atM)
}

/** `timeAt` for rising metres in one pass. */
export const timesAt = ({ timeMs, metres }: AlignedLap, rising: Float64Array): Float64Array<ArrayBuffer> => {
  const out = new Float64Array(rising.length)
  const last = metres.length - 1
  let i = 0
  for (let k = 0; k < rising.length; k++) {
    const atM = rising[k]!
    if (atM <= 0) continue
    if (atM >= metres[last]!) {
      out[k] = timeMs[last]!
      continue
    }
    while (i < last && metres[i + 1]! <= atM) i++
    out[k] = between(metres, timeMs, i, atM)
  }
  return out
}

/** A drawn line needs one sample beyond each line; the lap goes on there as it did within EDGE_MS. */
const EDGE_MS = 2000

/**
 * Metres for every sample of a channel group, whose times are the session's. Up to EDGE_MS before and after the
 * lap they go on at the pace of its ends; beyond they are NaN.
 */
export const axisOf = (
  aligned: AlignedLap,
  timeMs: Float64Array,
  lapStartMs: number,
): Float64Array<ArrayBuffer> => {
  const last = aligned.timeMs.length - 1
  const lapMs = aligned.timeMs[last]!
  const lengthM = aligned.metres[last]!
  const pace = { start: paceNear(aligned, 0), end: paceNear(aligned, lapMs) }
  const out = new Float64Array(timeMs.length)
  let i = 0
  for (let k = 0; k < timeMs.length; k++) {
    const t = timeMs[k]! - lapStartMs
    if (t < -EDGE_MS || t > lapMs + EDGE_MS) out[k] = Number.NaN
    else if (t < 0) out[k] = t * pace.start
    else if (t > lapMs) out[k] = lengthM + (t - lapMs) * pace.end
    else {
      while (i < last && aligned.timeMs[i + 1]! <= t) i++
      out[k] = between(aligned.timeMs, aligned.metres, i, t)
    }
  }
  return out
}

/** Metres per millisecond over half a second at an end; a standing car still moves by a millimetre. */
const paceNear = (aligned: AlignedLap, atMs: number): number =>
  Math.max(1e-6, (metresAt(aligned, atMs + 500) - metresAt(aligned, atMs - 500)) / 500)

const between = (axis: Float64Array, values: Float64Array, i: number, at: number): number => {
  if (i < 0) return values[0]!
  if (i >= axis.length - 1) return values[axis.length - 1]!
  const span = axis[i + 1]! - axis[i]!
  return span > 0 ? values[i]! + ((at - axis[i]!) / span) * (values[i + 1]! - values[i]!) : values[i]!
}

const lastAtOrBefore = (axis: Float64Array, at: number): number => {
  let low = 0
  let high = axis.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (axis[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
