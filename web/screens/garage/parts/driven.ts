/**
 * How much was driven, as a person reads it. Both are estimates and said to be: laps from line to line, times the
 * length of their layout or the pace of their session.
 */
import type { SessionBests } from '#shared/bests'
import {
  asMillis,
  formatGrouped,
  formatNumber,
  type Metres,
  type Millis,
  type UnitSystem,
} from '#shared/units'

const METRES_PER_MILE = 1609.344
/** From here on a tenth says nothing beside an estimate. */
const WHOLE_FROM = 100

/** Always in km or miles, so that a column of them compares: '84.2' km, '12 345' km. */
export const formatDriven = (metres: Metres, system: UnitSystem): { value: string; unit: string } => {
  const amount = metres / (system === 'metric' ? 1000 : METRES_PER_MILE)
  return {
    value: amount < WHOLE_FROM ? formatNumber(amount, 1) : formatGrouped(amount),
    unit: system === 'metric' ? 'km' : 'mi',
  }
}

/** Laps from line to line at the pace of their group; laps of groups without a pace are left out. */
export const drivenMsOf = (rows: readonly SessionBests[]): Millis => {
  let ms = 0
  for (const { groups } of rows) {
    for (const { wholeCount, pace } of groups) if (pace) ms += wholeCount * pace.medianMs
  }
  return asMillis(ms)
}

export const hoursAndMinutes = (ms: Millis): { readonly hours: number; readonly minutes: number } => {
  const minutes = Math.round(ms / 60_000)
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
}
