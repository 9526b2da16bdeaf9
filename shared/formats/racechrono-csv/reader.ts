/**
 * RaceChrono CSV exports, versions 1, 2 and 3, to sessions. One file is one session.
 *
 * The app merges the instants of all its instruments into one table and interpolates the slower ones itself
 * (checked on exports of both versions: positions and OBD values lie on straight lines between their samples),
 * so full columns share one time base; columns with holes get one of their own.
 */
import { channelOf } from '#shared/trace'
import {
  alignSigns,
  buildGroup,
  buildTrace,
  cancelled,
  counted,
  createNotes,
  inOrder,
  placeOfRow,
  refused,
  splitByRhythm,
  stampOfName,
  utcOffsetBetween,
  withCanonicalNames,
  withoutEmpty,
} from '../common/index.ts'
import {
  type ByteSource,
  type FormatReader,
  HEAD_BYTES,
  type LoggedSession,
  type ReadOutcome,
} from '../model.ts'
import { decodeText, readHeadLines, scanTable } from '../text/index.ts'
import { clockOf } from './clock.ts'
import { type Role, toRawChannel } from './columns.ts'
import { marksOf } from './marks.ts'
import { FIRST_LINE, type Preamble, readPreamble } from './preamble.ts'

export const raceChronoCsvReader: FormatReader = {
  name: 'racechrono-csv',
  label: 'RaceChrono CSV',
  version: 1,
  extensions: ['csv'],

  detect: head => decodeText(head.subarray(0, FIRST_LINE.length + 3)).startsWith(FIRST_LINE),

  async read(source, options): Promise<ReadOutcome> {
    const preamble = await findPreamble(source)
    if (!preamble) return refused(NO_HEADER)
    const notes = createNotes()
    const { columns, bodyFrom, version } = preamble
    const fieldOf = (role: Role): number => columns.findIndex(column => column.role === role)
    const trapRows: number[] = []
    const table = await scanTable(source, {
      from: bodyFrom,
      delimiter: ',',
      columns: columns.map((_, i) => i),
      minFields: columns.length,
      ...(fieldOf('trap') >= 0 ? { textColumn: fieldOf('trap') } : {}),
      onText: (_, row) => trapRows.push(row),
      onProgress: options.onProgress,
      isCancelled: options.isCancelled,
    })
    if (table.cancelled) return cancelled()
    const clock = clockOf(table.columns[fieldOf('time')]!, preamble)
    if (!clock) return refused(NO_ROWS)
    if (table.badRows > 0) {
      notes.add('dropped', `Left out because they were incomplete: ${counted(table.badRows, 'row', 'rows')}.`)
    }
    const { timeMs, columns: values, rows } = inOrder(clock.timeMs, table.columns, notes)

    const raw = columns.flatMap((column, i) =>
      column.role === 'channel' ? [toRawChannel(column, values[i]!)] : [],
    )
    const channels = withCanonicalNames(withoutEmpty(raw, notes))
    const groups = splitByRhythm(timeMs, channels).map(g => buildGroup(g.timeMs, g.channels, notes))
    const trace = buildTrace(alignSigns(groups, notes), notes)
    if (trace.channels.length === 0) return refused(NO_ROWS)
    const speedAt = columns.findIndex(({ name, unit }) => /^speed$/i.test(name) && unit === 'm/s')
    const marks = marksOf(
      {
        timeMs,
        lap: values[fieldOf('lap')] ?? new Float64Array(timeMs.length).fill(Number.NaN),
        fragment: values[fieldOf('fragment')] ?? null,
        traps: trapRows.map(row => placeOfRow(row, rows)).filter(row => row < timeMs.length),
        speed: values[speedAt] ?? null,
      },
      notes,
    )
    const stamp = stampOfName(source.name)
    if (clock.startedAt === null && stamp) {
      notes.add(
        'info',
        `The file does not say when it was recorded; its name says ${stamp.shown} local time.`,
      )
    }
    if (!channelOf(trace, 'lat')) notes.add('info', NO_POSITION)
    const session: LoggedSession = {
      driver: preamble.driver,
      vehicle: null,
      venue: preamble.track,
      comment: commentOf(preamble),
      startedAt: clock.startedAt,
      utcOffsetMin:
        stamp && clock.startedAt !== null ? utcOffsetBetween(stamp.localMs, clock.startedAt) : null,
      frame: { kind: 'wgs84' },
      trace,
      marks,
      lapColumn: null,
      lines: null,
      pits: [],
    }
    return {
      ok: true,
      log: { format: `RaceChrono CSV v${version}`, sessions: [session], notes: notes.list() },
    }
  },
}

/** A thousand channels make a header of some 60 kB; only such a file is looked at further. */
const WIDE_HEAD_BYTES = 1 << 20

const findPreamble = async (source: ByteSource): Promise<Preamble | null> =>
  readPreamble(await readHeadLines(source, HEAD_BYTES)) ??
  (source.size > HEAD_BYTES ? readPreamble(await readHeadLines(source, WIDE_HEAD_BYTES)) : null)

const NO_HEADER =
  'This RaceChrono export has no row of column names, so its numbers cannot be understood: export it once more from the app.'
const NO_ROWS =
  'This RaceChrono export ends before its first sample, so there is nothing to import: export it once more from the app.'
const NO_POSITION = 'The export holds no position, so its laps cannot be shown on a map or timed again.'

/** The title is the name of the track unless somebody wrote one. */
const commentOf = ({ title, track, note }: Preamble): string | null =>
  [title === track ? null : title, note].filter(text => text !== null).join(' · ') || null
