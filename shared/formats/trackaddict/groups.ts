/**
 * The rows of a TrackAddict log as rate groups.
 *
 * The app writes a row per tick of the phone's sensors (about 20 a second) and repeats the last GPS fix and the
 * last OBD answer in every one. Only rows with `GPS_Update` = 1 (about one a second) and `OBD_Update` = 1 are
 * measurements; anything else would be a staircase.
 */
import type { GroupInput } from '#shared/trace'
import {
  buildGroup,
  lookUp,
  type Notes,
  pickRows,
  type RawChannel,
  type RawGroup,
  withCanonicalNames,
  withoutEmpty,
} from '../common/index.ts'
import { accelerationFromGps, hasGravity } from './acceleration.ts'
import type { ColumnName } from './preamble.ts'

/** Written with each fix. The rest, but for OBD, belongs to the phone's own sensors. */
const GPS_COLUMNS: ReadonlySet<string> = new Set([
  'Latitude',
  'Longitude',
  'Altitude',
  'Speed',
  'Heading',
  'Accuracy',
  'GPS_Delay',
  'Sector',
  'Predicted Lap Time',
  'Predicted vs Best Lap',
])
/** Read elsewhere, or only say which rows are fresh. */
const NOT_CHANNELS: ReadonlySet<string> = new Set(['Time', 'UTC Time', 'Lap', 'GPS_Update', 'OBD_Update'])
/** Nothing but zeros where the phone has no barometer. */
const ZEROS_ARE_NONE: ReadonlySet<string> = new Set(['Barometric Pressure', 'Pressure Altitude'])
/** Lateral g is negative to the right in the app's own axes. */
const AXES: Readonly<Record<string, { readonly name: string; readonly sign: 1 | -1 }>> = {
  'Accel X': { name: 'gLat', sign: -1 },
  'Accel Y': { name: 'gLong', sign: 1 },
  'Accel Z': { name: 'gVert', sign: 1 },
}

export interface Rows {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly columns: readonly ColumnName[]
  /** In the order of `columns`. */
  readonly values: readonly Float64Array[]
}

export const groupsOf = (rows: Rows, notes: Notes): GroupInput[] => {
  const { columns, timeMs } = rows
  const [gps, obd, sensors]: [number[], number[], number[]] = [[], [], []]
  for (const [i, { name, unit, isObd }] of columns.entries()) {
    if (NOT_CHANNELS.has(name)) continue
    if (isObd) obd.push(i)
    else if (!GPS_COLUMNS.has(name)) sensors.push(i)
    else if (name !== 'Altitude' || unit === 'm' || !columns.some(c => c.name === name && c.unit === 'm')) {
      gps.push(i)
    }
  }
  const isAligned = !hasGravity(axisValues(rows))
  const gpsGroup = pickRows(timeMs, channelsOf(rows, gps, 'gps'), freshRows(rows, 'GPS_Update', gps))
  const obdGroup = pickRows(timeMs, channelsOf(rows, obd, 'obd'), freshRows(rows, 'OBD_Update', obd))
  if (!isAligned) notes.add('guessed', NOT_LEVEL)
  const fromGps = isAligned ? [] : accelerationFromGps(gpsGroup.timeMs, gpsGroup.channels)
  const groupOf = (raw: RawGroup): GroupInput =>
    buildGroup(raw.timeMs, withoutEmpty(raw.channels, notes), notes)
  return [
    groupOf({ ...gpsGroup, channels: [...gpsGroup.channels, ...fromGps] }),
    groupOf(obdGroup),
    groupOf({ timeMs, channels: channelsOf(rows, sensors, 'phone', isAligned) }),
  ]
}

const NOT_LEVEL =
  'The phone was not levelled before driving (gravity is still in its accelerations), so lateral and longitudinal g were computed from GPS speed and course; the raw axes are kept as Accel X, Y and Z.'

/** Rows whose update flag is set; without such a column, rows where one of the columns changed. */
const freshRows = ({ columns, values, timeMs }: Rows, flag: string, used: readonly number[]): Int32Array => {
  const fresh = new Int32Array(timeMs.length)
  let count = 0
  const flagAt = columns.findIndex(({ name }) => name === flag)
  const isFresh =
    flagAt >= 0
      ? (row: number) => values[flagAt]![row]! === 1
      : (row: number) => row === 0 || used.some(i => values[i]![row]! !== values[i]![row - 1]!)
  for (let row = 0; row < timeMs.length; row++) if (isFresh(row)) fresh[count++] = row
  return fresh.subarray(0, count)
}

const channelsOf = (
  { columns, values }: Rows,
  used: readonly number[],
  source: string,
  isAligned = false,
): RawChannel[] => withCanonicalNames(used.map(i => channelOf(columns[i]!, values[i]!, source, isAligned)))

const channelOf = (
  column: ColumnName,
  values: Float64Array,
  source: string,
  isAligned: boolean,
): RawChannel => {
  const { name, unit } = column
  const axis = lookUp(AXES, name)
  if (axis && !isAligned) return { name, unit: 'g', source, values }
  if (axis)
    return { name: axis.name, unit: 'g', source, values: axis.sign < 0 ? values.map(v => 0 - v) : values }
  if (name === 'Heading')
    return { name, unit: 'deg', source, values: values.map(v => (v < 0 ? Number.NaN : v)) }
  if (name.startsWith('Predicted')) {
    return { name, unit: 's', source, kind: 'discrete', values: values.map(v => (v === 0 ? Number.NaN : v)) }
  }
  if (ZEROS_ARE_NONE.has(name) && values.every(v => v === 0))
    return { name, unit, source, values: values.map(() => Number.NaN) }
  return isSwitched(name) ? { name, unit, source, kind: 'discrete', values } : { name, unit, source, values }
}

/** Not to be drawn as slopes. */
const isSwitched = (name: string): boolean => name === 'Sector' || name.startsWith('Brake')

const axisValues = ({ columns, values }: Rows): Float64Array[] =>
  Object.keys(AXES).flatMap(axis => values[columns.findIndex(({ name }) => name === axis)] ?? [])
