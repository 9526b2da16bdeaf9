/** The clock of a mapped table: which columns it needs, as numbers or as text, and what comes out of them. */
import { clockToMs, dateToMs, isoToInstant } from '../pipeline/instant.ts'
import type { CsvDateOrder, CsvTime } from './model.ts'

export interface TextPass {
  readonly textColumn: number
  readonly onText: (text: string, row: number) => void
}

export interface TimesReader {
  readonly numericColumns: readonly number[]
  /** One for each column of text: a table is read with one of them at a time. */
  readonly textPasses: readonly TextPass[]
  /** Whether the times are those of a clock whose zone nobody told. */
  readonly hasUnknownZone: boolean
  finish(
    rows: number,
    numeric: readonly Float64Array[],
  ): {
    readonly timeMs: Float64Array<ArrayBuffer>
    readonly isEpoch: boolean
    readonly utcOffsetMin: number | null
  }
}

const MS_PER: Readonly<Record<'seconds' | 'milliseconds' | 'unix-seconds' | 'unix-milliseconds', number>> = {
  seconds: 1000,
  milliseconds: 1,
  'unix-seconds': 1000,
  'unix-milliseconds': 1,
}

const MINUTE_MS = 60_000
const HALF_DAY_MS = 43_200_000

export const createTimesReader = (time: CsvTime): TimesReader => {
  switch (time.kind) {
    case 'rate':
      return {
        numericColumns: [],
        textPasses: [],
        hasUnknownZone: false,
        finish: rows => ({
          timeMs: Float64Array.from({ length: rows }, (_, row) => (row * 1000) / time.hz),
          isEpoch: false,
          utcOffsetMin: null,
        }),
      }
    case 'clock':
      return clockReader(time.column)
    case 'date-time':
      return dateTimeReader(time.column, time.zoneMin)
    case 'date-and-clock':
      return dateAndClockReader(time)
    default: {
      const factor = MS_PER[time.kind]
      return {
        numericColumns: [time.column],
        textPasses: [],
        hasUnknownZone: false,
        finish: (_, numeric) => ({
          // Whole microseconds: a product of doubles may miss the decimals by a bit.
          timeMs: Float64Array.from(numeric[0]!, v => Math.round(v * factor * 1000) / 1000),
          isEpoch: time.kind.startsWith('unix'),
          utcOffsetMin: null,
        }),
      }
    }
  }
}

const filled = (values: readonly number[], rows: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: rows }, (_, row) => values[row] ?? Number.NaN)

const clockReader = (column: number): TimesReader => {
  const clocks: number[] = []
  let daysMs = 0
  let lastMs = Number.NaN
  const onText = (text: string, row: number): void => {
    const ms = (clockToMs(text) ?? Number.NaN) + daysMs
    const isNextDay = lastMs - ms > HALF_DAY_MS
    if (isNextDay) daysMs += 2 * HALF_DAY_MS
    clocks[row] = isNextDay ? ms + 2 * HALF_DAY_MS : ms
    if (!Number.isNaN(ms)) lastMs = clocks[row]!
  }
  return {
    numericColumns: [],
    textPasses: [{ textColumn: column, onText }],
    hasUnknownZone: false,
    finish: rows => ({ timeMs: filled(clocks, rows), isEpoch: false, utcOffsetMin: null }),
  }
}

const dateTimeReader = (column: number, zoneMin: number | null): TimesReader => {
  const times: number[] = []
  let stated: number | null = null
  const onText = (text: string, row: number): void => {
    const instant = isoToInstant(text)
    stated ??= instant?.offsetMin ?? null
    const shiftMs = instant?.offsetMin === null ? (zoneMin ?? 0) * MINUTE_MS : 0
    times[row] = instant ? instant.epochMs - shiftMs : Number.NaN
  }
  return {
    numericColumns: [],
    textPasses: [{ textColumn: column, onText }],
    hasUnknownZone: zoneMin === null,
    finish: rows => ({
      timeMs: filled(times, rows),
      isEpoch: stated !== null || zoneMin !== null,
      // 'Z' says when it was, not where.
      utcOffsetMin: stated || zoneMin,
    }),
  }
}

const dateAndClockReader = ({
  dateColumn,
  column,
  dateOrder,
  zoneMin,
}: Extract<CsvTime, { kind: 'date-and-clock' }>): TimesReader => {
  const clocks: number[] = []
  const days: number[] = []
  return {
    numericColumns: [],
    textPasses: [
      {
        textColumn: column,
        onText: (text, row) => {
          clocks[row] = clockToMs(text) ?? Number.NaN
        },
      },
      {
        textColumn: dateColumn,
        onText: (text, row) => {
          days[row] = dayOf(text, dateOrder)
        },
      },
    ],
    hasUnknownZone: zoneMin === null,
    finish: rows => ({
      timeMs: Float64Array.from(
        { length: rows },
        (_, row) => (days[row] ?? Number.NaN) + (clocks[row] ?? Number.NaN) - (zoneMin ?? 0) * MINUTE_MS,
      ),
      isEpoch: zoneMin !== null,
      utcOffsetMin: zoneMin,
    }),
  }
}

const dayOf = (text: string, order: CsvDateOrder): number => {
  const [a, b, c] = text.split(/[-/.]/).map(Number)
  if (a === undefined || b === undefined || c === undefined) return Number.NaN
  const [year, month, day] = order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b]
  return dateToMs(year < 100 ? year + 2000 : year, month, day) ?? Number.NaN
}
