/**
 * AiM CSV exports to sessions. One file is one session.
 *
 * Race Studio resamples every channel to one rate, drawing straight lines between the samples of slower
 * instruments, so full columns share one time base. Times are those of the file, counted from where the logger
 * began to record; its date is local time of a zone the file does not tell.
 */
import {
  alignSigns,
  buildGroup,
  buildTrace,
  cancelled,
  cleanText,
  createNotes,
  inOrder,
  refused,
  splitByRhythm,
  unitToUnit,
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
import { noteLocalTime } from '../pipeline/row-times.ts'
import { noteBadRows } from '../pipeline/table-notes.ts'
import { readHeadLines, scanTable } from '../text/index.ts'
import { channelsOf } from './columns.ts'
import { marksOf } from './marks.ts'
import { isAimCsv, type Preamble, readPreamble } from './preamble.ts'

export const aimCsvReader: FormatReader = {
  name: 'aim-csv',
  label: 'AiM CSV',
  version: 1,
  extensions: ['csv'],

  detect: isAimCsv,

  async read(source, options): Promise<ReadOutcome> {
    const preamble = await findPreamble(source)
    if (!preamble) return refused(NO_HEADER)
    const { names, units, bodyFrom, delimiter, hasDecimalComma } = preamble
    const notes = createNotes()
    const table = await scanTable(source, {
      from: bodyFrom,
      delimiter,
      decimalComma: hasDecimalComma,
      columns: names.map((_, i) => i),
      minFields: names.length,
      onProgress: options.onProgress,
      isCancelled: options.isCancelled,
    })
    if (table.cancelled) return cancelled()
    noteBadRows(table.badRows, notes)
    const toSeconds = unitToUnit(units?.[0] ?? 's', 's')?.factor ?? 1
    const clock = table.columns[0]!.map(t => Math.round(t * toSeconds * 1e6) / 1e3)
    const { timeMs, columns } = inOrder(clock, table.columns, notes)
    if (timeMs.length === 0) return refused(NO_ROWS)

    const raw = channelsOf(names, units, timeMs, columns, notes)
    const channels = withCanonicalNames(withoutEmpty(raw, notes))
    const groups = splitByRhythm(timeMs, channels).map(g => buildGroup(g.timeMs, g.channels, notes))
    const trace = buildTrace(alignSigns(groups, notes), notes)
    if (trace.channels.length === 0) return refused(NO_ROWS)

    const fact = (key: string): string | null => cleanText(preamble.facts.get(key)?.join(' ') ?? '') || null
    const venue = fact('Session')
    if (venue) notes.add('guessed', 'The name of the track was taken from what AiM calls the session.')
    noteLocalTime([fact('Date'), fact('Time')].filter(text => text !== null).join(', ') || null, notes)
    const span = { fromMs: timeMs[0]!, toMs: timeMs.at(-1)! }
    const session: LoggedSession = {
      driver: fact('Racer'),
      vehicle: fact('Vehicle'),
      venue,
      comment: [fact('Championship'), preamble.comment].filter(text => text !== null).join(' · ') || null,
      startedAt: null,
      utcOffsetMin: null,
      frame: { kind: 'wgs84' },
      trace,
      marks: marksOf(preamble.facts.get('Beacon Markers') ?? [], fact('Duration') ?? '', trace, span, notes),
      lapColumn: null,
      lines: null,
      pits: [],
    }
    return { ok: true, log: { format: aimCsvReader.label, sessions: [session], notes: notes.list() } }
  },
}

/** A thousand channels make a header of some 60 kB; only such a file is looked at further. */
const WIDE_HEAD_BYTES = 1 << 20

const findPreamble = async (source: ByteSource): Promise<Preamble | null> =>
  readPreamble(await readHeadLines(source, HEAD_BYTES)) ??
  (source.size > HEAD_BYTES ? readPreamble(await readHeadLines(source, WIDE_HEAD_BYTES)) : null)

const NO_HEADER =
  'This AiM export has no row of channel names, so its numbers cannot be understood: export it once more from Race Studio.'
const NO_ROWS =
  'This AiM export ends before its first sample, so there is nothing to import: export it once more from Race Studio.'
