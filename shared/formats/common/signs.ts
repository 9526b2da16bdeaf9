/**
 * Which way is right: channels whose sign differs from logger to logger are checked against the path driven.
 *
 * Every car tells by itself: where the course turns clockwise, the driver turns right and is pushed to the left.
 * A channel that says the opposite throughout is turned round, and a note says so; a channel that shows no
 * connection with the path (an accelerometer in a pocket) is left alone.
 */
import { type Column, type GroupInput, valueAt } from '#shared/trace'
import type { Notes } from './notes.ts'

/** Per canonical channel, what of the path it must agree with. */
const CHECKED: ReadonlyMap<string, { readonly with: 'turning' | 'pace'; readonly words: string }> = new Map([
  ['gLat', { with: 'turning', words: 'Lateral g' }],
  ['yawRate', { with: 'turning', words: 'Yaw rate' }],
  ['lean', { with: 'turning', words: 'Lean angle' }],
  ['steering', { with: 'turning', words: 'Steering' }],
  ['gLong', { with: 'pace', words: 'Longitudinal g' }],
])

/** Right signs reach +0.6 to +1 in every real log seen, wrong ones −0.7 to −1. */
const SURELY_WRONG = -0.5
/** Fewer moments may agree or disagree by chance. */
const MIN_MOMENTS = 60
const MOMENT_MS = 200
/** Course and speed are compared this long before and after a moment; 1 Hz receivers need the second one. */
const REACH_MS = 500
const SLOW_REACH_MS = 1100
/** A drive of ten minutes says all there is to say. */
const MAX_MOMENTS = 3000
/** Slower than this, in m/s, courses wander. */
const MIN_SPEED = 5

interface Moments {
  readonly timeMs: number[]
  /** Speed times turning, m/s · deg/s, positive to the right. */
  readonly turning: number[]
  /** Change of speed, m/s². */
  readonly pace: number[]
}

/** The groups with wrong signs turned round, in their own arrays. */
export const alignSigns = (groups: readonly GroupInput[], notes: Notes): readonly GroupInput[] => {
  const moments = momentsOf(groups)
  if (!moments || moments.timeMs.length < MIN_MOMENTS) return groups
  for (const { timeMs, channels } of groups) {
    for (const { name, kind, values } of channels) {
      const check = CHECKED.get(name)
      if (!check) continue
      const sampled = moments.timeMs.map(t => valueAt(timeMs, values, kind, t))
      if (!(correlation(sampled, moments[check.with]) < SURELY_WRONG)) continue
      // Taken from 0, so that no zero becomes −0.
      for (let i = 0; i < values.length; i++) values[i] = 0 - values[i]!
      const want = check.with === 'pace' ? 'speeding up is' : 'right is'
      notes.add(
        'guessed',
        `${check.words} had the opposite sign of the path driven and was turned round, so that ${want} positive.`,
      )
    }
  }
  return groups
}

const momentsOf = (groups: readonly GroupInput[]): Moments | null => {
  for (const { timeMs, channels } of groups) {
    const named = (name: string): Column | null => channels.find(c => c.name === name)?.values ?? null
    const [speed, heading] = [named('speed'), named('heading')]
    if (speed && heading && timeMs.length > 2) return gather(timeMs, speed, heading)
  }
  return null
}

const gather = (timeMs: Float64Array, speed: Column, heading: Column): Moments => {
  const moments: Moments = { timeMs: [], turning: [], pace: [] }
  const span = timeMs.at(-1)! - timeMs[0]!
  const apart = Math.max(MOMENT_MS, span / MAX_MOMENTS)
  const usual = span / (timeMs.length - 1)
  const reach = usual > REACH_MS ? SLOW_REACH_MS : REACH_MS
  let [before, after] = [0, 0]
  let next = Number.NEGATIVE_INFINITY
  for (let i = 0; i < timeMs.length; i++) {
    const t = timeMs[i]!
    if (t < next || !(speed[i]! >= MIN_SPEED)) continue
    while (timeMs[before + 1]! <= t - reach) before++
    while (after + 1 < timeMs.length && timeMs[after]! < t + reach) after++
    const seconds = (timeMs[after]! - timeMs[before]!) / 1000
    const turned = ((((heading[after]! - heading[before]! + 180) % 360) + 360) % 360) - 180
    const gained = speed[after]! - speed[before]!
    if (!(seconds > 0 && seconds * 1000 < 4 * reach) || Number.isNaN(turned + gained)) continue
    moments.timeMs.push(t)
    moments.turning.push((speed[i]! * turned) / seconds)
    moments.pace.push(gained / seconds)
    next = t + apart
  }
  return moments
}

/** Pearson's, over the pairs where both are known; 0 when there are too few or one does not change. */
const correlation = (a: readonly number[], b: readonly number[]): number => {
  let [n, sumA, sumB] = [0, 0, 0]
  const isKnown = (i: number): boolean => !Number.isNaN(a[i]! + b[i]!)
  for (let i = 0; i < a.length; i++) {
    if (!isKnown(i)) continue
    n++
    sumA += a[i]!
    sumB += b[i]!
  }
  if (n < MIN_MOMENTS) return 0
  let [aa, bb, ab] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    if (!isKnown(i)) continue
    const [da, db] = [a[i]! - sumA / n, b[i]! - sumB / n]
    aa += da * da
    bb += db * db
    ab += da * db
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0
}
