/**
 * The columns of a Torque Pro log as channels. Names end in their unit, which may itself stand behind a bracket:
 * 'Engine Load(Absolute)(%)'.
 */
import { lookUp, type Notes, nameToCanonical, type RawChannel, withoutEmpty } from '../common/index.ts'
import { headerToName } from '../pipeline/header-names.ts'

interface Meaning {
  readonly name: string
  readonly source: string
  /** Where the header says none. */
  readonly unit?: string
}

/** What the table of names cannot know; the rest goes through it. */
const OWN: Readonly<Record<string, Meaning>> = {
  Longitude: { name: 'lon', source: 'gps', unit: 'deg' },
  Latitude: { name: 'lat', source: 'gps', unit: 'deg' },
  'GPS Speed': { name: 'speed', source: 'gps' },
  Altitude: { name: 'altitude', source: 'gps' },
  Bearing: { name: 'heading', source: 'gps', unit: 'deg' },
  'Horizontal Dilution of Precision': { name: 'HDOP', source: 'gps' },
  'GPS Accuracy': { name: 'accuracy', source: 'gps' },
  'GPS Satellites': { name: 'satellites', source: 'gps' },
  'Speed (OBD)': { name: 'speed', source: 'obd' },
  'Throttle Position(Manifold)': { name: 'throttle', source: 'obd' },
  'Voltage (OBD Adapter)': { name: 'battery', source: 'obd' },
}

/** The same values once more, from the list of sensors instead of the log's own head columns. */
const REPEATED = new Set(['GPS Latitude', 'GPS Longitude', 'GPS Altitude', 'GPS Bearing', 'Speed (GPS)'])

export const torqueChannels = (
  headers: readonly string[],
  columns: readonly Float64Array<ArrayBuffer>[],
  notes: Notes,
): RawChannel[] => {
  const channels = headers.flatMap((header, i): RawChannel[] => {
    const { name, unit } = headerToName(header)
    if (/^(?:GPS|Device) Time$/.test(name) || REPEATED.has(name)) return []
    const own = lookUp(OWN, name)
    const values = columns[i]!
    if (own) return [{ name: own.name, unit: unit || own.unit || '', source: own.source, values }]
    // Gravity and the acceleration sensor are those of the phone, however it lies in the car.
    const source = /^(?:Gravity|Acceleration Sensor)/.test(name) ? 'phone' : 'obd'
    return [{ name: nameToCanonical(name, unit)?.name ?? name, unit, source, values }]
  })
  return withoutEmpty(channels, notes)
}
