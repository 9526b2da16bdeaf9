/**
 * The two clocks of a Torque Pro log. `Device Time` has milliseconds but no zone and the month in the phone's
 * language ('05-ago.-2026 18:57:56.813'); `GPS Time` is in whole seconds but may name the zone ('Wed Aug 05
 * 18:57:56 GMT+01:00 2026'). Together they say when it was.
 */
import { clockToMs, dateToMs } from '../pipeline/instant.ts'
import { monthOf } from '../pipeline/months.ts'

const DEVICE =
  /^(\d{1,2})[-/. ](\p{L}{3,12}|\d{1,2})\.?[-/. ](\d{4})[ ,]+(\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,6})?)$/u

/** Milliseconds on the phone's clock, as if it were UTC; NaN when it is no time. */
export const deviceTimeMs = (text: string): number => {
  const [, day, month, year, clock] = DEVICE.exec(text) ?? []
  if (clock === undefined) return Number.NaN
  const monthNumber = /^\d/.test(month!) ? Number(month) : monthOf(month!)
  if (monthNumber === null) return Number.NaN
  const dayMs = dateToMs(Number(year), monthNumber, Number(day))
  const ofDayMs = clockToMs(clock)
  return dayMs === null || ofDayMs === null ? Number.NaN : dayMs + ofDayMs
}

/** Abbreviations Java writes that mean one zone only. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  EDT: -240,
  CDT: -300,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AEST: 600,
  AEDT: 660,
  JST: 540,
}

/** Minutes east of UTC that the GPS time names, or null. */
export const zoneOfGpsTime = (text: string): number | null => {
  const [, zone] = /\d{2}:\d{2}:\d{2} (\S{1,12}) \d{4}\s*$/.exec(text) ?? []
  const [, sign, hours, minutes] = /^(?:GMT|UTC)([+-])(\d{1,2}):(\d{2})$/.exec(zone ?? '') ?? []
  if (hours === undefined) return ZONES[zone ?? ''] ?? null
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1) || 0
}
