/**
 * The columns of a VBO file: short names (`[column names]`), long names that may end in a unit (`[header]`), and
 * units of the columns that are not standard (`[channel units]`).
 */
import { lookUp, type RawChannel, unitToCanonical } from '../common/index.ts'
import type { Generator } from './generator.ts'
import type { Sections } from './sections.ts'

export type Role = 'channel' | 'time' | 'lat' | 'lon' | 'sats'

export interface ColumnName {
  readonly role: Role
  readonly name: string
  readonly unit: string
  readonly source: string
}

interface Standard {
  readonly name: string
  readonly unit: string
  readonly role?: Role
}

/** What every VBO reader knows; these are not listed among the channel units. Units as usual; headers win. */
const STANDARD: Readonly<Record<string, Standard>> = {
  sats: { name: 'satellites', unit: '', role: 'sats' },
  satellites: { name: 'satellites', unit: '', role: 'sats' },
  time: { name: 'time', unit: '', role: 'time' },
  lat: { name: 'lat', unit: 'deg', role: 'lat' },
  latitude: { name: 'lat', unit: 'deg', role: 'lat' },
  long: { name: 'lon', unit: 'deg', role: 'lon' },
  lng: { name: 'lon', unit: 'deg', role: 'lon' },
  lon: { name: 'lon', unit: 'deg', role: 'lon' },
  longitude: { name: 'lon', unit: 'deg', role: 'lon' },
  velocity: { name: 'speed', unit: 'km/h' },
  heading: { name: 'heading', unit: 'deg' },
  height: { name: 'altitude', unit: 'm' },
  'vert-vel': { name: 'vertical velocity', unit: 'm/s' },
  vertvel: { name: 'vertical velocity', unit: 'm/s' },
  solution_type: { name: 'solution_type', unit: '' },
  avifileindex: { name: 'avifileindex', unit: '' },
  // Milliseconds inside the video of that index.
  avitime: { name: 'avitime', unit: 'ms' },
  avisynctime: { name: 'avitime', unit: 'ms' },
}

/** Short words would be taken from names: 'Map C' is no temperature. */
const UNIT_WORDS: ReadonlySet<string> = new Set(
  'kmh km/h kph mph knots kts m/s g deg deg/s rpm bar psi kpa mbar % °c degc volts nm'.split(' '),
)

/** Units the writer always uses and leaves out. */
const USUAL: Readonly<Partial<Record<Generator, Readonly<Record<string, string>>>>> = {
  racechrono: {
    lean_angle: 'deg',
    rpm: 'rpm',
    accelerator_pos: '%',
    throttle_pos: '%',
    brake_pos: '%',
    engine_load: '%',
    steering_angle: 'deg',
  },
  racebox: {
    LongAcc: 'g',
    LatAcc: 'g',
    VertAcc: 'g',
    'x-rotation-gyroscope': 'deg/s',
    'y-rotation-gyroscope': 'deg/s',
    'z-rotation-gyroscope': 'deg/s',
  },
}

export const columnNames = ({ bySection }: Sections, generator: Generator): ColumnName[] => {
  const header = bySection.get('header') ?? []
  const named = (bySection.get('column names') ?? [])
    .join(' ')
    .split(/\s+/)
    .filter(name => name !== '')
  const names = named.length > 0 ? named : header.map(toShortName)
  const listed = listedUnits(names, bySection.get('channel units') ?? [])
  return names.map((shortName, i) => {
    const long = header.length === names.length ? header[i]! : ''
    const standard = lookUp(STANDARD, shortName.toLowerCase())
    const unitInName = unitAtEnd(long)
    if (standard) {
      const { name, unit, role = 'channel' } = standard
      return { role, name, unit: role === 'channel' ? (unitInName ?? unit) : unit, source: 'gps' }
    }
    const { name, source } =
      named.length > 0 ? partsOf(shortName, generator) : { name: shortName, source: 'can' }
    const unit =
      listed[i] ?? unitInName ?? lookUp(USUAL[generator] ?? {}, name) ?? (isAcceleration(name) ? 'g' : '')
    return { role: 'channel', name, unit, source }
  })
}

/** A file without short names: 'velocity kmh' is called velocity. */
const toShortName = (long: string): string => {
  const unit = unitAtEnd(long)
  const bare = unit === null ? long : long.slice(0, -unit.length).trim()
  return bare === 'vertical velocity' ? 'vert-vel' : bare.replace(/\s+/g, '_')
}

const unitAtEnd = (long: string): string | null => {
  const word = long.split(/\s+/).at(-1)!
  return long.includes(' ') && UNIT_WORDS.has(word.toLowerCase()) ? word : null
}

/** The writers put accelerations down in g throughout. */
const isAcceleration = (name: string): boolean => /^(?:long|lat|vert)[a-z]*[ _-]?acc/i.test(name)

/** One unit per column that is not standard, in order. Lists of another length say nothing. */
const listedUnits = (names: readonly string[], units: readonly string[]): (string | undefined)[] => {
  const isExtra = names.map(name => !Object.hasOwn(STANDARD, name.toLowerCase()))
  const extras = isExtra.filter(Boolean).length
  // The sample period is listed by some devices and left out by others.
  if (units.length === extras - 1 && names.some(isSamplePeriod)) {
    for (const [i, name] of names.entries()) if (isSamplePeriod(name)) isExtra[i] = false
  } else if (units.length !== extras) return []
  let next = 0
  return isExtra.map(extra => {
    const unit = extra ? units[next++]! : undefined
    return unit !== undefined && unitToCanonical(unit)?.unit === '' ? undefined : unit
  })
}

const isSamplePeriod = (name: string): boolean => name.toLowerCase() === 'tsample'

/** RaceChrono writes 'rpm_1-canbus': name, number of the channel, instrument. */
const partsOf = (shortName: string, generator: Generator): { name: string; source: string } => {
  const own = { name: shortName, source: ownSource(shortName, generator) }
  if (generator !== 'racechrono') return own
  const [, name, , kind] = /^(.+?)(_\d+)?-(calc|gps|obd|canbus|acc|gyro|magn)$/.exec(shortName) ?? []
  return name && kind ? { name, source: kind === 'canbus' ? 'can' : kind } : own
}

/** A RaceBox has its own accelerometers; a VBOX works accelerations out from its receiver. */
const ownSource = (name: string, generator: Generator): string => {
  if (generator === 'racebox') return 'imu'
  return generator === 'racelogic' && !/^(?:longacc|latacc|tsample)$/i.test(name) ? 'can' : 'gps'
}

const STEPS = /^(?:solution_type|avifileindex|avitime|fix_type|gear|driverid)$|^digital/i

export const toRawChannel = ({ name, unit, source }: ColumnName, values: Float64Array): RawChannel => ({
  name,
  unit,
  source,
  values,
  ...(STEPS.test(name) ? { kind: 'discrete' } : {}),
})
