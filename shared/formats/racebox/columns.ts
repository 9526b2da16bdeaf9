/** The columns of a RaceBox file as channels: which is which, and in which unit. */
import { type Notes, nameToCanonical, type RawChannel } from '../common/index.ts'
import type { HeaderName } from '../pipeline/header-names.ts'
import { speedUnitOf } from '../pipeline/speed-unit.ts'

export interface RaceboxTable {
  readonly headers: readonly HeaderName[]
  readonly columns: readonly Float64Array<ArrayBuffer>[]
  readonly timeMs: Float64Array<ArrayBuffer>
}

/** Columns that are no channels: the row number, the time, and the lap counter. */
const NOT_CHANNELS = new Set(['Record', 'Time', 'Lap'])

interface Meaning {
  readonly name: string
  readonly unit: string
  readonly source: string
}

const gps = (name: string, unit: string): Meaning => ({ name, unit, source: 'gps' })
const imu = (name: string, unit: string): Meaning => ({ name, unit, source: 'imu' })

/**
 * Columns whose unit does not depend on the app's settings. X looks forwards, Y to the side, Z up with gravity in
 * it, which is why it keeps its own name. How the box lies in the car is checked later against the path.
 */
const FIXED: ReadonlyMap<string, Meaning> = new Map([
  ['Latitude', gps('lat', 'deg')],
  ['Longitude', gps('lon', 'deg')],
  ['Heading', gps('heading', 'deg')],
  ['KPH', gps('speed', 'km/h')],
  ['MPH', gps('speed', 'mph')],
  ['X', imu('gLong', 'g')],
  ['GForceX', imu('gLong', 'g')],
  ['Y', imu('gLat', 'g')],
  ['GForceY', imu('gLat', 'g')],
  ['Z', imu('GForceZ', 'g')],
  ['GForceZ', imu('GForceZ', 'g')],
  ['GyroX', imu('GyroX', 'deg/s')],
  ['GyroY', imu('GyroY', 'deg/s')],
  ['GyroZ', imu('yawRate', 'deg/s')],
  ['LeanAngle', imu('lean', 'deg')],
])

export const raceboxChannels = (table: RaceboxTable, notes: Notes): RawChannel[] => {
  const speedUnit = speedUnitIn(table, notes)
  return table.headers.flatMap((header, i): RawChannel[] => {
    if (NOT_CHANNELS.has(header.name)) return []
    return [{ ...meaningOf(header, speedUnit), values: table.columns[i]! }]
  })
}

const meaningOf = ({ name, unit }: HeaderName, speedUnit: string | null): Meaning => {
  const fixed = FIXED.get(name)
  if (fixed) return fixed
  if (name === 'Speed') return speedUnit === null ? gps('Speed', '') : gps('speed', speedUnit)
  if (name === 'Altitude' && unit !== '') return gps('altitude', unit)
  if (name === 'Altitude')
    return speedUnit === null ? gps('Altitude', '') : gps('altitude', speedUnit === 'mph' ? 'ft' : 'm')
  return { name: nameToCanonical(name, unit)?.name ?? name, unit, source: 'racebox' }
}

/** The header's unit, else the one the positions show: the app writes plain `Speed` whatever is set. */
const speedUnitIn = ({ headers, columns, timeMs }: RaceboxTable, notes: Notes): string | null => {
  const indexOf = (name: string): number => headers.findIndex(header => header.name === name)
  const stated =
    headers[indexOf('Speed')]?.unit || (indexOf('KPH') >= 0 ? 'km/h' : indexOf('MPH') >= 0 ? 'mph' : '')
  if (stated !== '') return stated
  const [speed, lat, lon] = ['Speed', 'Latitude', 'Longitude'].map(name => columns[indexOf(name)])
  if (!speed || !lat || !lon) return null
  const unit = speedUnitOf(speed, timeMs, lat, lon)
  if (unit === null) {
    notes.add(
      'problem',
      'The file does not say in which units speed and height are, and the positions do not tell either, so both keep their numbers without a unit.',
    )
    return null
  }
  const height = unit === 'mph' ? ' and the height in feet' : ''
  notes.add(
    'guessed',
    `The file does not say its units: compared with the positions, the speed is in ${unit}${height}.`,
  )
  return unit
}
