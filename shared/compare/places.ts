/**
 * Where a car was during a lap, as far as it can be believed.
 *
 * Invariants: times rise and count from the lap's start; samples are left out, never moved. Left out are unknown
 * ones, repeats of a stale fix, and wild ones: what could not have been driven and does not last. One sample
 * before the start and one after the end are kept when there are any, so that the lines lie between places.
 *
 * Denser than one in THIN_MS is not kept: nothing drives a metre in that time, and 500,000 samples stay quick.
 */
import { channelOf, resample, type Trace, timeOf } from '#shared/trace'
import type { Position } from '#shared/track'

export interface Places {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
  /** Metres a receiver said it may be off by, most of the time; null when it did not say. */
  readonly accuracyM: Float64Array<ArrayBuffer> | null
  /** Usual time between two of them: the smaller of two middle ones. */
  readonly stepMs: number
}

const THIN_MS = 4
/** A fix repeated for longer than this is a car that stands, not a receiver that is slow. */
const STANDING_MS = 2000
/** 540 km/h. What lies further apart was not driven. */
const MAX_SPEED_M_PER_MS = 0.15
/** Fixes are stamped when they arrive, some 0.3 s early or late: 20 m at 60 m/s. */
const STAMP_SLACK_M = 20
/** A place this long consistent with itself is where the car is; anything shorter is a wild fix. */
const PLACE_LASTS_MS = 2000

/** The places of a lap's own piece of a trace, and what that trace says of their accuracy. */
export const placesOf = ({ timeMs, x, y }: Position, own: Trace, startMs: number): Places => {
  const n = timeMs.length
  const kept = new Int32Array(n)
  let count = 0
  let elsewhereFrom = -1
  let elsewhere: number[] = []
  let repeat = -1
  /** Index of the last sample kept. */
  let last = -1
  const isReachable = (a: number, b: number): boolean => {
    const dx = x[b]! - x[a]!
    const dy = y[b]! - y[a]!
    const reach = MAX_SPEED_M_PER_MS * (timeMs[b]! - timeMs[a]!) + STAMP_SLACK_M
    return dx * dx + dy * dy <= reach * reach
  }
  const keep = (i: number): void => {
    kept[count++] = i
    last = i
    repeat = -1
  }
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(x[i]! + y[i]!)) continue
    if (last < 0) {
      keep(i)
      continue
    }
    if (timeMs[i]! - timeMs[last]! < THIN_MS && i < n - 1) continue
    if (x[i] === x[last] && y[i] === y[last]) {
      repeat = i
      continue
    }
    if (isReachable(last, i)) {
      elsewhere = []
      if (repeat >= 0 && timeMs[repeat]! - timeMs[last]! >= STANDING_MS) keep(repeat)
      keep(i)
      continue
    }
    const other = elsewhere.at(-1)
    if (other === undefined || !isReachable(other, i)) {
      elsewhere = [i]
      elsewhereFrom = timeMs[i]!
    } else {
      elsewhere.push(i)
      if (timeMs[i]! - elsewhereFrom < PLACE_LASTS_MS) continue
      for (const k of elsewhere) keep(k)
      elsewhere = []
    }
  }
  const places = {
    timeMs: new Float64Array(count),
    x: new Float64Array(count),
    y: new Float64Array(count),
  }
  for (let k = 0; k < count; k++) {
    const i = kept[k]!
    places.timeMs[k] = timeMs[i]! - startMs
    places.x[k] = x[i]!
    places.y[k] = y[i]!
  }
  return { ...places, accuracyM: accuracyOf(own, places.timeMs, startMs), stepMs: usualStep(places.timeMs) }
}

const accuracyOf = (own: Trace, timeMs: Float64Array, startMs: number): Float64Array<ArrayBuffer> | null => {
  const channel = channelOf(own, 'accuracy')
  if (channel?.unit !== 'm') return null
  const atMs = timeMs.map(t => t + startMs)
  return resample(timeOf(own, channel), channel.values, channel.kind, atMs).map(v => (v >= 0 ? v : 0))
}

/** So many steps are enough to know the usual one. */
const STEPS_LOOKED_AT = 1000

const usualStep = (timeMs: Float64Array): number => {
  if (timeMs.length < 2) return Number.POSITIVE_INFINITY
  const stride = Math.max(1, Math.floor((timeMs.length - 1) / STEPS_LOOKED_AT))
  const steps: number[] = []
  for (let i = 0; i + 1 < timeMs.length; i += stride) steps.push(timeMs[i + 1]! - timeMs[i]!)
  steps.sort((a, b) => a - b)
  return steps[(steps.length - 1) >> 1]!
}
