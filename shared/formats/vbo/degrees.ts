/**
 * Positions of VBO files in degrees.
 *
 * They are total minutes of arc, longitude positive to the west, whatever a units line says: headers that print
 * `ddmm.mmmmm` stand over total minutes too (the stock example is in central England only that way). As a safety
 * net packed degrees and minutes are recognised where the file itself proves them: a latitude beyond the pole,
 * or distances that fit the speed only when read packed.
 */

export type Reading = 'minutes' | 'packed'

export const toDegrees = (value: number, reading: Reading): number => {
  if (reading === 'minutes') return value / 60
  const size = Math.abs(value)
  const degrees = Math.floor(size / 100) + (size % 100) / 60
  return value < 0 ? -degrees : degrees
}

export interface MinuteColumns {
  readonly timeMs: Float64Array
  readonly lat: Float64Array
  /** Positive to the west. */
  readonly west: Float64Array
  /** m/s; null when there is none. */
  readonly speed: Float64Array | null
}

const MOVING_MPS = 5
const MAX_STEP_MS = 2000
/** Steps needed for a verdict, and how far a path may differ from its speed. */
const MIN_STEPS = 50
const DISAGREES = 0.3
const AGREES = 0.1
const METRES_PER_DEGREE = 111_195

export const readingOf = (columns: MinuteColumns): Reading => {
  const { lat, west } = columns
  if (!lat.every((v, i) => isPackable(v) && isPackable(west[i]!))) return 'minutes'
  if (lat.some(v => Math.abs(v) > 90 * 60)) return 'packed'
  const asMinutes = pathPerSpeed(columns, 'minutes')
  if (asMinutes === null || Math.abs(asMinutes - 1) <= DISAGREES) return 'minutes'
  const asPacked = pathPerSpeed(columns, 'packed')
  return asPacked !== null && Math.abs(asPacked - 1) <= AGREES ? 'packed' : 'minutes'
}

/** Packed, the last two digits before the point are minutes. NaN says nothing. */
const isPackable = (v: number): boolean => !(Math.abs(v) % 100 >= 60)

/** Metres between positions for each metre the speed accounts for, or null when there is too little to tell. */
const pathPerSpeed = ({ timeMs, lat, west, speed }: MinuteColumns, reading: Reading): number | null => {
  if (!speed) return null
  let [path, driven, steps] = [0, 0, 0]
  for (let i = 0; i + 1 < timeMs.length; i++) {
    const ms = timeMs[i + 1]! - timeMs[i]!
    const metres = ((speed[i]! + speed[i + 1]!) / 2) * (ms / 1000)
    if (!(ms > 0 && ms < MAX_STEP_MS && speed[i]! > MOVING_MPS)) continue
    const phi = toDegrees(lat[i]!, reading)
    const north = toDegrees(lat[i + 1]!, reading) - phi
    const east = toDegrees(west[i]!, reading) - toDegrees(west[i + 1]!, reading)
    const step = Math.hypot(north, east * Math.cos((phi * Math.PI) / 180)) * METRES_PER_DEGREE
    if (Number.isNaN(step + metres)) continue
    path += step
    driven += metres
    steps++
  }
  return steps >= MIN_STEPS ? path / driven : null
}
