/** One piece of a VBO table as a session: channels, lines, and what the sections say about it. */
import type { Channel } from '#shared/trace'
import { asEpochMillis } from '#shared/units'
import {
  alignSigns,
  buildGroup,
  buildTrace,
  cleanText,
  marksFromLapColumn,
  type Notes,
  type RawChannel,
  unitToCanonical,
  withCanonicalNames,
  withoutEmpty,
} from '../common/index.ts'
import type { LoggedSession } from '../model.ts'
import type { StartTime } from './clock.ts'
import { type ColumnName, toRawChannel } from './columns.ts'
import { type Reading, readingOf, toDegrees } from './degrees.ts'
import type { Generator } from './generator.ts'
import { withGuessedUnits } from './guesses.ts'
import { linesOf } from './lines.ts'
import { satelliteChannels } from './satellites.ts'
import { factOf, type Sections } from './sections.ts'

export interface Table {
  /** Since the midnight before the file's first row. */
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly values: readonly Float64Array<ArrayBuffer>[]
  readonly columns: readonly ColumnName[]
  readonly head: Sections
  readonly generator: Generator
  readonly lapTiming: readonly string[]
  /** Of the file's first row, which is at `fileFromMs`. */
  readonly start: StartTime
  readonly fileFromMs: number
}

export const toSession = (table: Table, notes: Notes): LoggedSession => {
  const { columns, values, generator, head, start } = table
  const fromMs = table.timeMs[0]!
  const timeMs = table.timeMs.map(t => Math.round((t - fromMs) * 1e3) / 1e3)
  const reading = positionReading(table, timeMs)
  if (reading === 'packed') notes.add('guessed', PACKED)
  const raw = columns.flatMap((column, i) => toChannels(column, values[i]!, reading))
  const channels = withGuessedUnits(withoutEmpty(withCanonicalNames(raw), notes), notes)
  const group = buildGroup(timeMs, channels, notes)
  const trace = buildTrace(alignSigns([group], notes), notes)

  const column = (name: string): Float64Array | null => {
    const found = trace.channels.find(channel => channel.name === name && channel.source === 'gps')
    return found ? asDouble(found) : null
  }
  const unknown = new Float64Array(group.timeMs.length).fill(Number.NaN)
  const [lat, lon] = [column('lat'), column('lon')]
  const driven = lat && lon && { timeMs: group.timeMs, lat, lon, speed: column('speed') ?? unknown }
  const lap = trace.channels.find(({ name }) => name === 'lap')
  const lapColumn = lap ? marksFromLapColumn(group.timeMs, lap.values, 0) : []
  return {
    driver: factText(head, 'driver'),
    vehicle: factText(head, 'vehicle'),
    venue: factText(head, 'name') ?? factText(head, 'venue'),
    comment: factText(head, 'notes'),
    startedAt: start.startedAt === null ? null : asEpochMillis(start.startedAt + fromMs - table.fileFromMs),
    utcOffsetMin: start.utcOffsetMin,
    frame: { kind: 'wgs84' },
    trace,
    marks: null,
    lapColumn: lapColumn.length > 0 ? lapColumn : null,
    lines: driven ? linesOf(table.lapTiming, generator, reading, driven, notes) : null,
    pits: [],
  }
}

const PACKED =
  'The positions are written as degrees and minutes in one number, which this format normally does not do; they were read that way because only then they fit the speed.'

const factText = (sections: Sections, key: string): string | null =>
  cleanText(factOf(sections, key) ?? '') || null

const asDouble = ({ values }: Pick<Channel, 'values'>): Float64Array => Float64Array.from(values)

const positionReading = ({ columns, values }: Table, timeMs: Float64Array): Reading => {
  const of = (isIt: (column: ColumnName) => boolean): Float64Array | null =>
    values[columns.findIndex(isIt)] ?? null
  const [lat, west] = [of(({ role }) => role === 'lat'), of(({ role }) => role === 'lon')]
  if (!lat || !west) return 'minutes'
  const velocity = columns.find(({ name }) => name === 'speed')
  const factor = velocity ? (unitToCanonical(velocity.unit)?.factor ?? Number.NaN) : Number.NaN
  const speed = of(({ name }) => name === 'speed')?.map(v => v * factor) ?? null
  return readingOf({ timeMs, lat, west, speed })
}

const toChannels = (column: ColumnName, values: Float64Array, reading: Reading): RawChannel[] => {
  const { name, unit, source } = column
  switch (column.role) {
    case 'time':
      return []
    case 'sats':
      return satelliteChannels(values)
    case 'lat':
      return [{ name, unit, source, values: values.map(v => toDegrees(v, reading)) }]
    case 'lon':
      return [{ name, unit, source, values: values.map(v => 0 - toDegrees(v, reading)) }]
    case 'channel':
      return [toRawChannel(column, values)]
  }
}
