/** When something was, as a reader says it: a time today, else a day; or how long ago. The clock is passed in. */
import type { EpochMillis } from '#shared/units'
import { localeFor } from '#web/parts/dates'

const DAY_MS = 86_400_000

/** '12:04' today, '14 Jul, 12:04' this year, '14 Jul 2024' before. */
export const momentText = (at: EpochMillis, tag: string, nowMs: number): string => {
  const date = new Date(at)
  const now = new Date(nowMs)
  const time = { hour: '2-digit', minute: '2-digit' } as const
  const day = { day: 'numeric', month: 'short' } as const
  const isThisYear = date.getFullYear() === now.getFullYear()
  const isToday = date.toDateString() === now.toDateString()
  const options = isToday ? time : isThisYear ? { ...day, ...time } : { ...day, year: 'numeric' as const }
  return formatOf(tag, options).format(date)
}

/** '14 Jul 2026' */
export const dayText = (at: EpochMillis, tag: string): string =>
  formatOf(tag, { day: 'numeric', month: 'short', year: 'numeric' }).format(at)

const STEPS = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['week', 7 * DAY_MS],
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** '3 days ago'; a clock that runs ahead is not believed. */
export const ageText = (at: EpochMillis, tag: string, nowMs: number): string => {
  const ageMs = Math.max(0, nowMs - at)
  const [unit, unitMs] = STEPS.find(([, ms]) => ageMs >= ms) ?? ['minute', 60_000]
  return relativeOf(tag).format(-Math.floor(ageMs / unitMs), unit)
}

/** Making a format costs some 50 times what using it does; there are a handful of them. */
const formats: Map<string, Intl.DateTimeFormat> = new Map()
const formatOf = (tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const name = `${tag} ${Object.keys(options)}`
  const known = formats.get(name)
  if (known) return known
  const made = new Intl.DateTimeFormat(localeFor(tag), options)
  formats.set(name, made)
  return made
}
const relatives: Map<string, Intl.RelativeTimeFormat> = new Map()
const relativeOf = (tag: string): Intl.RelativeTimeFormat => {
  const known = relatives.get(tag)
  if (known) return known
  const made = new Intl.RelativeTimeFormat(localeFor(tag), { numeric: 'auto', style: 'short' })
  relatives.set(tag, made)
  return made
}
