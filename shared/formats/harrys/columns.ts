/** The columns of a Harry's LapTimer file, which carry their unit in their name. */
import type { Notes, RawChannel } from '../common/index.ts'

interface Meaning {
  readonly name: string
  readonly unit: string
  readonly source: string
}

const gps = (name: string, unit = ''): Meaning => ({ name, unit, source: 'gps' })
const imu = (name: string, unit: string): Meaning => ({ name, unit, source: 'imu' })
const obd = (name: string, unit: string): Meaning => ({ name, unit, source: 'obd' })

/**
 * What is not listed is the same in other units, or tells how a value came about. DISTANCE begins anew with each
 * lap, LEAN is worked out from the lateral g, so both keep names of their own.
 */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['LATITUDE', gps('lat', 'deg')],
  ['LONGITUDE', gps('lon', 'deg')],
  ['SPEED_KPH', gps('speed', 'km/h')],
  ['HEIGHT_M', gps('altitude', 'm')],
  ['HEADING_DEG', gps('heading', 'deg')],
  ['SATELLITES', gps('satellites')],
  ['HDOP', gps('HDOP')],
  ['ACCURACY_M', gps('accuracy', 'm')],
  ['DISTANCE_KM', gps('Lap distance', 'km')],
  ['LATERALG', imu('gLat', 'g')],
  ['LINEALG', imu('gLong', 'g')],
  ['LEAN', imu('Lean', 'deg')],
  ['RPM', obd('rpm', 'rpm')],
  ['MAF', obd('MAF', '')],
  ['WHEEL_SPEED_KPH', obd('speed', 'km/h')],
  ['THROTTLE', obd('throttle', '%')],
  ['GEAR', obd('gear', '')],
  ['FUEL', obd('Fuel', '')],
  ['COOLANT_CELSIUS', obd('waterTemp', 'C')],
  ['OIL_CELSIUS', obd('oilTemp', 'C')],
  ['IAT_CELSIUS', obd('Intake air temperature', 'C')],
  ['MAP', obd('Intake manifold pressure', '')],
])

export const harrysChannels = (
  names: readonly string[],
  columns: readonly Float64Array<ArrayBuffer>[],
  notes: Notes,
): RawChannel[] => {
  const silent: string[] = []
  const channels = names.flatMap((name, i): RawChannel[] => {
    const meaning = MEANINGS.get(name)
    if (!meaning) return []
    // The app writes 0 in every row for what no sensor measured.
    if (meaning.source === 'obd' && columns[i]!.every(v => v === 0)) {
      silent.push(name)
      return []
    }
    return [{ ...meaning, values: columns[i]! }]
  })
  if (silent.length > 0) {
    notes.add('info', `Left out because they are 0 throughout, as without a sensor: ${silent.join(', ')}.`)
  }
  return channels
}
