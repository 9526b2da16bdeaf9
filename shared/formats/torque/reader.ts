/**
 * Torque Pro track logs: a header that begins `GPS Time, Device Time`, a row per reading, `-` for no value.
 *
 * The header is written again when the phone reconnects; such lines have no time and are left out. Torque knows
 * no laps.
 */
import { cancelled, createNotes, refused } from '../common/index.ts'
import { type FormatReader, HEAD_BYTES, type ReadOutcome } from '../model.ts'
import { withFreshFixes } from '../pipeline/fresh-fixes.ts'
import { readNumericTable } from '../pipeline/numeric-table.ts'
import { noteLocalTime, wallClock } from '../pipeline/row-times.ts'
import { tableSessions } from '../pipeline/table-sessions.ts'
import { decodeText, readHeadLines, splitCells } from '../text/index.ts'
import { torqueChannels } from './columns.ts'
import { deviceTimeMs, zoneOfGpsTime } from './times.ts'

const HEADER = /^\s*"?GPS Time"?\s*,\s*"?Device Time"?\s*,/

export const torqueReader: FormatReader = {
  name: 'torque-csv',
  label: 'Torque Pro CSV',
  version: 1,
  extensions: ['csv'],
  detect: head => HEADER.test(decodeText(head.subarray(0, 128))),
  async read(source, options): Promise<ReadOutcome> {
    const notes = createNotes()
    const { lines, offsets } = await readHeadLines(source, HEAD_BYTES)
    const header = lines.findIndex(line => HEADER.test(line))
    if (header < 0) return refused(NO_ROWS)
    const names = splitCells(lines[header]!)
    const times: number[] = []
    const table = await readNumericTable(
      source,
      {
        ...options,
        from: offsets[header + 1]!,
        names,
        textColumn: 1,
        onText: (text, row) => {
          times[row] = deviceTimeMs(text)
        },
      },
      notes,
    )
    if (!table) return cancelled()
    const zoneMin = firstKnown(lines.slice(header + 1), line => zoneOfGpsTime(splitCells(line)[0]!))
    const timeMs = Float64Array.from(
      { length: table.rows },
      (_, row) => (times[row] ?? Number.NaN) - (zoneMin ?? 0) * 60_000,
    )
    const firstMs = timeMs.find(t => !Number.isNaN(t))
    if (firstMs === undefined) return refused(NO_ROWS)
    if (zoneMin === null) noteLocalTime(wallClock(firstMs), notes)
    const channels = torqueChannels(names, table.columns, notes)
    const tables = withFreshFixes({ timeMs, channels }, notes)
    const sessions = tableSessions({ tables, isEpoch: zoneMin !== null, utcOffsetMin: zoneMin }, notes)
    if (sessions.length === 0) return refused(NO_ROWS)
    return { ok: true, log: { format: 'Torque Pro CSV', sessions, notes: notes.list() } }
  },
}

const firstKnown = <T, R>(items: readonly T[], find: (item: T) => R | null): R | null => {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}

const NO_ROWS =
  'This Torque log holds not one row with a time, so there is nothing to import: export the log again from Torque.'
