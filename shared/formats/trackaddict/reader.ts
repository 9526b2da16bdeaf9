/**
 * TrackAddict logs (RaceRender CSV with comments) to sessions. One file is one session.
 */
import type { LapKind } from '#shared/lap'
import { channelOf, type Trace } from '#shared/trace'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import {
  alignSigns,
  buildTrace,
  cancelled,
  counted,
  createNotes,
  inOrder,
  marksFromLapColumn,
  PIT_SPEED,
  placeOfRow,
  refused,
} from '../common/index.ts'
import { type FormatReader, HEAD_BYTES, type LoggedSession, type ReadOutcome } from '../model.ts'
import { decodeText, readHeadLines, scanTable } from '../text/index.ts'
import { readEvents } from './events.ts'
import { fileNameFacts } from './file-name.ts'
import { groupsOf, type Rows } from './groups.ts'
import { linesOf } from './lines.ts'
import { FIRST_LINE, readPreamble } from './preamble.ts'

export const trackAddictReader: FormatReader = {
  name: 'trackaddict-csv',
  label: 'TrackAddict CSV',
  version: 1,
  extensions: ['csv'],

  detect: head => decodeText(head.subarray(0, FIRST_LINE.length + 3)).startsWith(FIRST_LINE),

  async read(source, options): Promise<ReadOutcome> {
    const notes = createNotes()
    const preamble = readPreamble(await readHeadLines(source, HEAD_BYTES))
    if (!preamble) return refused(NO_HEADER)
    const { columns, bodyFrom } = preamble
    const comments: { line: string; row: number }[] = []
    const table = await scanTable(source, {
      from: bodyFrom,
      delimiter: ',',
      columns: columns.map((_, i) => i),
      minFields: columns.length,
      commentByte: HASH,
      onComment: (line, row) => {
        if (comments.length < MAX_EVENTS) comments.push({ line, row })
      },
      onProgress: options.onProgress,
      isCancelled: options.isCancelled,
    })
    if (table.cancelled) return cancelled()
    const timeAt = columns.findIndex(({ name }) => name === 'Time')
    const ordered = inOrder(table.columns[timeAt]!.map(toMs), table.columns, notes)
    const { timeMs } = ordered
    const last = timeMs.at(-1)
    if (last === undefined) return refused(NO_ROWS)
    if (table.badRows > 0) notes.add('dropped', badRowsSentence(table.badRows))

    const rows: Rows = { timeMs, columns, values: ordered.columns }
    const trace = buildTrace(alignSigns(groupsOf(rows, notes), notes), notes)
    const events = readEvents(
      comments.map(({ line, row }) => ({ text: line, atMs: timeMs[placeOfRow(row, ordered.rows)] ?? last })),
      last,
      edgesOf(trace),
      notes,
    )
    if (!events.hasEnd) notes.add('problem', NO_END)
    const startPoint = events.startPoint ?? preamble.startPoint
    const endPoint = events.endPoint ?? preamble.endPoint
    const lapAt = columns.findIndex(({ name }) => name === 'Lap')
    const startedAt = startOf(rows)
    const fromName = fileNameFacts(source.name, startedAt, notes)
    const session: LoggedSession = {
      driver: null,
      vehicle: preamble.vehicle,
      venue: fromName.venue,
      comment: preamble.tune,
      startedAt,
      utcOffsetMin: fromName.utcOffsetMin,
      frame: { kind: 'wgs84' },
      trace,
      marks: events.marks.length > 0 ? events.marks : null,
      lapColumn: lapAt >= 0 ? marksFromLapColumn(timeMs, ordered.columns[lapAt]!) : null,
      lines: linesOf(startPoint, endPoint, trace, notes),
      pits: events.pits,
    }
    return { ok: true, log: { format: trackAddictReader.label, sessions: [session], notes: notes.list() } }
  },
}

const HASH = 35
/** A lap of ten seconds for a day with three lines each. */
const MAX_EVENTS = 30_000

const NO_HEADER =
  'This TrackAddict log has no row of column names, so its numbers cannot be understood: export it once more from the app.'
const NO_ROWS =
  'This TrackAddict log ends before its first sample, so there is nothing to import: export it once more from the app.'
const NO_END =
  'The recording has no end mark, so the file was probably cut off; everything up to there was imported.'

const badRowsSentence = (n: number): string =>
  `Left out because they were incomplete: ${counted(n, 'row', 'rows')}.`

/** Three decimals are written; a product of doubles may miss them by a bit. */
const toMs = (seconds: number): number => Math.round(seconds * 1e6) / 1e3

/** Of the first row that has both clocks. They differ by a whole number of seconds throughout. */
const startOf = ({ columns, values, timeMs }: Rows): EpochMillis | null => {
  const utc = values[columns.findIndex(({ name }) => name === 'UTC Time')]
  const row = utc?.findIndex((s, i) => s > 0 && Number.isFinite(timeMs[i]!)) ?? -1
  if (!utc || row < 0) return null
  const at = asEpochMillis(utc[row]! * 1000 - timeMs[row]!)
  return at < LATEST_DATE ? at : null
}

/** The largest time a Date can hold. */
const LATEST_DATE = 8.64e15

/** Recordings that begin or end faster than in a pit lane were switched on or off on the road. */
const edgesOf = (trace: Trace): { first: LapKind; last: LapKind } => {
  const speed = channelOf(trace, 'speed', 'gps')?.values
  const isFast = (v: number | undefined): boolean => v !== undefined && v > PIT_SPEED
  return { first: isFast(speed?.[0]) ? 'partial' : 'out', last: isFast(speed?.at(-1)) ? 'partial' : 'in' }
}
