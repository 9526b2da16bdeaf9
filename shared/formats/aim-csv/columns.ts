/**
 * The columns of an AiM CSV as channels: what the receiver measured and worked out begins with 'GPS', the rest
 * came over wires to the logger.
 *
 * An export without a row of units has the units AiM always uses for what the receiver says; the speed follows
 * the settings of the program (km/h or mph), so it is compared with the positions.
 */
import type { Notes, RawChannel } from '../common/index.ts'
import { speedUnitOf } from '../pipeline/speed-unit.ts'

const USUAL_UNITS: ReadonlyMap<string, string> = new Map([
  ['gps latacc', 'g'],
  ['gps lonacc', 'g'],
  ['gps slope', 'deg'],
  ['gps heading', 'deg'],
  ['gps gyro', 'deg/s'],
  ['gps altitude', 'm'],
  ['gps posaccuracy', 'mm'],
  ['gps radius', 'm'],
  ['gps latitude', 'deg'],
  ['gps longitude', 'deg'],
])

/** All columns but the first, which is the time. */
export const channelsOf = (
  names: readonly string[],
  units: readonly string[] | null,
  timeMs: Float64Array,
  values: readonly Float64Array[],
  notes: Notes,
): RawChannel[] => {
  const unitOf = units ? (i: number) => units[i] ?? '' : usualUnits(names, timeMs, values, notes)
  return names.flatMap((name, i) => {
    if (i === 0) return []
    return { name, unit: unitOf(i), source: /^gps\b/i.test(name) ? 'gps' : 'logger', values: values[i]! }
  })
}

const usualUnits = (
  names: readonly string[],
  timeMs: Float64Array,
  values: readonly Float64Array[],
  notes: Notes,
): ((i: number) => string) => {
  const lower = names.map(name => name.toLowerCase())
  const columnOf = (name: string): Float64Array | undefined => values[lower.indexOf(name)]
  const [speed, lat, lon] = ['gps speed', 'gps latitude', 'gps longitude'].map(columnOf)
  const speedUnit = (speed && lat && lon && speedUnitOf(speed, timeMs, lat, lon)) || 'km/h'
  notes.add('guessed', `The file has no row of units: GPS speed was taken as ${speedUnit}, ${REST}.`)
  return i =>
    lower[i] === 'gps speed' || lower[i] === 'gps spdaccuracy'
      ? speedUnit
      : (USUAL_UNITS.get(lower[i]!) ?? '')
}

const REST = 'other GPS channels as AiM always writes them, and the rest were left without a unit'
