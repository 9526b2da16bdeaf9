/**
 * What one lap did in each part of the road: its speeds, where it braked, where it went back to the throttle.
 *
 * Invariant: the times of the parts are differences of rounded times at their ends, so they sum to the lap time.
 * Speeds are m/s; whatever the lap does not carry is NaN. With a speed sampled more slowly than COARSE_MS the
 * place of the lowest speed is told to COARSE_M only.
 */
import { lapTimeMs } from '#shared/lap'
import { sliceTrace } from '#shared/trace'
import { asMillis } from '#shared/units'
import { metresAt, timeAt } from './lookup.ts'
import type { AlignedLap, LapToCompare, Part, PartOfLap } from './model.ts'
import { type Pedals, pedalsOf, type Spell } from './pedals.ts'
import { isTravelKnown, type Travel, travelOf } from './travel.ts'

export interface LapInParts {
  readonly parts: readonly PartOfLap[]
  /** Where the brakes were released in each part; NaN where unknown, or where nobody braked. */
  readonly releaseAtM: readonly number[]
}

const COARSE_MS = 350
const COARSE_M = 10

export const lapInParts = (
  aligned: AlignedLap,
  { lap, trace }: LapToCompare,
  parts: readonly Part[],
): LapInParts => {
  const lapMs = lapTimeMs(lap)
  const own = lapMs > 0 ? sliceTrace(trace, lap.startMs, lap.endMs) : trace
  const travel = lapMs > 0 ? travelOf(own, lap.startMs, lap.endMs) : null
  const pedals = pedalsOf(own, lap.startMs, travel)
  const releaseAtM: number[] = []
  const rows = parts.map((part, i) => {
    const [fromMs, toMs] = [timeAt(aligned, part.fromM), timeAt(aligned, part.toM)]
    const spell: Spell = { fromMs, toMs }
    const speeds = speedsIn(travel, spell)
    const found = part.kind === 'corner' ? feetIn(aligned, pedals, travel, parts, i, speeds.minAtMs) : NO_FEET
    releaseAtM.push(found.releaseAtM)
    const minSpeedAtM = metresAt(aligned, speeds.minAtMs)
    const isCoarse = travel !== null && travel.stepMs > COARSE_MS
    return {
      timeMs: asMillis(asMillis(toMs) - asMillis(fromMs)),
      entrySpeed: speeds.entry,
      minSpeed: speeds.min,
      minSpeedAtM: isCoarse ? COARSE_M * Math.round(minSpeedAtM / COARSE_M) : minSpeedAtM,
      exitSpeed: speeds.exit,
      maxSpeed: speeds.max,
      brakeAtM: found.brakeAtM,
      throttleAtM: found.throttleAtM,
    }
  })
  return { parts: rows, releaseAtM }
}

interface Speeds {
  readonly entry: number
  readonly exit: number
  readonly min: number
  readonly minAtMs: number
  readonly max: number
}

const UNKNOWN: Speeds = {
  entry: Number.NaN,
  exit: Number.NaN,
  min: Number.NaN,
  minAtMs: Number.NaN,
  max: Number.NaN,
}

const speedsIn = (travel: Travel | null, { fromMs, toMs }: Spell): Speeds => {
  if (!travel || !isTravelKnown(travel, fromMs, toMs)) return UNKNOWN
  const entry = speedAt(travel, fromMs)
  const exit = speedAt(travel, toMs)
  let [min, minAtMs] = entry <= exit ? [entry, fromMs] : [exit, toMs]
  let max = Math.max(entry, exit)
  for (let i = firstFrom(travel.timeMs, fromMs); i < travel.timeMs.length && travel.timeMs[i]! < toMs; i++) {
    const v = travel.speed[i]!
    if (v < min) [min, minAtMs] = [v, travel.timeMs[i]!]
    if (v > max) max = v
  }
  return { entry, exit, min, minAtMs, max }
}

const speedAt = ({ timeMs, speed }: Travel, atMs: number): number => {
  const i = firstFrom(timeMs, atMs)
  if (i === 0) return speed[0]!
  if (i >= timeMs.length) return speed[speed.length - 1]!
  const share = (atMs - timeMs[i - 1]!) / (timeMs[i]! - timeMs[i - 1]!)
  return speed[i - 1]! + share * (speed[i]! - speed[i - 1]!)
}

const firstFrom = (timeMs: Float64Array, atMs: number): number => {
  let low = 0
  let high = timeMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (timeMs[middle]! < atMs) low = middle + 1
    else high = middle
  }
  return low
}

interface Feet {
  readonly brakeAtM: number
  readonly releaseAtM: number
  readonly throttleAtM: number
}

const NO_FEET: Feet = { brakeAtM: Number.NaN, releaseAtM: Number.NaN, throttleAtM: Number.NaN }

/** Brakes that go on later than this before the corner ends are for the next one. */
const feetIn = (
  aligned: AlignedLap,
  { braking, offThrottle }: Pedals,
  travel: Travel | null,
  parts: readonly Part[],
  index: number,
  slowestMs: number,
): Feet => {
  const part = parts[index]!
  if (part.kind !== 'corner') return NO_FEET
  const before = parts.slice(0, index).findLast(one => one.kind === 'corner')
  const apexMs = timeAt(aligned, part.apexM)
  const sinceMs = before?.kind === 'corner' ? timeAt(aligned, before.apexM) : 0
  const exitMs = timeAt(aligned, part.toM)
  const slowest = Number.isNaN(slowestMs) ? apexMs : slowestMs
  const brake = braking && hardest(braking, travel, sinceMs, Math.max(apexMs, slowest))
  const metres = (atMs: number): number => metresAt(aligned, atMs)
  const off =
    offThrottle &&
    nearest(
      offThrottle.filter(
        ({ fromMs, toMs }) =>
          toMs > timeAt(aligned, part.fromM) && fromMs < exitMs && toMs < aligned.timeMs.at(-1)!,
      ),
      slowest,
    )
  return {
    brakeAtM: brake ? metres(brake.fromMs) : Number.NaN,
    releaseAtM: brake ? metres(brake.toMs) : Number.NaN,
    throttleAtM: off ? metres(off.toMs) : Number.NaN,
  }
}

/** The spell begun between two times that took off most speed; the longest where speed is unknown. */
const hardest = (
  spells: readonly Spell[],
  travel: Travel | null,
  sinceMs: number,
  untilMs: number,
): Spell | null => {
  let best: Spell | null = null
  let most = 0
  for (const spell of spells) {
    if (spell.fromMs < sinceMs || spell.fromMs >= untilMs) continue
    const taken = travel
      ? speedAt(travel, spell.fromMs) - speedAt(travel, spell.toMs)
      : spell.toMs - spell.fromMs
    if (taken > most) [best, most] = [spell, taken]
  }
  return best
}

const nearest = (spells: readonly Spell[], atMs: number): Spell | null => {
  const apart = ({ fromMs, toMs }: Spell): number => Math.max(0, fromMs - atMs, atMs - toMs)
  return spells.reduce<Spell | null>((best, one) => (best && apart(best) <= apart(one) ? best : one), null)
}
