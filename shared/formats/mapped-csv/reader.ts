/**
 * A table read with a mapping: the reader of one kind of table of one user.
 *
 * The mapping comes from storage or from a screen, so it is checked against the file: columns that are not there
 * are left out with a note, and without a time or a channel nothing is read.
 */
import {
  cancelled,
  createNotes,
  type RawChannel,
  refused,
  splitByRhythm,
  withoutEmpty,
} from '../common/index.ts'
import {
  type ByteSource,
  type FormatReader,
  HEAD_BYTES,
  type ReadOptions,
  type ReadOutcome,
} from '../model.ts'
import { withFreshFixes } from '../pipeline/fresh-fixes.ts'
import { noteLocalTime, wallClock } from '../pipeline/row-times.ts'
import { noteBadRows } from '../pipeline/table-notes.ts'
import { tableSessions } from '../pipeline/table-sessions.ts'
import { readHeadLines, scanTable } from '../text/index.ts'
import type { CsvMapping } from './model.ts'
import { sniffCsv } from './sniff.ts'
import { columnsOfTime } from './suggest.ts'
import { createTimesReader } from './times.ts'

export const createMappedCsvReader = (mapping: CsvMapping): FormatReader => ({
  name: 'mapped-csv',
  label: 'CSV with your columns',
  version: 1,
  extensions: ['csv', 'txt', 'tsv'],
  detect: head => sniffCsv(head, head.length < HEAD_BYTES)?.fingerprint === mapping.fingerprint,
  read: (source, options) => readMapped(source, options, mapping),
})

const readMapped = async (
  source: ByteSource,
  options: ReadOptions,
  mapping: CsvMapping,
): Promise<ReadOutcome> => {
  const notes = createNotes()
  const { lines, offsets } = await readHeadLines(source, HEAD_BYTES)
  const from = offsets[mapping.firstRow]
  if (from === undefined || mapping.firstRow > lines.length) return refused(NO_ROWS)
  const isTime = new Set(columnsOfTime(mapping.time))
  const columns = mapping.columns.filter(({ column }) => !isTime.has(column))
  if (columns.length === 0) return refused(NO_CHANNELS)

  const times = createTimesReader(mapping.time)
  const numeric = [...times.numericColumns, ...columns.map(({ column }) => column)]
  const shared = {
    from,
    delimiter: mapping.delimiter,
    decimalComma: mapping.decimalComma,
    // Cells missing at the end of a row are unknown values; without its time a row is nothing.
    minFields: Math.max(2, ...Array.from(isTime, column => column + 1)),
    isCancelled: options.isCancelled,
  }
  const table = await scanTable(source, {
    ...shared,
    columns: numeric,
    ...times.textPasses[0],
    onProgress: options.onProgress,
  })
  let isStopped = table.cancelled
  for (const pass of times.textPasses.slice(1)) {
    if (!isStopped) isStopped = (await scanTable(source, { ...shared, columns: [], ...pass })).cancelled
  }
  if (isStopped) return cancelled()
  noteBadRows(table.badRows, notes)
  const { timeMs, isEpoch, utcOffsetMin } = times.finish(table.rows, table.columns)
  const firstMs = timeMs.find(t => !Number.isNaN(t))
  if (firstMs === undefined) return refused(NO_TIMES)
  if (times.hasUnknownZone && !isEpoch) noteLocalTime(wallClock(firstMs), notes)

  const values = table.columns.slice(times.numericColumns.length)
  const isLap = columns.map(({ channel }) => channel === 'lap')
  const channels = columns.flatMap(({ channel, unit }, i): RawChannel[] =>
    isLap[i] ? [] : [{ name: channel, unit, source: sourceOf(channel), values: values[i]! }],
  )
  const laps = values[isLap.indexOf(true)]
  // Columns that are filled now and then have a rhythm of their own, and repeated fixes are none.
  const groups = splitByRhythm(timeMs, withoutEmpty(channels, notes)).flatMap(g => withFreshFixes(g, notes))
  const tables = [{ timeMs, channels: [], ...(laps ? { laps } : {}) }, ...groups] as const
  const sessions = tableSessions({ tables, isEpoch, utcOffsetMin }, notes)
  if (sessions.length === 0) return refused(NO_CHANNELS)
  return { ok: true, log: { format: 'CSV with your columns', sessions, notes: notes.list() } }
}

/** Channels that come from a receiver, so that a repeated fix takes them all out together. */
const OF_RECEIVER = new Set(['lat', 'lon', 'altitude', 'heading', 'accuracy', 'satellites'])

const sourceOf = (channel: string): string => (OF_RECEIVER.has(channel) ? 'gps' : 'csv')

const NO_ROWS =
  'The table has no rows where its numbers should begin, so nothing was imported: choose its columns anew.'
const NO_TIMES =
  'The column chosen as time holds not one time of that kind, so nothing was imported: choose another column or another kind of time.'
const NO_CHANNELS =
  'No column of the table holds a channel with numbers, so nothing was imported: choose what its columns mean.'
