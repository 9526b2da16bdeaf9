/**
 * A CSV file exported from MoTeC i2: from the file to a session.
 *
 * Rows have a fixed rate; samples that are only repeated are left out (see holds.ts). Laps are the beacon markers of
 * the header, in seconds on the clock of the Time column; a lap counter is only a lap column.
 */
import type { LapMark } from '#shared/lap'
import type { Trace } from '#shared/trace'
import {
  alignSigns,
  buildGroup,
  buildTrace,
  cancelled,
  cleanText,
  counted,
  createNotes,
  edgeKind,
  type Notes,
  type RawChannel,
  refused,
  withoutEmpty,
} from '../common/index.ts'
import type { ByteSource, ReadOptions, ReadOutcome } from '../model.ts'
import { createNaming, isLeftPositive, lapColumnOf, marksBetween } from '../motec-ld/index.ts'
import { scanTable } from '../text/index.ts'
import { type I2Header, readI2Header } from './header.ts'
import { type Hold, holdOf, takeSamples } from './holds.ts'

export const readI2Csv = async (source: ByteSource, options: ReadOptions): Promise<ReadOutcome> => {
  const found = await readI2Header(source)
  if (!found.ok) return refused(found.problem === 'no-time' ? OVER_DISTANCE : NO_HEADER)
  const { header } = found
  const table = await scanTable(source, {
    from: header.bodyAt,
    delimiter: header.delimiter,
    decimalComma: header.delimiter === ';',
    columns: header.names.map((_, c) => c),
    minFields: 1,
    onProgress: options.onProgress,
    isCancelled: options.isCancelled,
  })
  if (table.cancelled) return cancelled()
  const timeMs = table.columns[header.timeColumn]!.map(toMillis)
  if (!timeMs.some(ms => Number.isFinite(ms))) return refused(NO_ROWS)
  const notes = createNotes()
  if (table.badRows > 0) {
    const rows = counted(table.badRows, 'row was', 'rows were')
    notes.add('dropped', `${rows.charAt(0).toUpperCase()}${rows.slice(1)} left out because they are damaged.`)
  }
  const columns = withoutEmpty(rawChannels(header, table.columns, notes), notes)
  const trace = buildTrace(alignSigns(groupsOf(timeMs, columns, notes), notes), notes)
  if (trace.groups.length === 0) return refused(NO_ROWS)
  sayDate(header, notes)
  const text = (key: string): string => cleanText(header.values.get(key) ?? '')
  return {
    ok: true,
    log: {
      format: 'MoTeC i2 CSV',
      sessions: [
        {
          driver: text('Driver') || null,
          vehicle: text('Vehicle') || text('Vehicle Desc') || null,
          venue: text('Venue') || null,
          comment: [text('Session'), text('Comment')].filter(Boolean).join(' · ') || null,
          startedAt: null,
          utcOffsetMin: null,
          frame: { kind: 'wgs84' },
          trace,
          marks: marksOf(header, trace),
          lapColumn: lapColumnOf(trace),
          lines: null,
          pits: [],
        },
      ],
      notes: notes.list(),
    },
  }
}

/** To the microsecond: three decimals of a second times 1000 are not whole in binary. */
const toMillis = (seconds: number): number => Math.round(seconds * 1e6) / 1e3

const rawChannels = (
  { names, units, timeColumn }: I2Header,
  columns: readonly Float64Array[],
  notes: Notes,
): RawChannel[] => {
  const nameOf = createNaming()
  return names.flatMap((name, c) => {
    if (c === timeColumn || (name === '' && !units[c])) return []
    const unit = units[c] ?? ''
    const named = nameOf(name, unit)
    const values = columns[c]!
    if (named.name === 'gLat' && isLeftPositive(name)) {
      for (let i = 0; i < values.length; i++) values[i] = -values[i]!
      notes.add(
        'info',
        'MoTeC counts lateral g positive to the left, so it was turned round: right is positive here.',
      )
    }
    return [{ name: named.name, unit, kind: named.kind, source: named.source, values }]
  })
}

/** One group for each rate that channels were really measured at. */
const groupsOf = (timeMs: Float64Array, channels: readonly RawChannel[], notes: Notes) => {
  const receiver = channels.filter(({ source }) => source === 'gps')
  // All values of one fix belong together, even if one of them happens to change more seldom.
  const ofReceiver = holdOf(receiver.map(doubles))
  const sets = new Map<string, { hold: Hold; channels: RawChannel[] }>()
  for (const channel of channels) {
    const hold = channel.source === 'gps' ? ofReceiver : holdOf([doubles(channel)])
    const key = `${hold.every} ${hold.first}`
    const set = sets.get(key) ?? { hold, channels: [] }
    sets.set(key, set)
    set.channels.push({ ...channel, values: takeSamples(doubles(channel), hold) })
  }
  sayHolds([...sets.values()], notes)
  return [...sets.values()].map(set => buildGroup(takeSamples(timeMs, set.hold), set.channels, notes))
}

/** Columns of a table are doubles already. */
const doubles = ({ values }: RawChannel): Float64Array =>
  values instanceof Float64Array ? values : Float64Array.from(values)

const sayHolds = (
  sets: readonly { readonly hold: Hold; readonly channels: readonly RawChannel[] }[],
  notes: Notes,
): void => {
  const held = sets.filter(({ hold }) => hold.every > 1).flatMap(({ channels }) => channels)
  if (held.length === 0) return
  const list =
    held
      .slice(0, 6)
      .map(({ name }) => name)
      .join(', ') + (held.length > 6 ? ', …' : '')
  notes.add(
    'guessed',
    `Samples that only repeat the one before were left out, because the export is faster than these channels were measured: ${list}.`,
  )
}

const marksOf = ({ values }: I2Header, trace: Trace): LapMark[] | null => {
  const markers = (values.get('Beacon Markers') ?? '')
    .split(/[\s;]+/)
    .map(text => (text === '' ? Number.NaN : Number(text.replace(',', '.')) * 1000))
    .filter(ms => Number.isFinite(ms))
  const fromMs = Math.min(...trace.groups.map(({ timeMs }) => timeMs[0]!))
  const toMs = Math.max(...trace.groups.map(({ timeMs }) => timeMs.at(-1)!))
  const kinds = { first: edgeKind(trace, 'first'), last: edgeKind(trace, 'last') }
  return marksBetween(markers, [], fromMs, toMs, kinds)
}

const sayDate = ({ values }: I2Header, notes: Notes): void => {
  const date = cleanText(values.get('Log Date') ?? '', 40)
  if (date === '') return
  const time = cleanText(values.get('Log Time') ?? '', 40)
  const clock = time === '' ? '' : ` at ${time}`
  notes.add('info', `The logger's clock said ${date}${clock}, in a time zone the file does not tell.`)
}

const NO_HEADER =
  'This CSV file from MoTeC i2 is cut off or damaged before its first row of data, so nothing of it can be read: export it from i2 again.'
const NO_ROWS =
  'This CSV file from MoTeC i2 has a header but no rows that can be read, so there is nothing to import: export it from i2 again.'
const OVER_DISTANCE =
  'This CSV file was exported from MoTeC i2 over distance and has no time in it, so laps cannot be timed: export it again with "Time" included.'
