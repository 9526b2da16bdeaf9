/**
 * Harry's LapTimer CSV: a title, a header, and the rows of all exported laps, usually one a second.
 *
 * TIME is UTC and TIME_LAP counts from the start of each lap; both are read digit by digit. Laps hours apart
 * stand in one file; a break of fifteen minutes begins another session.
 */
import { cancelled, createNotes, refused } from '../common/index.ts'
import {
  type ByteSource,
  type FormatReader,
  HEAD_BYTES,
  type ReadOptions,
  type ReadOutcome,
} from '../model.ts'
import { clockToMs, dateToMs } from '../pipeline/instant.ts'
import { monthOf } from '../pipeline/months.ts'
import { noteBadRows } from '../pipeline/table-notes.ts'
import { tableSessions } from '../pipeline/table-sessions.ts'
import { decodeText, readHeadLines, scanTable, splitCells, type Table } from '../text/index.ts'
import { harrysChannels } from './columns.ts'
import { type LapRow, type LapRows, lapsOfRows } from './laps.ts'

const TITLE = /^\s*"?Harry.{1,3}s (?:GPS )?LapTimer/i
const NEEDED = ['LAPINDEX', 'DATE', 'TIME', 'TIME_LAP', 'LATITUDE', 'LONGITUDE', 'SPEED_KPH']

export const harrysReader: FormatReader = {
  name: 'harrys-csv',
  label: "Harry's LapTimer CSV",
  version: 1,
  extensions: ['csv'],
  detect: head => TITLE.test(decodeText(head.subarray(0, 64))),
  async read(source, options): Promise<ReadOutcome> {
    const notes = createNotes()
    const { lines, offsets } = await readHeadLines(source, HEAD_BYTES)
    const header = lines.findIndex(line => line.includes('LAPINDEX'))
    // The values a column can have stand in brackets behind its name.
    const names = splitCells(lines[header] ?? '').map(name => name.replace(/\[.*$/s, ''))
    if (!NEEDED.every(name => names.includes(name))) return refused(NO_HEADER)
    const read = await readRows(source, offsets[header + 1]!, names, options)
    if (read.table.cancelled) return cancelled()
    noteBadRows(read.table.badRows, notes)
    const sessions = tableSessions(
      {
        tables: [{ timeMs: read.timeMs, channels: harrysChannels(names, read.table.columns, notes) }],
        marks: lapsOfRows(lapRowsOf(names, read)),
        isEpoch: true,
        utcOffsetMin: null,
      },
      notes,
    )
    if (sessions.length === 0) return refused(NO_ROWS)
    return { ok: true, log: { format: "Harry's LapTimer CSV", sessions, notes: notes.list() } }
  },
}

interface Rows {
  readonly table: Table
  readonly timeMs: Float64Array<ArrayBuffer>
}

/** Two passes, because the table is read with one column of text at a time: the clock, then the date. */
const readRows = async (
  source: ByteSource,
  from: number,
  names: readonly string[],
  { onProgress, isCancelled }: ReadOptions,
): Promise<Rows> => {
  const shared = { from, delimiter: ',', minFields: names.length, isCancelled } as const
  const clocks: number[] = []
  const table = await scanTable(source, {
    ...shared,
    columns: names.map((_, i) => i),
    textColumn: names.indexOf('TIME'),
    onText: (text, row) => {
      clocks[row] = clockToMs(text) ?? Number.NaN
    },
    onProgress: done => onProgress?.(0.8 * done),
  })
  const days: number[] = []
  const dates = await scanTable(source, {
    ...shared,
    columns: [],
    textColumn: names.indexOf('DATE'),
    onText: (text, row) => {
      days[row] = dateOf(text)
    },
    onProgress: done => onProgress?.(0.8 + 0.2 * done),
  })
  const timeMs = Float64Array.from(
    { length: table.rows },
    (_, row) => (days[row] ?? Number.NaN) + (clocks[row] ?? Number.NaN),
  )
  return { table: { ...table, cancelled: table.cancelled || dates.cancelled }, timeMs }
}

const DATE = /^(\d{1,2})-(\p{L}{3,4}\.?)-(\d{2}|\d{4})$/u

/** '14-AUG-16'; NaN when it is no date. */
const dateOf = (text: string): number => {
  const [, day, name, year] = DATE.exec(text) ?? []
  const month = name === undefined ? null : monthOf(name)
  if (month === null) return Number.NaN
  return dateToMs(Number(year) + (year!.length === 2 ? 2000 : 0), month, Number(day)) ?? Number.NaN
}

const lapRowsOf = (names: readonly string[], { table, timeMs }: Rows): LapRows[] => {
  const column = (name: string): Float64Array => table.columns[names.indexOf(name)]!
  const [index, ofLap, lat, lon, speed] = [
    column('LAPINDEX'),
    column('TIME_LAP'),
    column('LATITUDE'),
    column('LONGITUDE'),
    column('SPEED_KPH'),
  ] as const
  const laps = new Map<number, { first: LapRow; last: LapRow }>()
  for (let row = 0; row < table.rows; row++) {
    if (Number.isNaN(index[row]! + timeMs[row]! + ofLap[row]!)) continue
    const here: LapRow = {
      timeMs: timeMs[row]!,
      // Hundredths of a second are written; a product of doubles may miss them by a bit.
      ofLapMs: Math.round(ofLap[row]! * 1e6) / 1000,
      lat: lat[row]!,
      lon: lon[row]!,
      speed: speed[row]!,
    }
    const lap = laps.get(index[row]!)
    if (!lap) laps.set(index[row]!, { first: here, last: here })
    else if (here.ofLapMs >= lap.last.ofLapMs) lap.last = here
  }
  return Array.from(laps, ([number, rows]) => ({ index: number, ...rows }))
}

const NO_HEADER =
  "This Harry's LapTimer file has no header with lap, time and position, so its rows cannot be understood: export the laps again as CSV from the app."
const NO_ROWS =
  "This Harry's LapTimer file holds not one row that can be read, so there is nothing to import: export the laps again as CSV from the app."
