/**
 * Dates and times as logs write them, to milliseconds.
 *
 * Digits are taken apart one by one: the difference of two numbers like 170159.96 and 170200.00 means nothing.
 */

export interface Instant {
  /** Since 1970, UTC when `offsetMin` is known, else in the unknown zone of the file. */
  readonly epochMs: number
  /** Minutes east of UTC; null when the text does not say. */
  readonly offsetMin: number | null
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

/** '2026-07-26T19:18:58.880Z', '2026-07-26 19:18:58+02:00', '2026-07-26'; null for anything else. */
export const isoToInstant = (text: string): Instant | null => {
  const parts = ISO.exec(text.trim())
  if (!parts) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = parts
  const dayMs = dateToMs(Number(year), Number(month), Number(day))
  const ofDayMs = timeOfDayMs(Number(hour), Number(minute), Number(second), fraction)
  if (dayMs === null || ofDayMs === null) return null
  const offsetMin = zone === undefined ? null : zoneToMinutes(zone)
  return { epochMs: dayMs + ofDayMs - (offsetMin ?? 0) * 60_000, offsetMin }
}

const zoneToMinutes = (zone: string): number => {
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return zone.startsWith('-') ? -minutes : minutes
}

const CLOCK = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,9}))?$/

/** '19:18:58.88' or '18:58.88' to milliseconds since the hour 0; null for anything else. */
export const clockToMs = (text: string): number | null => {
  const parts = CLOCK.exec(text.trim())
  if (!parts) return null
  const [, hour = '0', minute, second, fraction = ''] = parts
  return timeOfDayMs(Number(hour), Number(minute), Number(second), fraction)
}

/** Midnight of a date that exists, else null. Years are those of lap timers: 1980 to 2199. */
export const dateToMs = (year: number, month: number, day: number): number | null => {
  if (!(year >= 1980 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return null
  const ms = Date.UTC(year, month - 1, day)
  return new Date(ms).getUTCDate() === day ? ms : null
}

/** A leap second is the first of the next minute. */
const timeOfDayMs = (hour: number, minute: number, second: number, fraction: string): number | null => {
  if (hour > 24 || minute > 59 || second > 60) return null
  const fractionMs = fraction === '' ? 0 : Number(`0.${fraction}`) * 1000
  // Whole microseconds, so that the fraction brings no noise into differences.
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.round(fractionMs * 1000) / 1000
}
