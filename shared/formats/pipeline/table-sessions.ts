/**
 * Sessions out of columns of one or several tables with a common clock.
 *
 * Invariants: a break of fifteen minutes begins another session; times are counted from each session's first
 * sample; a session without a channel is none.
 */
import type { Frame } from '#shared/geo'
import type { LapMark } from '#shared/lap'
import { asEpochMillis } from '#shared/units'
import {
  alignSigns,
  buildGroup,
  buildTrace,
  marksFromLapColumn,
  type Notes,
  type RawChannel,
} from '../common/index.ts'
import type { LoggedSession } from '../model.ts'
import { sessionsOfRows } from './breaks.ts'
import { groundMotion } from './ground-motion.ts'
import { shiftMark } from './shift-mark.ts'

export interface RawTable {
  /** Milliseconds on the clock of the file. */
  readonly timeMs: Float64Array
  readonly channels: readonly RawChannel[]
  /** A lap counter, as long as the times; it does not become a channel by itself. */
  readonly laps?: Float64Array
}

export interface TableSession {
  /** The first is the one whose times decide where sessions begin. */
  readonly tables: readonly [RawTable, ...RawTable[]]
  /** Official laps on the clock of the file. */
  readonly marks?: readonly LapMark[]
  /** Whether the clock is milliseconds since 1970. */
  readonly isEpoch: boolean
  readonly utcOffsetMin: number | null
  readonly driver?: string | null
  readonly vehicle?: string | null
  readonly venue?: string | null
  readonly comment?: string | null
}

/** A lap may begin between the first sample and the one before it. */
const EDGE_MS = 1000

const WGS84: Frame = { kind: 'wgs84' }

export const tableSessions = (input: TableSession, notes: Notes): LoggedSession[] => {
  const [first, ...others] = withMotion(input.tables, notes)
  const ranges = sessionsOfRows(first.timeMs)
  const sessions = ranges.flatMap(({ from, to }) => {
    const own = cutTable(first, from, to)
    const span = spanOf(own.timeMs)
    if (!span) return []
    // What another table holds between two sessions belongs to the nearer one; there is next to nothing.
    const isAlone = ranges.length === 1
    const beside = others.map(table => (isAlone ? table : cutByTime(table, span)))
    return sessionOf(input, [own, ...beside], notes) ?? []
  })
  return sessions.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
}

const sessionOf = (
  { isEpoch, utcOffsetMin, driver, vehicle, venue, comment, marks }: TableSession,
  tables: readonly RawTable[],
  notes: Notes,
): LoggedSession | null => {
  const groups = tables
    .map(({ timeMs, channels }) => buildGroup(timeMs, channels, notes))
    .filter(({ timeMs, channels }) => timeMs.length > 0 && channels.length > 0)
  if (groups.length === 0) return null
  // Whole milliseconds, because that is what a session's start is; of clean times only, wild ones are gone.
  const zeroMs = Math.floor(Math.min(...groups.map(({ timeMs }) => timeMs[0]!)))
  for (const { timeMs } of groups) for (let i = 0; i < timeMs.length; i++) timeMs[i]! -= zeroMs
  const trace = buildTrace(alignSigns(groups, notes), notes)
  const endMs = zeroMs + Math.max(...trace.groups.map(({ timeMs }) => timeMs.at(-1)!))
  const ownMarks = (marks ?? [])
    .filter(({ startMs }) => startMs >= zeroMs - EDGE_MS && startMs < endMs)
    .map(mark => shiftMark(mark, -zeroMs))
  const counter = tables.find(table => table.laps)
  const lapColumn = counter?.laps
    ? marksFromLapColumn(
        counter.timeMs.map(t => t - zeroMs),
        counter.laps,
        0,
      )
    : []
  return {
    driver: driver ?? null,
    vehicle: vehicle ?? null,
    venue: venue ?? null,
    comment: comment ?? null,
    startedAt: isEpoch ? asEpochMillis(zeroMs) : null,
    utcOffsetMin,
    frame: WGS84,
    trace,
    marks: ownMarks.length > 0 ? ownMarks : null,
    lapColumn: lapColumn.length > 0 ? lapColumn : null,
    lines: null,
    pits: [],
  }
}

/** A log with places gets the speed and the course between them where its own are missing. */
const withMotion = (tables: TableSession['tables'], notes: Notes): TableSession['tables'] => {
  const has = (name: string): boolean => tables.some(({ channels }) => channels.some(c => c.name === name))
  const missing = ['speed', 'heading'].filter(name => !has(name))
  if (missing.length === 0) return tables
  const [first, ...others] = tables.map((table): RawTable => {
    const [lat, lon] = ['lat', 'lon'].map(name => table.channels.find(c => c.name === name))
    if (!lat || !lon) return table
    const { speed, course } = groundMotion(table.timeMs, lat.values, lon.values)
    if (!has('speed')) notes.add('guessed', 'The log has no speed, so it was worked out from the positions.')
    const made: RawChannel[] = [
      { name: 'speed', unit: 'm/s', source: 'calc', values: speed },
      { name: 'heading', unit: 'deg', source: 'calc', values: course },
    ]
    return { ...table, channels: [...table.channels, ...made.filter(({ name }) => !has(name))] }
  })
  return [first!, ...others]
}

const cutTable = ({ timeMs, channels, laps }: RawTable, from: number, to: number): RawTable => ({
  timeMs: timeMs.subarray(from, to),
  channels: channels.map(channel => ({ ...channel, values: channel.values.subarray(from, to) })),
  ...(laps ? { laps: laps.subarray(from, to) } : {}),
})

const cutByTime = (table: RawTable, span: { fromMs: number; toMs: number }): RawTable => {
  const inside = (t: number): boolean => t >= span.fromMs && t <= span.toMs
  const from = table.timeMs.findIndex(inside)
  return from < 0 ? cutTable(table, 0, 0) : cutTable(table, from, table.timeMs.findLastIndex(inside) + 1)
}

const spanOf = (timeMs: Float64Array): { fromMs: number; toMs: number } | null => {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const t of timeMs) {
    if (t < fromMs) fromMs = t
    if (t > toMs) toMs = t
  }
  return fromMs <= toMs ? { fromMs, toMs } : null
}
