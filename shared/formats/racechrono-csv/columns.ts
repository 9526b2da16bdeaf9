/**
 * The columns of the three versions in one form.
 *
 * Version 1 has 19 fixed columns; in version 2 the instrument follows the name (`Speed (m/s) *calc`); in version
 * 3 units and instruments have rows of their own and the same name comes once per instrument, so a column is
 * its name and its source together.
 */
import { lookUp, type RawChannel } from '../common/index.ts'

export type Version = 1 | 2 | 3

/** What a column is for; a channel unless it says when a row was, or in which lap. */
export type Role = 'channel' | 'time' | 'lap' | 'fragment' | 'trap' | 'skip'

export interface ColumnName {
  readonly role: Role
  readonly name: string
  readonly unit: string
  readonly source: string
}

/** The app's own measures of what another column says in metres and metres per second. */
const DOUBLES: ReadonlySet<string> = new Set(['Distance (km)', 'Speed (km/h)', 'Speed (mph)'])

const ROLES: Readonly<Record<string, Role>> = {
  timestamp: 'time',
  'Timestamp (s)': 'time',
  'Time (s)': 'time',
  'Lap #': 'lap',
  lap_number: 'lap',
  'Session fragment #': 'fragment',
  fragment_id: 'fragment',
  'Trap name': 'trap',
  trap_name: 'trap',
  // The time again, from the start of the session.
  'Elapsed time (s)': 'skip',
  elapsed_time: 'skip',
}

export const namesOfVersion2 = (cells: readonly string[], version: 1 | 2): ColumnName[] =>
  cells.map(cell => {
    const [, bare = cell, suffix = ''] = /^(.*?)\s*(?:\*\s*(\w+))?$/.exec(cell) ?? []
    const [, name = bare, unit = ''] = /^(.*\S)\s*\(([^()]*)\)$/.exec(bare) ?? []
    const isDouble = suffix === '' && DOUBLES.has(bare)
    const role: Role = isDouble ? 'skip' : (lookUp(ROLES, bare) ?? 'channel')
    return { role, name, unit: unit.trim(), source: suffix ? toSource(suffix) : unnamedSource(name, version) }
  })

/** Columns without an instrument: the receiver's, or worked out by the app. */
const unnamedSource = (name: string, version: 1 | 2): string => {
  if (/^(?:Lap|Distance|X-|Y-|Lateral|Longitudinal)/.test(name)) return 'calc'
  return version === 1 && /^(?:RPM|Throttle)/.test(name) ? 'obd' : 'gps'
}

export const namesOfVersion3 = (
  names: readonly string[],
  units: readonly string[],
  sources: readonly string[],
): ColumnName[] => {
  const devices = new Map<string, string[]>()
  return names.map((name, i) => {
    const [, device = '', kind = ''] = /^(?:(\d+):\s*)?(.*)$/.exec(sources[i] ?? '') ?? []
    const known = devices.get(kind) ?? []
    if (!known.includes(device)) devices.set(kind, [...known, device])
    // A second receiver must not be mistaken for the first.
    const nth = devices.get(kind)!.indexOf(device) + 1
    const source = kind === '' ? 'calc' : nth > 1 ? `${toSource(kind)} ${nth}` : toSource(kind)
    const unit = units.length > 0 ? (units[i] ?? '') : (lookUp(USUAL_UNITS, name) ?? '')
    return { role: lookUp(ROLES, name) ?? 'channel', name, unit: unit === 'unix time' ? 's' : unit, source }
  })
}

/** The app always writes these in the same units; some imitators leave the row of units out. */
const USUAL_UNITS: Readonly<Record<string, string>> = {
  latitude: 'deg',
  longitude: 'deg',
  altitude: 'm',
  bearing: 'deg',
  distance_traveled: 'm',
  speed: 'm/s',
  lateral_acc: 'G',
  longitudinal_acc: 'G',
  lean_angle: 'deg',
  rpm: 'rpm',
}

const toSource = (kind: string): string => (kind === 'canbus' ? 'can' : kind)

/** Lateral acceleration is negative to the right in all RaceChrono exports. */
const isMirrored = (name: string): boolean => /^lateral[ _]acc/i.test(name)
const isStep = (name: string): boolean => /fix[ _]type|gear|^digital/i.test(name)

export const toRawChannel = ({ name, unit, source }: ColumnName, values: Float64Array): RawChannel => ({
  name,
  unit,
  source,
  values: isMirrored(name) ? values.map(v => 0 - v) : values,
  ...(isStep(name) ? { kind: 'discrete' } : {}),
})
