/**
 * Lap times, sector times and gaps as text, and back.
 *
 * Invariants: `parseLapTime(formatLapTime(ms))` is ms for every whole ms ≥ 0 (below a billion hours);
 * digits are read as whole numbers, never through a binary fraction, and rounded half up to the millisecond;
 * any text whatever gives a time or null.
 */
import { asMillis, type Millis } from './brands.ts'
import { MINUS, UNKNOWN } from './number.ts'

/** '1:42.318', '0:59.004', '1:02:03.004' from an hour on. */
export const formatLapTime = (ms: Millis): string => {
  const { main, millis } = splitLapTime(ms)
  return main + millis
}

/** The same in two parts, for drawing the milliseconds lighter: '1:42' and '.318'. */
export const splitLapTime = (ms: Millis): { main: string; millis: string } => {
  if (!Number.isFinite(ms)) return { main: UNKNOWN, millis: '' }
  const whole = asMillis(Math.abs(ms))
  const seconds = Math.floor(whole / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const start = hours > 0 ? `${hours}:${pad(minutes % 60, 2)}` : `${minutes}`
  return {
    main: `${Math.round(ms) < 0 ? MINUS : ''}${start}:${pad(seconds % 60, 2)}`,
    millis: `.${pad(whole % 1000, 3)}`,
  }
}

/** A difference with its sign: '+0.234', '−0.104', '±0.000', from a minute on '+1:02.345'. */
export const formatGap = (ms: Millis): string => {
  if (!Number.isFinite(ms)) return UNKNOWN
  const whole = Math.round(ms)
  const size = Math.abs(whole)
  const sign = whole === 0 ? '±' : whole < 0 ? MINUS : '+'
  if (size >= 60_000) return sign + formatLapTime(asMillis(size))
  return `${sign}${Math.floor(size / 1000)}.${pad(size % 1000, 3)}`
}

const pad = (n: number, digits: number): string => String(n).padStart(digits, '0')

/**
 * [[h:]m:]ss with an optional fraction after a point or comma. Minutes after hours and seconds after minutes
 * have two digits below 60; the leading part may be long (75:10.000, 102.318). Nine digits keep every
 * product far inside the exact integers.
 */
const COLONS = /^(?:(?:(\d{1,9}):(?=[0-5]\d:))?(\d{1,9}):(?=[0-5]\d(?!\d)))?(\d{1,9})(?:[.,](\d+))?$/
/** m.ss.fff and m.ss,fff as some timing sheets print it; without exactly two digits of seconds it is no time. */
const POINTS = /^(\d{1,3})\.([0-5]\d)[.,](\d{3})$/

/** The time a text means, in whole milliseconds, or null when it is not a lap time. */
export const parseLapTime = (text: string): Millis | null => {
  const trimmed = text.trim()
  const points = POINTS.exec(trimmed)
  if (points) return toMillis('0', points[1]!, points[2]!, points[3]!)
  const colons = COLONS.exec(trimmed)
  if (!colons) return null
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = colons
  return toMillis(hours, minutes, seconds, fraction)
}

const toMillis = (hours: string, minutes: string, seconds: string, fraction: string): Millis => {
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  // Half up on the decimal digits: the fourth digit alone decides.
  const roundUp = (fraction[3] ?? '0') >= '5' ? 1 : 0
  return asMillis(whole * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0')) + roundUp)
}
