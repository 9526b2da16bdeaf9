/**
 * A lap to measure another against while it is driven: how long it took from the line to any share of the lap.
 *
 * Invariants: `timeAt` never falls, is 0 at the line and the lap time at its end; a place that was passed twice (a spin,
 * a push back) counts when it was reached first, so standing still costs time at that place. Where the lap has no
 * position over more than HOLE of its length it says NaN and makes nothing up. No answer allocates anything.
 */
import { channelOf, type Trace, timeOf } from '#shared/trace'

export interface ReferenceKnots {
  /** Rising strictly from 0 to 1. */
  readonly share: readonly number[]
  /** Milliseconds since the line. */
  readonly timeMs: readonly number[]
}

export interface Reference extends ReferenceKnots {
  readonly lapMs: number
  /** When this lap was at that share of its length; NaN where it is not known. */
  timeAt(share: number): number
  /** How much later the other lap is there than this one was; positive is slower. */
  deltaMs(share: number, lapMs: number): number
  /** What the other lap takes if it goes on like this one. */
  predictedMs(share: number, lapMs: number): number
}

export interface ReferenceInput {
  /** Of the lap, 0 to 1 as the game says it: it may tremble, stand, and wrap near the line. */
  readonly lapShare: ArrayLike<number>
  /** Since the line, rising. */
  readonly timeMs: ArrayLike<number>
  readonly lapMs: number
}

/** Near the line a share may still, or already, be the neighbouring lap's. */
const NEAR_LINE = 0.1
/** One wrong word must not hide the rest of the lap: nobody gets this far ahead in no time. */
const LEAP = 0.02
const SHORTEST_LAP_MS = 5_000
/** 250 m of a lap of 5 km: half a second at 60 words a second and more. */
const HOLE = 0.05
/** A knot every 20 ms of a long lap; more would not tell more than 60 words a second do. */
const MAX_KNOTS = 4096

/** Null when the lap's places are not known well enough to be a reference at all. */
export const createReference = ({ lapShare, timeMs, lapMs }: ReferenceInput): Reference | null => {
  if (!(lapMs > 0 && Number.isFinite(lapMs))) return null
  const share = [0]
  const time = [0]
  for (let i = 0; i < lapShare.length; i++) {
    const atMs = timeMs[i] ?? Number.NaN
    const place = unwrapped(lapShare[i]!, atMs / lapMs)
    const sinceMs = atMs - time.at(-1)!
    if (!(place < 1 && sinceMs > 0 && atMs < lapMs)) continue
    const way = place - share.at(-1)!
    if (!(way > 0 && way < LEAP + sinceMs / SHORTEST_LAP_MS)) continue
    share.push(place)
    time.push(atMs)
  }
  if (share.length < 3) return null
  share.push(1)
  time.push(lapMs)
  return fromKnots(thinned({ share, timeMs: time }), lapMs)
}

/** The reference of a lap of a trace; the trace's times are the session's. */
export const referenceOfTrace = (
  trace: Trace,
  lap: { readonly startMs: number; readonly endMs: number },
): Reference | null => {
  const channel = channelOf(trace, 'lapShare')
  if (!channel) return null
  const timeMs = timeOf(trace, channel).map(atMs => atMs - lap.startMs)
  return createReference({ lapShare: channel.values, timeMs, lapMs: lap.endMs - lap.startMs })
}

/** A lap's first places may be told as 0.999 and its last as 0.001; NaN when it is none. */
const unwrapped = (share: number, ofTime: number): number => {
  if (!(share >= 0 && share <= 1)) return Number.NaN
  if (ofTime < NEAR_LINE && share > 1 - NEAR_LINE) return share - 1
  if (ofTime > 1 - NEAR_LINE && share < NEAR_LINE) return share + 1
  return share
}

const thinned = ({ share, timeMs }: ReferenceKnots): ReferenceKnots => {
  const every = Math.ceil(share.length / MAX_KNOTS)
  if (every === 1) return { share, timeMs }
  const keep = (_: number, i: number): boolean => i % every === 0 || i === share.length - 1
  return { share: share.filter(keep), timeMs: timeMs.filter(keep) }
}

/** Knots as `createReference` made them. */
export const fromKnots = ({ share, timeMs }: ReferenceKnots, lapMs: number): Reference => {
  const last = share.length - 1
  let hint = 0
  const timeAt = (at: number): number => {
    if (!(at >= 0 && at <= 1)) return Number.NaN
    if (at >= 1) return lapMs
    // Asked along a lap, the answer lies in the same step as before or the next one.
    if (!(share[hint]! <= at && at < share[hint + 1]!)) {
      if (hint + 2 <= last && share[hint + 1]! <= at && at < share[hint + 2]!) hint++
      else hint = stepOf(share, at)
    }
    const from = share[hint]!
    const span = share[hint + 1]! - from
    if (span > HOLE) return Number.NaN
    return timeMs[hint]! + ((at - from) / span) * (timeMs[hint + 1]! - timeMs[hint]!)
  }
  const deltaMs = (at: number, sinceLineMs: number): number => sinceLineMs - timeAt(at)
  return {
    share,
    timeMs,
    lapMs,
    timeAt,
    deltaMs,
    predictedMs: (at, sinceLineMs) => lapMs + deltaMs(at, sinceLineMs),
  }
}

/** The last knot at or before a share below 1. */
const stepOf = (share: readonly number[], at: number): number => {
  let low = 0
  let high = share.length - 1
  while (low + 1 < high) {
    const middle = (low + high) >>> 1
    if (share[middle]! <= at) low = middle
    else high = middle
  }
  return low
}
