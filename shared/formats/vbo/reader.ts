/**
 * VBO files (Racelogic VBOX and its imitators) to sessions.
 *
 * A file is one table with one time base. The format has no official lap times, only lines to be crossed; a lap
 * counter on the bus is the last resort.
 */
import { cancelled, createNotes, refused } from '../common/index.ts'
import { type ByteSource, type FormatReader, HEAD_BYTES, type ReadOutcome } from '../model.ts'
import { noteBadRows } from '../pipeline/table-notes.ts'
import { decodeText, headLines, readHeadLines, scanTable } from '../text/index.ts'
import { startTime, timesOfDay } from './clock.ts'
import { columnNames } from './columns.ts'
import { GENERATOR_NAMES, generatorOf } from './generator.ts'
import { recordingsOf } from './recordings.ts'
import { type HeadSections, readHead, toSections } from './sections.ts'
import { toSession } from './session.ts'

export const vboReader: FormatReader = {
  name: 'vbo',
  label: 'VBO',
  version: 1,
  extensions: ['vbo'],

  detect: head => {
    const text = decodeText(head.subarray(0, DETECT_BYTES))
    return /^file created on /i.test(text) || /^\[header\]\s*$/im.test(text)
  },

  async read(source, options): Promise<ReadOutcome> {
    const head = await findHead(source)
    if (!head) return refused(NO_DATA)
    const notes = createNotes()
    const generator = generatorOf(head)
    const columns = columnNames(head, generator)
    const fieldOf = (role: string): number => columns.findIndex(column => column.role === role)
    if (fieldOf('time') < 0) return refused(NO_NAMES)

    if (columns.length > MAX_COLUMNS) return refused(TOO_WIDE)
    let hasTail = false
    const table = await scanTable(source, {
      from: head.dataFrom,
      delimiter: 'whitespace',
      columns: columns.map((_, i) => i),
      decimalComma: hasDecimalComma(head),
      minFields: columns.length,
      maxFields: columns.length,
      // A section that follows the data.
      commentByte: BRACKET,
      onComment: () => {
        hasTail = true
      },
      onProgress: options.onProgress,
      isCancelled: options.isCancelled,
    })
    if (table.cancelled) return cancelled()
    if (table.rows === 0) return refused(table.badRows > 1 ? NO_FITTING_ROWS : NO_ROWS)

    const tail = hasTail ? await readTail(source) : []
    // Lines of the sections behind the data are no bad rows.
    noteBadRows(Math.max(0, table.badRows - tail.filter(line => !/^\s*(?:\[|$)/.test(line)).length), notes)
    const clock = timesOfDay(table.columns[fieldOf('time')]!, notes)
    const lapTiming = [head, toSections(tail)].flatMap(({ bySection }) => bySection.get('laptiming') ?? [])
    const fileFromMs = clock.find(t => !Number.isNaN(t))
    if (fileFromMs === undefined) return refused(NO_ROWS)
    const start = startTime(head, generator, fileFromMs, notes)
    const sessions = recordingsOf(clock, table.columns, generator, notes).map(recording =>
      toSession({ ...recording, columns, head, generator, lapTiming, start, fileFromMs }, notes),
    )
    const kept = sessions.filter(session => session.trace.channels.length > 0)
    if (kept.length === 0) return refused(NO_ROWS)
    return { ok: true, log: { format: GENERATOR_NAMES[generator], sessions: kept, notes: notes.list() } }
  },
}

const DETECT_BYTES = 2048
const BRACKET = 91
/** As many channels as a trace takes; the widest real file has 33 columns. */
const MAX_COLUMNS = 4096
/** Header and names of a thousand channels. */
const WIDE_HEAD_BYTES = 1 << 20
const TAIL_BYTES = 16 * 1024

const NO_DATA =
  'This VBO file has no [data] section, so there are no samples in it: export it once more from the logger or the app.'
const NO_NAMES =
  'This VBO file does not name its columns, so its numbers cannot be understood: export it once more from the logger or the app.'
const NO_ROWS =
  'This VBO file ends before its first sample, so there is nothing to import: export it once more from the logger or the app.'

const NO_FITTING_ROWS =
  'The rows of this VBO file have another number of values than it names columns, so its numbers cannot be understood: export it once more from the logger or the app.'
const TOO_WIDE =
  'This VBO file names more than 4096 columns, which no recording has, so it is damaged: copy it from the logger once more.'

const findHead = async (source: ByteSource): Promise<HeadSections | null> =>
  readHead(await readHeadLines(source, HEAD_BYTES)) ??
  (source.size > HEAD_BYTES ? readHead(await readHeadLines(source, WIDE_HEAD_BYTES)) : null)

/** The lines from the first `[section]` of the file's last part on. */
const readTail = async (source: ByteSource): Promise<readonly string[]> => {
  const from = Math.max(0, source.size - TAIL_BYTES)
  const { lines } = headLines(await source.read(from, TAIL_BYTES), true)
  const first = lines.findIndex(line => /^\s*\[/.test(line))
  return first < 0 ? [] : lines.slice(first)
}

const hasDecimalComma = ({ firstRows: [row = ''] }: HeadSections): boolean =>
  !row.includes('.') && /\d,\d/.test(row)
