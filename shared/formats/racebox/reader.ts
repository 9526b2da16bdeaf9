/**
 * RaceBox CSV: perhaps a preamble with official lap times, a header row, and rows at 25 Hz. The app's presets write
 * different columns, so everything goes by name; see `columns.ts` for units, `laps.ts` for lap times. Time is
 * seconds, or a date and time with or without a zone.
 */
import { cancelled, createNotes, refused } from '../common/index.ts'
import { type FormatReader, HEAD_BYTES, type ReadOutcome } from '../model.ts'
import { headerToName } from '../pipeline/header-names.ts'
import { readNumericTable } from '../pipeline/numeric-table.ts'
import { createRowTimes, noteLocalTime } from '../pipeline/row-times.ts'
import { tableSessions } from '../pipeline/table-sessions.ts'
import { decodeText, readHeadLines } from '../text/index.ts'
import { raceboxChannels } from './columns.ts'
import { officialMarks } from './laps.ts'
import { readPreamble } from './preamble.ts'

/** With a preamble; or the header at once, one of whose presets leaves `Record` out. */
const START =
  /^\s*(?:"?Format"?,"?RaceBox|"?Record"?,"?Time"?,"?Latitude"?,"?Longitude"?,"?Altitude|Time,Latitude,Longitude,Altitude.{0,40},(?:GForce)?X\b)/

export const raceboxReader: FormatReader = {
  name: 'racebox-csv',
  label: 'RaceBox CSV',
  version: 1,
  extensions: ['csv'],
  detect: head => START.test(decodeText(head.subarray(0, 256))),
  async read(source, options): Promise<ReadOutcome> {
    const notes = createNotes()
    const preamble = readPreamble(await readHeadLines(source, HEAD_BYTES))
    if (!preamble) return refused(NO_ROWS)
    const { names, bodyFrom, driver, venue, comment } = preamble
    const headers = names.map(headerToName)
    const indexOf = (name: string): number => headers.findIndex(header => header.name === name)
    const times = createRowTimes()
    const table = await readNumericTable(
      source,
      { ...options, from: bodyFrom, names, textColumn: indexOf('Time'), onText: times.take },
      notes,
    )
    if (!table) return cancelled()
    const { timeMs, isEpoch, utcOffsetMin, localStart } = times.finish(table.rows)
    noteLocalTime(localStart, notes)
    const laps = table.columns[indexOf('Lap')]
    const channels = raceboxChannels({ headers, columns: table.columns, timeMs }, notes)
    const sessions = tableSessions(
      {
        tables: [{ timeMs, channels, ...(laps ? { laps } : {}) }],
        marks: laps ? officialMarks(preamble.laps, timeMs, laps) : [],
        isEpoch,
        utcOffsetMin,
        driver,
        venue,
        comment,
      },
      notes,
    )
    if (sessions.length === 0) return refused(NO_ROWS)
    return { ok: true, log: { format: 'RaceBox CSV', sessions, notes: notes.list() } }
  },
}

const NO_ROWS =
  'This RaceBox file holds not one row that can be read, so there is nothing to import: export the session again from the RaceBox app.'
