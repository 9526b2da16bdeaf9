/**
 * When a session was driven, out of a logger's own clock and the satellites'.
 *
 * The satellites know UTC but not the zone; the logger's clock is local time of a zone it does not tell. Together
 * they tell both. Without satellites there is no instant, only a date to be mentioned.
 */

import { asEpochMillis, type EpochMillis } from '#shared/units'
import { type Notes, utcOffsetBetween } from '../common/index.ts'

export interface When {
  readonly startedAt: EpochMillis | null
  readonly utcOffsetMin: number | null
}

/** 1980-01-06, from which satellites count. */
const GPS_EPOCH_MS = 315_964_800_000

/** Satellites do not insert leap seconds: how far they are ahead of UTC, and since when. */
const LEAP_SECONDS: readonly (readonly [fromMs: number, seconds: number])[] = [
  [Date.UTC(2017, 0, 1), 18],
  [Date.UTC(2015, 6, 1), 17],
  [Date.UTC(2012, 6, 1), 16],
  [Date.UTC(2009, 0, 1), 15],
]

/** `gpsMs` are milliseconds since 1980-01-06 as satellites count them. */
export const gpsToUtc = (gpsMs: number): number => {
  const raw = GPS_EPOCH_MS + gpsMs
  const seconds = LEAP_SECONDS.find(([fromMs, s]) => raw >= fromMs + s * 1000)?.[1] ?? 14
  return raw - seconds * 1000
}

export const utcToGps = (utcMs: number): number =>
  utcMs - GPS_EPOCH_MS + (LEAP_SECONDS.find(([fromMs]) => utcMs >= fromMs)?.[1] ?? 14) * 1000

const DATE = /^(\d{1,2})\D(\d{1,2})\D(\d{4})$/
const TIME = /^(\d{1,2}):(\d{2}):(\d{2})$/

/** `date` as MM/DD/YYYY; as if it were UTC, null when it is no date. */
export const localMsOf = (date: string, time: string): number | null => {
  const [, month, day, year] = DATE.exec(date) ?? []
  const [, hour, minute, second] = TIME.exec(time) ?? []
  if (year === undefined || second === undefined) return null
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const read = new Date(ms)
  return read.getUTCDate() === Number(day) && read.getUTCMonth() + 1 === Number(month) ? ms : null
}

/** `utcMs` and `localMs` both at the session's start, null where unknown. */
export const whenOf = (utcMs: number | null, localMs: number | null, notes: Notes): When => {
  if (utcMs === null) {
    if (localMs !== null) {
      const [date, time] = new Date(localMs).toISOString().split('T')
      notes.add(
        'info',
        `The logger's own clock said ${date} ${time!.slice(0, 5)}, but without satellites the file does not tell in which time zone, so set when this session was driven.`,
      )
    }
    return { startedAt: null, utcOffsetMin: null }
  }
  const utcOffsetMin = localMs === null ? null : utcOffsetBetween(localMs, utcMs)
  if (localMs !== null && utcOffsetMin === null) {
    notes.add(
      'guessed',
      "The logger's own clock disagrees with the satellites, so the date and time are those of the satellites.",
    )
  }
  return { startedAt: asEpochMillis(utcMs), utcOffsetMin }
}
