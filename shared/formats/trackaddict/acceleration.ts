/**
 * Whether a phone's accelerations are those of the car, and what to use where they are not.
 *
 * A phone that was levelled and aligned before driving shows 0 g on average on all three axes; one that lay in
 * the car anyhow shows gravity, 1 g in some direction, and its axes are nobody's.
 */
import { type RawChannel, unitToCanonical } from '../common/index.ts'

/** Half way between none and all of it. */
const HALF_GRAVITY = 0.5
const STANDARD_GRAVITY = 9.80665

export const hasGravity = (axes: readonly Float64Array[]): boolean =>
  axes.length > 0 && Math.hypot(...axes.map(meanOf)) > HALF_GRAVITY

const meanOf = (values: Float64Array): number => {
  let [sum, n] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue
    sum += values[i]!
    n++
  }
  return n > 0 ? sum / n : 0
}

/** Fixes further apart than this say nothing about what happened between them. */
const MAX_APART_MS = 4000

/** Lateral and longitudinal g from the change of course and speed between the fixes before and after each. */
export const accelerationFromGps = (timeMs: Float64Array, gps: readonly RawChannel[]): RawChannel[] => {
  const speed = gps.find(({ name }) => name === 'speed')
  const heading = gps.find(({ name }) => name === 'heading')
  if (!speed || !heading) return []
  const toMps = unitToCanonical(speed.unit)!.factor
  const gLat = new Float64Array(timeMs.length).fill(Number.NaN)
  const gLong = new Float64Array(timeMs.length).fill(Number.NaN)
  for (let i = 1; i + 1 < timeMs.length; i++) {
    const ms = timeMs[i + 1]! - timeMs[i - 1]!
    if (!(ms > 0 && ms <= MAX_APART_MS)) continue
    const turnedDeg = ((((heading.values[i + 1]! - heading.values[i - 1]! + 180) % 360) + 360) % 360) - 180
    const gained = (speed.values[i + 1]! - speed.values[i - 1]!) * toMps
    const perSecond = 1000 / ms / STANDARD_GRAVITY
    gLat[i] = speed.values[i]! * toMps * turnedDeg * (Math.PI / 180) * perSecond
    gLong[i] = gained * perSecond
  }
  return [
    { name: 'gLat', unit: 'g', source: 'calc', values: gLat },
    { name: 'gLong', unit: 'g', source: 'calc', values: gLong },
  ]
}
