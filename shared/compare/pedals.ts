/**
 * When a driver braked and when the throttle was shut, as stretches of time in a lap.
 *
 * By the pedal's own channel where there is one, else by how the speed changes. Sampled more slowly than MAX_STEP_MS
 * neither is told: at 1 Hz a braking point would be known to 50 m, and a number would claim more.
 */
import { type Channel, type Trace, timeOf } from '#shared/trace'
import type { Travel } from './travel.ts'

/** Milliseconds since the lap's start. */
export interface Spell {
  readonly fromMs: number
  readonly toMs: number
}

export interface Pedals {
  /** Null when not known. */
  readonly braking: readonly Spell[] | null
  /** While the throttle is shut or nearly so. */
  readonly offThrottle: readonly Spell[] | null
}

/** 4 Hz and the slack of a clock: 15 m at 60 m/s. */
const MAX_STEP_MS = 260
/** Pedals tremble and feet pause: shorter spells are none, shorter breaks do not end one. */
const MIN_SPELL_MS = 120
const MIN_BREAK_MS = 300

const BRAKE_PERCENT = 8
/** Of the lap's highest pressure, and at least so many bar: sensors rest a little above 0. */
const BRAKE_SHARE = 0.08
const BRAKE_BAR = 1.5
const THROTTLE_PERCENT = 20
/** m/s²: more than lifting gives, less than gentle braking. */
const BRAKING_RATE = -2.5
/** Below this a car on the throttle would gain; drag at 60 m/s costs about 1.5. */
const OFF_RATE = -0.3

/** `trace` is the lap's own piece. */
export const pedalsOf = (trace: Trace, startMs: number, travel: Travel | null): Pedals => {
  const brake = sampledChannel(trace, 'brake', startMs)
  const pressure = sampledChannel(trace, 'brakePressure', startMs)
  const throttle = sampledChannel(trace, 'throttle', startMs)
  const rate = travel && travel.stepMs <= MAX_STEP_MS ? rateOf(travel) : null
  const braking = brake
    ? spellsOver(brake, BRAKE_PERCENT)
    : pressure
      ? spellsOver(pressure, Math.max(BRAKE_BAR, BRAKE_SHARE * highest(pressure.values)))
      : rate && spellsUnder(rate, BRAKING_RATE)
  const offThrottle = throttle ? spellsUnder(throttle, THROTTLE_PERCENT) : rate && spellsUnder(rate, OFF_RATE)
  return { braking, offThrottle }
}

interface Sampled {
  readonly timeMs: ArrayLike<number>
  readonly values: ArrayLike<number>
  readonly startMs: number
}

const sampledChannel = (trace: Trace, name: string, startMs: number): Sampled | null => {
  const usable = (channel: Channel): boolean => {
    const timeMs = timeOf(trace, channel)
    let known = 0
    for (const v of channel.values) if (Number.isFinite(v)) known++
    return known > 2 && (timeMs.at(-1)! - timeMs[0]!) / (known - 1) <= MAX_STEP_MS
  }
  const channel = trace.channels.find(c => c.name === name && usable(c))
  return channel ? { timeMs: timeOf(trace, channel), values: channel.values, startMs } : null
}

/** How speed changes, m/s², over RATE_AROUND_MS to both sides. */
const RATE_AROUND_MS = 200

const rateOf = ({ timeMs, speed }: Travel): Sampled => {
  const last = timeMs.length - 1
  const values = new Float64Array(timeMs.length)
  let [a, b] = [0, 0]
  for (let i = 0; i <= last; i++) {
    while (a < i && timeMs[a + 1]! <= timeMs[i]! - RATE_AROUND_MS) a++
    while (b < last && timeMs[b]! < timeMs[i]! + RATE_AROUND_MS) b++
    const ms = timeMs[b]! - timeMs[a]!
    values[i] = ms > 0 && ms < 5 * MAX_STEP_MS ? (1000 * (speed[b]! - speed[a]!)) / ms : Number.NaN
  }
  return { timeMs, values, startMs: 0 }
}

const highest = (values: ArrayLike<number>): number => {
  let most = 0
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!
  return most
}

const spellsOver = (sampled: Sampled, limit: number): Spell[] => spells(sampled, limit, 1)
const spellsUnder = (sampled: Sampled, limit: number): Spell[] => spells(sampled, limit, -1)

/** The times the value is beyond the limit; both ends lie where the straight line between samples crosses it. */
const spells = ({ timeMs, values, startMs }: Sampled, limit: number, side: 1 | -1): Spell[] => {
  const found: { fromMs: number; toMs: number }[] = []
  let open: number | null = null
  let previous = -1
  const crossing = (a: number, b: number): number => {
    const share = (limit - values[a]!) / (values[b]! - values[a]!)
    return timeMs[a]! + share * (timeMs[b]! - timeMs[a]!) - startMs
  }
  const close = (toMs: number): void => {
    if (open === null) return
    const last = found.at(-1)
    if (last && open - last.toMs < MIN_BREAK_MS) last.toMs = toMs
    else found.push({ fromMs: open, toMs })
    open = null
  }
  for (let i = 0; i < timeMs.length; i++) {
    if (!Number.isFinite(values[i]!)) continue
    const isBeyond = side * (values[i]! - limit) > 0
    if (isBeyond && open === null) open = previous < 0 ? timeMs[i]! - startMs : crossing(previous, i)
    else if (!isBeyond && open !== null) close(crossing(previous, i))
    previous = i
  }
  if (previous >= 0) close(timeMs[previous]! - startMs)
  return found.filter(({ fromMs, toMs }) => toMs - fromMs >= MIN_SPELL_MS)
}
