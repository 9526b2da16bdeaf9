/** The unit of a speed that has none, by comparison with the speed between the positions. */
import { groundMotion } from './ground-motion.ts'

const UNITS: readonly (readonly [unit: string, perMetrePerSecond: number])[] = [
  ['m/s', 1],
  ['kn', 3600 / 1852],
  ['mph', 1 / 0.44704],
  ['km/h', 3.6],
]

/** Fast enough that errors of position do not matter, and reached on any circuit. */
const FAST_MPS = 8
const MIN_ROWS = 20
/** The nearest two units, knots and miles per hour, are 15 % apart. */
const TOLERANCE = 0.06

export const speedUnitOf = (
  values: ArrayLike<number>,
  timeMs: ArrayLike<number>,
  lat: ArrayLike<number>,
  lon: ArrayLike<number>,
): string | null => {
  const ground = groundMotion(timeMs, lat, lon).speed
  const ratios: number[] = []
  for (let i = 0; i < ground.length; i++) {
    if (ground[i]! > FAST_MPS && values[i]! > 0) ratios.push(values[i]! / ground[i]!)
  }
  if (ratios.length < MIN_ROWS) return null
  const usual = Float64Array.from(ratios).sort()[ratios.length >> 1]!
  return UNITS.find(([, factor]) => Math.abs(usual / factor - 1) <= TOLERANCE)?.[0] ?? null
}
