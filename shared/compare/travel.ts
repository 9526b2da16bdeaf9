/**
 * How far a car has driven by its own speed, at any time of a lap.
 *
 * Between two samples of speed the acceleration is constant, so metres are exact for piecewise linear speed. The
 * metres of one car are never compared with those of another: tyres, receivers and lines differ by some percent.
 *
 * Invariant: metres never fall; metres are 0 at the lap's start. Where the speed was unknown for longer than
 * HOLE_MS the metres are a straight line, and `holes` says where.
 */
import { type Channel, type Column, type Trace, timeOf } from '#shared/trace'

export interface Travel {
  /** Milliseconds since the lap's start; may begin before 0 and end after the lap. */
  readonly timeMs: Float64Array
  /** m/s. */
  readonly speed: Float64Array
  readonly metres: Float64Array
  /** Times between which the speed is unknown. */
  readonly holes: readonly { readonly fromMs: number; readonly toMs: number }[]
  /** Usual time between two samples. */
  readonly stepMs: number
}

/** As long as two missed samples at 1 Hz. */
const HOLE_MS = 3500
/** A channel that says less of the lap than this is no speed of the lap. */
const MIN_COVERED = 0.6
/** Faster sampling than this adds nothing to metres, so a receiver's own speed is preferred to a bus at 100 Hz. */
const FAST_ENOUGH_MS = 120

/** The best speed of a lap, null when it has none. `trace` is the lap's own piece; times are the session's. */
export const travelOf = (trace: Trace, startMs: number, endMs: number): Travel | null => {
  let best: { travel: Travel; score: number } | null = null
  for (const channel of trace.channels) {
    const kind = KINDS.get(channel.name)
    if (kind === undefined || (kind.unit !== null && channel.unit !== kind.unit)) continue
    const speed = kind.isDistance ? fromDistance(channel, timeOf(trace, channel)) : channel.values
    const travel = travelFrom(timeOf(trace, channel), speed, startMs, endMs)
    if (!travel) continue
    const score = kind.rank + scoreOf(travel, endMs - startMs) + (channel.source === 'gps' ? 0.1 : 0)
    if (!best || score > best.score) best = { travel, score }
  }
  return best?.travel ?? null
}

/** Where a speed can come from, the better first. Other units than ours are channels nobody understood. */
const KINDS: ReadonlyMap<string, { rank: number; unit: string | null; isDistance: boolean }> = new Map([
  ['speed', { rank: 6, unit: 'm/s', isDistance: false }],
  ['wheelSpeedFL', { rank: 3, unit: 'm/s', isDistance: false }],
  ['wheelSpeedFR', { rank: 3, unit: 'm/s', isDistance: false }],
  ['distance', { rank: 0, unit: 'm', isDistance: true }],
])

/** How much of the lap is known, then how finely. */
const scoreOf = (travel: Travel, lapMs: number): number => {
  const holesMs = travel.holes.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  return (holesMs < 0.05 * lapMs ? 1 : 0) + Math.min(1, FAST_ENOUGH_MS / travel.stepMs)
}

const fromDistance = (channel: Channel, timeMs: Float64Array): Float64Array => {
  const { values } = channel
  const speed = new Float64Array(values.length).fill(Number.NaN)
  for (let i = 1; i < values.length; i++) {
    const metres = values[i]! - values[i - 1]!
    // An odometer that was set back says nothing for one sample.
    if (metres >= 0) speed[i] = (1000 * metres) / (timeMs[i]! - timeMs[i - 1]!)
  }
  return speed
}

const travelFrom = (
  time: Float64Array,
  speed: Column | Float64Array,
  startMs: number,
  endMs: number,
): Travel | null => {
  let n = 0
  for (let i = 0; i < time.length; i++) if (Number.isFinite(speed[i]!)) n++
  if (n < 2) return null
  const timeMs = new Float64Array(n)
  const v = new Float64Array(n)
  for (let i = 0, k = 0; i < time.length; i++) {
    if (!Number.isFinite(speed[i]!)) continue
    timeMs[k] = time[i]! - startMs
    v[k++] = Math.max(0, speed[i]!)
  }
  const metres = new Float64Array(n)
  const holes: { fromMs: number; toMs: number }[] = []
  const lapMs = endMs - startMs
  const addHole = (fromMs: number, toMs: number): void => {
    const [from, to] = [Math.max(0, fromMs), Math.min(lapMs, toMs)]
    if (to - from > HOLE_MS) holes.push({ fromMs: from, toMs: to })
  }
  for (let k = 1; k < n; k++) {
    const ms = timeMs[k]! - timeMs[k - 1]!
    metres[k] = metres[k - 1]! + ((v[k]! + v[k - 1]!) / 2000) * ms
    if (ms > HOLE_MS) addHole(timeMs[k - 1]!, timeMs[k]!)
  }
  addHole(0, timeMs[0]!)
  addHole(timeMs[n - 1]!, lapMs)
  const unknown = holes.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  if (lapMs - unknown < MIN_COVERED * lapMs || metres[n - 1]! <= 0) return null
  const zero = travelledAt({ timeMs, speed: v, metres }, 0)
  for (let k = 0; k < n; k++) metres[k]! -= zero
  return { timeMs, speed: v, metres, holes, stepMs: (timeMs[n - 1]! - timeMs[0]!) / (n - 1) }
}

/** Metres driven up to a time; before the first sample and after the last at the speed of that sample. */
export const travelledAt = (
  { timeMs, speed, metres }: Pick<Travel, 'timeMs' | 'speed' | 'metres'>,
  atMs: number,
): number => {
  const last = timeMs.length - 1
  let low = 0
  let high = last
  if (atMs <= timeMs[0]!) return metres[0]! + ((atMs - timeMs[0]!) / 1000) * speed[0]!
  if (atMs >= timeMs[last]!) return metres[last]! + ((atMs - timeMs[last]!) / 1000) * speed[last]!
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (timeMs[middle]! <= atMs) low = middle
    else high = middle
  }
  const ms = timeMs[high]! - timeMs[low]!
  const since = atMs - timeMs[low]!
  const gained = ((speed[high]! - speed[low]!) * since) / ms
  return metres[low]! + ((speed[low]! + gained / 2) * since) / 1000
}

/** Whether the speed is known all the way between two times. */
export const isTravelKnown = ({ holes }: Travel, fromMs: number, toMs: number): boolean =>
  holes.every(hole => hole.toMs <= fromMs || hole.fromMs >= toMs)
