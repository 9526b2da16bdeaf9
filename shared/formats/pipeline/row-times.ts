/**
 * The times of a table's rows when their form is not known beforehand: a date and time, a clock, seconds, or a
 * count since 1970.
 *
 * The first readable cell decides which of these the column is; cells of another kind are unknown times. A clock
 * that passes midnight goes on into the next day.
 */
import type { Notes } from '../common/index.ts'
import { clockToMs, isoToInstant } from './instant.ts'

export interface RowTimes {
  readonly timeMs: Float64Array<ArrayBuffer>
  /** Whether the times are milliseconds since 1970, UTC. */
  readonly isEpoch: boolean
  /** Minutes east of UTC as the file says it; null when it says UTC only, or nothing. */
  readonly utcOffsetMin: number | null
  /** The clock on the wall at the first row, when the file does not say of which zone. */
  readonly localStart: string | null
}

export interface RowTimesTaker {
  take(text: string, row: number): void
  finish(rows: number): RowTimes
}

/** 'number' is seconds since the start, 'epoch' any count since 1970. */
type Kind = 'date' | 'clock' | 'number' | 'epoch'

const HALF_DAY_MS = 43_200_000

/** 2001 in seconds; as milliseconds since a start it would be eleven days, as seconds thirty years. */
const EPOCH_FROM_S = 1e9
/** 1973 in milliseconds; as seconds it would be the year 5138. */
const EPOCH_FROM_MS = 1e11
/** 1973 in microseconds; as milliseconds it would be the year 5138. */
const EPOCH_FROM_US = 1e14

/** What a number is multiplied by to be milliseconds, by its size. */
export const msPerUnit = (first: number): number =>
  first >= EPOCH_FROM_US ? 1e-3 : first >= EPOCH_FROM_MS ? 1 : 1000

export const isEpochNumber = (first: number): boolean => first >= EPOCH_FROM_S

export const createRowTimes = (): RowTimesTaker => {
  let timeMs = new Float64Array(1024).fill(Number.NaN)
  let kind: Kind | null = null
  let offsetMin: number | null = null
  let factor = 1000
  let daysMs = 0
  let lastMs = Number.NaN

  const parse = (text: string): number => {
    const instant = kind === null || kind === 'date' ? isoToInstant(text) : null
    if (instant) {
      kind ??= 'date'
      offsetMin = instant.offsetMin
      return instant.epochMs
    }
    const ms = kind === null || kind === 'clock' ? clockToMs(text) : null
    if (ms !== null) {
      kind ??= 'clock'
      if (lastMs - (ms + daysMs) > HALF_DAY_MS) daysMs += 2 * HALF_DAY_MS
      lastMs = ms + daysMs
      return lastMs
    }
    if (kind === 'date' || kind === 'clock') return Number.NaN
    const value = Number(text)
    if (kind === null && !Number.isNaN(value)) {
      kind = isEpochNumber(value) ? 'epoch' : 'number'
      factor = msPerUnit(value)
    }
    // Whole microseconds: a product of doubles may miss the decimals by a bit.
    return Math.round(value * factor * 1000) / 1000
  }

  return {
    take(text, row) {
      if (row >= timeMs.length) {
        const longer = new Float64Array(Math.max(2 * timeMs.length, row + 1)).fill(Number.NaN, timeMs.length)
        longer.set(timeMs)
        timeMs = longer
      }
      timeMs[row] = parse(text)
    },
    finish(rows) {
      let whole = timeMs.subarray(0, rows)
      if (whole.length < rows) {
        whole = new Float64Array(rows).fill(Number.NaN)
        whole.set(timeMs)
      }
      const isDate = kind === 'date'
      const first = isDate && offsetMin === null ? whole.find(t => !Number.isNaN(t)) : undefined
      return {
        timeMs: whole,
        isEpoch: kind === 'epoch' || (isDate && offsetMin !== null),
        // 'Z' says when it was, not where.
        utcOffsetMin: isDate && offsetMin !== 0 ? offsetMin : null,
        localStart: first === undefined ? null : wallClock(first),
      }
    },
  }
}

/** '2026-07-26 19:18' of milliseconds that were read as if the clock on the wall were UTC. */
export const wallClock = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ')

/** What is said when a file gives the time of a zone it does not name. */
export const noteLocalTime = (localStart: string | null, notes: Notes): void => {
  if (localStart === null) return
  notes.add(
    'info',
    `The file says ${localStart} but not in which time zone, so set when this session was driven.`,
  )
}
