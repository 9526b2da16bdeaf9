/**
 * Row times and dates of VBO files.
 *
 * Rows carry the UTC time of day as HHMMSS.sss; the date stands in the first line only, beside a time that is
 * local in a VBOX, UTC in RaceChrono and RaceBox, and the moment of the export in Harry's LapTimer.
 */
import { asEpochMillis, type EpochMillis } from '#shared/units'
import { type Notes, utcOffsetBetween } from '../common/index.ts'
import type { Generator } from './generator.ts'
import { factOf, type Sections } from './sections.ts'

const DAY_MS = 86_400_000

/** Milliseconds since the midnight before the first row; NaN where the text was no time. */
export const timesOfDay = (packed: Float64Array, notes: Notes): Float64Array<ArrayBuffer> => {
  const isClock = looksLikeClock(packed)
  if (!isClock)
    notes.add('guessed', 'The time column counts seconds, not hours and minutes, and was read that way.')
  const times = new Float64Array(packed.length)
  let days = 0
  let previous = Number.NaN
  for (let i = 0; i < packed.length; i++) {
    const ms = isClock ? clockToMs(packed[i]!) : Math.round(packed[i]! * 1e6) / 1e3
    times[i] = ms
  }
  for (let i = 0; i < times.length; i++) {
    const ms = times[i]!
    // A row that fits neither of its neighbours has a damaged time, which says nothing about days.
    if (isNear(previous, ms) || isNear(ms, times[i + 1]!)) {
      // Half a day back is midnight; anything less is a damaged row, or another recording.
      if (previous - ms > DAY_MS / 2) days++
      previous = ms
    }
    times[i] = ms + days * DAY_MS
  }
  return times
}

/** On the face of a clock, where midnight follows the last second of the day; never near what is unknown. */
const isNear = (a: number, b: number): boolean => {
  const apart = Math.abs(a - b)
  return Math.min(apart, Math.abs(DAY_MS - apart)) <= NEAR_MS
}
const NEAR_MS = 15 * 60_000

const clockToMs = (packed: number): number => {
  const hours = Math.floor(packed / 10_000)
  const minutes = Math.floor(packed / 100) % 100
  const seconds = packed - hours * 10_000 - minutes * 100
  if (!(hours >= 0 && hours < 48 && minutes < 60 && seconds < 60)) return Number.NaN
  // Three decimals are written; doubles of this size miss them by less than a nanosecond.
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1e6) / 1e3
}

/** A clock never shows 60 minutes or more; plain seconds do after a minute. */
const looksLikeClock = (packed: Float64Array): boolean => {
  let [good, bad] = [0, 0]
  for (const value of packed) {
    if (Number.isNaN(value)) continue
    if (Number.isNaN(clockToMs(value))) bad++
    else good++
  }
  return good >= bad
}

export interface StartTime {
  readonly startedAt: EpochMillis | null
  readonly utcOffsetMin: number | null
}

const DATE = /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\D+?(\d{1,2}):(\d{2})(?::(\d{2}))?)?/

/** When the first row was, given its time of day. */
export const startTime = (
  sections: Sections,
  generator: Generator,
  firstMs: number,
  notes: Notes,
): StartTime => {
  const utcText = generator === 'racebox' ? factOf(sections, 'utc date started') : null
  const created = createdMs(utcText ?? sections.firstLine)
  if (!created) {
    notes.add(
      'info',
      'The file does not say on which day it was recorded, only the time of day, so set the date of this session.',
    )
    return { startedAt: null, utcOffsetMin: null }
  }
  const { dayMs, timeMs } = created
  if (timeMs === null) return { startedAt: asEpochMillis(dayMs + firstMs), utcOffsetMin: null }
  const createdAt = dayMs + timeMs
  if (generator === 'harrys') {
    notes.add(
      'guessed',
      'The file only says when it was exported; the session is taken to be of the 24 hours before.',
    )
    const days = Math.floor((createdAt - firstMs) / DAY_MS)
    return { startedAt: asEpochMillis(days * DAY_MS + firstMs), utcOffsetMin: null }
  }
  // The day that makes the two clocks those of one moment in some zone.
  const days = Math.floor((createdAt - firstMs + WEST_MS) / DAY_MS)
  const startedAt = asEpochMillis(days * DAY_MS + firstMs)
  if (utcOffsetBetween(createdAt, startedAt) === null) notes.add('guessed', DAY_OF_FILE)
  return { startedAt, utcOffsetMin: generator === 'racelogic' ? zoneBetween(createdAt, startedAt) : null }
}

/** Hawaii is the westernmost place with a track, ten hours behind; New Zealand's summer is thirteen ahead. */
const WEST_MS = 10.5 * 3_600_000

const DAY_OF_FILE =
  'The day is the one the file was created on, which is later than the drive if it was copied or exported later: check the date of this session.'

const createdMs = (text: string): { dayMs: number; timeMs: number | null } | null => {
  const found = DATE.exec(text)
  if (!found) return null
  const [first, second, year] = [Number(found[1]), Number(found[2]), Number(found[3])]
  // Day before month, as Racelogic writes it, unless that is no date.
  const [day, month] = second > 12 ? [second, first] : [first, second]
  if (day < 1 || day > 31 || month < 1 || month > 12 || year < 1980) return null
  const dayMs = Date.UTC(year, month - 1, day)
  if (new Date(dayMs).getUTCDate() !== day) return null
  if (found[4] === undefined) return { dayMs, timeMs: null }
  return { dayMs, timeMs: ((Number(found[4]) * 60 + Number(found[5])) * 60 + Number(found[6] ?? 0)) * 1000 }
}

/**
 * A VBOX stamps the file within seconds of its first row. No difference means London in winter or a device that
 * was never told its zone.
 */
const zoneBetween = (localMs: number, utcMs: number): number | null =>
  utcOffsetBetween(localMs, utcMs) || null
