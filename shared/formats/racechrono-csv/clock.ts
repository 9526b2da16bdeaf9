/**
 * Row times as milliseconds from the first row, and when that was.
 *
 * Versions 2 and 3 count seconds since 1970. Version 1 counts seconds of the UTC day and may run over midnight;
 * its day is that of `Created`, which is the UTC minute the session began.
 */
import type { EpochMillis } from '#shared/units'
import { asEpochMillis } from '#shared/units'
import type { Preamble } from './preamble.ts'

const DAY_S = 86_400

export interface Clock {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly startedAt: EpochMillis | null
}

/** Null when no row has a time. */
export const clockOf = (seconds: Float64Array<ArrayBuffer>, { version, created }: Preamble): Clock | null => {
  if (version === 1) unrollMidnight(seconds)
  const first = seconds.find(s => Number.isFinite(s))
  if (first === undefined) return null
  // Doubles of this size are exact to a quarter of a microsecond; three decimals are written.
  const timeMs = seconds.map(s => Math.round((s - first) * 1e6) / 1e3)
  return { timeMs, startedAt: version === 1 ? startOfDayClock(first, created) : startOfEpoch(first) }
}

const unrollMidnight = (seconds: Float64Array): void => {
  let days = 0
  let previous = Number.NaN
  for (let i = 0; i < seconds.length; i++) {
    const s = seconds[i]!
    if (previous - s > DAY_S / 2) days++
    if (Number.isFinite(s)) previous = s
    seconds[i] = s + days * DAY_S
  }
}

/** The day whose clock comes nearest to the minute the session was created. */
const startOfDayClock = (first: number, created: Preamble['created']): EpochMillis | null => {
  if (!created || first < 0 || first > 2 * DAY_S) return null
  const days = Math.round((created.minutes * 60 - first) / DAY_S)
  return asEpochMillis(created.dayMs + (first + days * DAY_S) * 1000)
}

/** The largest time a Date can hold. */
const LATEST_S = 8.64e12

const startOfEpoch = (first: number): EpochMillis | null =>
  first > 0 && first < LATEST_S ? asEpochMillis(first * 1000) : null
