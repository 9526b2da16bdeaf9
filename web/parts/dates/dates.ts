/**
 * When a session was driven, as its driver would say it: in the zone of the circuit when that is known, else
 * in the reader's own.
 */
import { type Session, sessionStart } from '#shared/lap'
import type { Words } from '#web/words'

/** A part of a recording begins where its first stretch does. */
type When = Pick<Session, 'startedAt' | 'utcOffsetMin' | 'spans'>

/** Shifted so that formatting in UTC shows the circuit's own clock. */
const zoned = (when: When): { readonly date: Date; readonly zone: { timeZone?: string } } =>
  when.utcOffsetMin === null
    ? { date: new Date(sessionStart(when)), zone: {} }
    : { date: new Date(sessionStart(when) + when.utcOffsetMin * 60_000), zone: { timeZone: 'UTC' } }

/**
 * The reader's own region writes the date where it speaks the page's language: a 24-hour clock in Britain.
 * Browsers on bare systems answer tags that are none ('en-US@posix') and then refuse them themselves.
 */
export const localeFor = (tag: string, own: readonly string[] = navigator.languages): string =>
  own.find(candidate => candidate.split('-')[0] === tag && isLocale(candidate)) ?? tag

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/**
 * Making a format costs some 50 times what using it does, so each is made once: again only when the device changes
 * its zone or the reader's languages while the page is open.
 */
const formatOf = (
  tag: string,
  { timeZone, dateStyle, timeStyle }: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat => {
  const reader = `${new Date().getTimezoneOffset()} ${navigator.languages}`
  if (reader !== madeFor) {
    formats.clear()
    madeFor = reader
  }
  const name = `${tag} ${timeZone} ${dateStyle} ${timeStyle}`
  const known = formats.get(name)
  if (known) return known
  const made = new Intl.DateTimeFormat(localeFor(tag), { timeZone, dateStyle, timeStyle })
  formats.set(name, made)
  return made
}
const formats: Map<string, Intl.DateTimeFormat> = new Map()
/** The zone and languages the formats are for. */
let madeFor = ''

const DAY_MS = 86_400_000

export const sessionDay = (when: When, tag: string, words: Words): string => {
  const { date, zone } = zoned(when)
  const name = formatOf(tag, { ...zone, dateStyle: 'medium' }).format(date)
  const { today, yesterday } = lastDays(formatOf(tag, { dateStyle: 'medium' }))
  if (name === today) return words.library.today
  return name === yesterday ? words.library.yesterday : name
}

interface LastDays {
  readonly own: Intl.DateTimeFormat
  readonly minute: number
  readonly today: string
  readonly yesterday: string
}
let written: LastDays | null = null

/** Written anew once a minute: a list of thousands asks for each of its rows. */
const lastDays = (own: Intl.DateTimeFormat): LastDays => {
  const now = Date.now()
  const minute = Math.floor(now / 60_000)
  if (written?.own === own && written.minute === minute) return written
  written = { own, minute, today: own.format(now), yesterday: own.format(now - DAY_MS) }
  return written
}

export const sessionTime = (when: When, tag: string): string => {
  const { date, zone } = zoned(when)
  return formatOf(tag, { ...zone, timeStyle: 'short' }).format(date)
}

/** Day and time together, as a heading's line says it. */
export const sessionWhen = (when: When, tag: string): string => {
  const { date, zone } = zoned(when)
  return formatOf(tag, { ...zone, dateStyle: 'long', timeStyle: 'short' }).format(date)
}
