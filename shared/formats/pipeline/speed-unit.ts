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
  const rows = someRows(timeMs)
  const pick = (column: ArrayLike<number>): Float64Array => Float64Array.from(rows, row => column[row]!)
  const ground = groundMotion(pick(timeMs), pick(lat), pick(lon)).speed
  const ratios: number[] = []
  for (let i = 0; i < ground.length; i++) {
    const ratio = values[rows[i]!]! / ground[i]!
    if (ground[i]! > FAST_MPS && ratio > 0) ratios.push(ratio)
  }
  if (ratios.length < MIN_ROWS) return null
  const usual = Float64Array.from(ratios).sort()[ratios.length >> 1]!
  return UNITS.find(([, factor]) => Math.abs(usual / factor - 1) <= TOLERANCE)?.[0] ?? null
}

/** Twice a second says as much as all of it, and a day at 25 Hz has two million rows. */
const APART_MS = 500

const someRows = (timeMs: ArrayLike<number>): number[] => {
  const rows: number[] = []
  let lastMs = Number.NEGATIVE_INFINITY
  for (let i = 0; i < timeMs.length; i++) {
    if (!(Math.abs(timeMs[i]! - lastMs) >= APART_MS)) continue
    rows.push(i)
    lastMs = timeMs[i]!
  }
  return rows
}
