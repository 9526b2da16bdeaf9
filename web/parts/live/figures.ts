/** Numbers of a frame as text: the unit stands beside, what is not known is a dash. */
import {
  ACTIVITIES,
  type Activity,
  FLAGS,
  type Flag,
  GRIPS,
  type Grip,
  OWN_CAR,
  RAINS,
  type Rain,
  SESSION_KINDS,
  type SessionKind,
} from '#shared/sim'
import { formatNumber, MINUS, shownUnit, UNKNOWN, type UnitSystem } from '#shared/units'

/** '+0.23', '−0.10', '±0.00'; from ten seconds on with one decimal, so that the width stays. */
export const deltaText = (ms: number): string => {
  if (!Number.isFinite(ms)) return UNKNOWN
  const seconds = Math.abs(ms) / 1000
  const text = seconds.toFixed(seconds < 9.995 ? 2 : 1)
  return (Number(text) === 0 ? '±' : ms < 0 ? MINUS : '+') + text
}

/** '42:10', from an hour on '1:12:05'. */
export const clockText = (ms: number): string => {
  if (!Number.isFinite(ms) || ms < 0) return UNKNOWN
  const seconds = Math.floor(ms / 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`
}

/** A value of the unit inside as the reader's, without its unit. */
export const measureText = (value: number, unit: string, units: UnitSystem, digits = 0): string => {
  const { factor, offset } = shownUnit(unit, units)
  return formatNumber(value * factor + offset, digits)
}

/** A pressure in bar has two decimals, in psi one. */
export const pressureDigits = (units: UnitSystem): number => (units === 'metric' ? 2 : 1)

export const countText = (value: number): string =>
  Number.isFinite(value) && value >= 0 ? String(Math.round(value)) : UNKNOWN

/** −1 is reverse, 0 neutral. */
export const gearText = (
  gear: number,
  words: { readonly reverse: string; readonly neutral: string },
): string => {
  if (!Number.isFinite(gear)) return UNKNOWN
  if (gear < 0) return words.reverse
  return gear === 0 ? words.neutral : String(Math.round(gear))
}

/** The point of the compass the wind comes from, of eight. */
export const windPoint = (degrees: number, points: readonly string[]): string | null =>
  Number.isFinite(degrees) ? (points[Math.round((((degrees % 360) + 360) % 360) / 45) % 8] ?? null) : null

/** A word of a list by its place; null when the game does not say, or says one this page does not know. */
const wordAt =
  <Word extends string>(list: readonly Word[]) =>
  (place: number): Word | null =>
    list[place] ?? null

export const activityAt: (place: number) => Activity | null = wordAt(ACTIVITIES)
export const sessionAt: (place: number) => SessionKind | null = wordAt(SESSION_KINDS)
export const flagAt: (place: number) => Flag | null = wordAt(FLAGS)
export const gripAt: (place: number) => Grip | null = wordAt(GRIPS)
export const rainAt: (place: number) => Rain | null = wordAt(RAINS)

/** 0 to 1 of a range; NaN stays. */
export const shareOf = (value: number, from: number, to: number): number =>
  Number.isNaN(value) ? value : Math.max(0, Math.min(1, (value - from) / (to - from)))

export const isOfOther = (place: number): boolean => OWN_CAR[place] === 'other'
