/** What the status rows of all games share: how a game's numbers become "not available". */
import { STATUS_WIDTH } from '../frames/index.ts'
import { FARTHEST_M } from './limits.ts'

/** The games' word for "no time". */
export const NO_TIME = 2147483647

export const emptyStatus = (): Float64Array => new Float64Array(STATUS_WIDTH).fill(Number.NaN)

const orNone = (value: number, isGood: boolean): number => (isGood ? value : Number.NaN)

/** A time that has been driven: zero and less mean that there is none. */
export const timeOf = (ms: number): number => orNone(ms, ms > 0 && ms < NO_TIME)
/** A running clock, which begins at zero. */
export const clockOf = (ms: number): number => orNone(ms, ms >= 0 && ms < NO_TIME)
/** A day of 24 hours is longer than any session; more is no number of a game. */
const LONGEST_MS = 86_400_000
export const spanOf = (ms: number): number => orNone(ms, ms > 0 && ms <= LONGEST_MS)
export const deltaOf = (ms: number): number => orNone(ms, Math.abs(ms) <= LONGEST_MS)
export const countOf = (value: number, least: number, most = 1_000_000): number =>
  orNone(value, value >= least && value <= most)
export const flagOf = (value: number): number => (Number.isNaN(value) ? value : value === 0 ? 0 : 1)
export const litresOf = (value: number): number => orNone(value, value > 0 && value < 10_000)
export const placeOf = (value: number): number => orNone(value, Math.abs(value) <= FARTHEST_M)
/** The line is at 0 and at 1; rounding puts cars a little beyond. */
export const shareOf = (value: number): number =>
  orNone(Math.min(Math.max(value, 0), 1), value >= -0.001 && value <= 1.001)
export const metresPerSecondOf = (value: number): number => orNone(value, value >= 0 && value <= 150)
/** Any turn of the compass as 0 to 360. */
export const degreesOf = (value: number): number =>
  orNone(value - Math.floor(value / 360) * 360, Math.abs(value) <= 3600)
export const DAY_S = 86_400
