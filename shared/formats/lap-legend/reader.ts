/**
 * Lap Legend CSV: a comment `# Lap Legend CSV …`, a blank line, a quoted header whose names end in their unit, and
 * one row per sample.
 *
 * Written from a description of the format: what its time column counts is taken from the numbers themselves.
 * Accelerations keep their own names, because nothing says how the phone lay in the car. Laps are counted from
 * 1, 0 is outside of laps.
 */
import { cancelled, createNotes, nameToCanonical, type RawChannel, refused } from '../common/index.ts'
import { type FormatReader, HEAD_BYTES, type ReadOutcome } from '../model.ts'
import { withFreshFixes } from '../pipeline/fresh-fixes.ts'
import { headerToName } from '../pipeline/header-names.ts'
import { readNumericTable } from '../pipeline/numeric-table.ts'
import { createRowTimes, noteLocalTime } from '../pipeline/row-times.ts'
import { tableSessions } from '../pipeline/table-sessions.ts'
import { decodeText, readHeadLines, splitCells } from '../text/index.ts'

const TITLE = /^\s*#\s*Lap Legend CSV/i
const HASH = 35

export const lapLegendReader: FormatReader = {
  name: 'lap-legend-csv',
  label: 'Lap Legend CSV',
  version: 1,
  extensions: ['csv'],
  detect: head => TITLE.test(decodeText(head.subarray(0, 64))),
  async read(source, options): Promise<ReadOutcome> {
    const notes = createNotes()
    const { lines, offsets } = await readHeadLines(source, HEAD_BYTES)
    const header = lines.findIndex(line => /^\s*"?Time\b/i.test(line))
    const names = splitCells(lines[header] ?? '')
    const timeAt = names.findIndex(name => /^Time\b/i.test(name))
    if (timeAt < 0 || names.length < 2) return refused(NO_HEADER)
    const times = createRowTimes()
    const table = await readNumericTable(
      source,
      {
        ...options,
        from: offsets[header + 1]!,
        names,
        commentByte: HASH,
        textColumn: timeAt,
        onText: times.take,
      },
      notes,
    )
    if (!table) return cancelled()
    const { timeMs, isEpoch, utcOffsetMin, localStart } = times.finish(table.rows)
    noteLocalTime(localStart, notes)
    const lapAt = names.findIndex(name => /^Lap$/i.test(name))
    const laps = table.columns[lapAt]
    const channels = names.flatMap((name, i): RawChannel[] =>
      i === timeAt || i === lapAt ? [] : [{ ...meaningOf(name), values: table.columns[i]! }],
    )
    const tables = withFreshFixes({ timeMs, channels, ...(laps ? { laps } : {}) }, notes)
    const sessions = tableSessions({ tables, isEpoch, utcOffsetMin }, notes)
    if (sessions.length === 0) return refused(NO_ROWS)
    return { ok: true, log: { format: 'Lap Legend CSV', sessions, notes: notes.list() } }
  },
}

const meaningOf = (cell: string): Omit<RawChannel, 'values'> => {
  const { name, unit } = headerToName(cell)
  const source = /^GPS\b/i.test(name) ? 'gps' : /^(?:Accel|Gyro)/i.test(name) ? 'imu' : 'obd'
  return { name: nameToCanonical(name, unit)?.name ?? name, unit, source }
}

const NO_HEADER =
  'This Lap Legend file has no row of column names, so its numbers cannot be understood: export the session again from the app.'
const NO_ROWS =
  'This Lap Legend file holds not one row that can be read, so there is nothing to import: export the session again from the app.'
