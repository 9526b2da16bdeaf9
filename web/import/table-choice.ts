/**
 * What a person says about the columns of a table, as the screen has it, and the mapping that comes of it.
 *
 * Invariant: a column has one meaning. What is not known is not guessed: a speed without a unit is asked for.
 */
import type { CsvColumn, CsvMapping, CsvSniff, CsvTime } from '#shared/formats'

export const ROLES = ['lat', 'lon', 'speed', 'lap'] as const
export type Role = (typeof ROLES)[number]

export interface TableChoice {
  readonly time: CsvTime | null
  /** The column of each role; null when the table has none. */
  readonly roles: Readonly<Record<Role, number | null>>
  /** Every column's unit. */
  readonly units: readonly string[]
  /** Columns with no role that are kept as channels of their own. */
  readonly kept: readonly number[]
}

/** Units a person may choose for a speed; a header may bring another. */
export const SPEED_UNITS = ['km/h', 'mph', 'm/s', 'kn'] as const

/** What loggers measure in, for every other column. */
export const UNITS = [
  ...['m', 'km', 'ft', 'mi', 'm/s', 'km/h', 'mph', 'kn', 'g', 'm/s2', 'deg', 'rad', 'deg/s', '%', 'rpm'],
  ...['°C', '°F', 'bar', 'psi', 'kPa', 'V', 'A', 'l', 's', 'ms'],
] as const

const LOOKS_LIKE: Readonly<Record<Role, RegExp>> = {
  lat: /^(gps[ _]?)?lat/i,
  lon: /^(gps[ _]?)?(lon|lng)/i,
  speed: /speed|velocity|geschw|vitesse|veloc/i,
  lap: /^lap( ?(number|no|nr|#))?$|^runde/i,
}

export const choiceOf = ({ suggestion, names, units }: CsvSniff): TableChoice => {
  const { time, columns } = suggestion
  const free = columns.filter(({ column }) => !columnsOfTime(time).includes(column))
  const columnFor = (role: Role): number | null =>
    (
      free.find(({ channel }) => channel === role) ??
      free.find(({ column }) => LOOKS_LIKE[role].test(names[column]!))
    )?.column ?? null
  const roles = {
    lat: columnFor('lat'),
    lon: columnFor('lon'),
    speed: columnFor('speed'),
    lap: columnFor('lap'),
  }
  const taken = Object.values(roles)
  const kept = free.map(({ column }) => column).filter(column => !taken.includes(column))
  return { time, roles, units, kept }
}

export const columnsOfTime = (time: CsvTime | null): readonly number[] =>
  time === null || time.kind === 'rate'
    ? []
    : time.kind === 'date-and-clock'
      ? [time.dateColumn, time.column]
      : [time.column]

/** The choice with a role on another column; whatever that column was before, it is not any more. */
export const withRole = (choice: TableChoice, role: Role, column: number | null): TableChoice => {
  const others = ROLES.filter(other => other !== role && choice.roles[other] !== column)
  const before = choice.roles[role]
  const kept = choice.kept.filter(other => other !== column)
  return {
    ...choice,
    time: column !== null && columnsOfTime(choice.time).includes(column) ? null : choice.time,
    roles: {
      ...NO_ROLES,
      ...Object.fromEntries(others.map(other => [other, choice.roles[other]])),
      [role]: column,
    },
    kept: before === null || before === column ? kept : [...kept, before],
  }
}

/** The choice with another clock; its columns are nothing else any more. */
export const withTime = (choice: TableChoice, time: CsvTime | null): TableChoice => {
  const taken = columnsOfTime(time)
  const free = (column: number | null): number | null =>
    column !== null && taken.includes(column) ? null : column
  const { lat, lon, speed, lap } = choice.roles
  return {
    ...choice,
    time,
    roles: { lat: free(lat), lon: free(lon), speed: free(speed), lap: free(lap) },
    kept: choice.kept.filter(column => !taken.includes(column)),
  }
}

const NO_ROLES: Readonly<Record<Role, null>> = { lat: null, lon: null, speed: null, lap: null }

/** time = which column · pair = one of latitude and longitude alone · unit = of the speed · channel = nothing kept */
export type Lacking = 'time' | 'pair' | 'unit' | 'channel'

export type ChosenMapping =
  | { readonly ok: true; readonly mapping: CsvMapping }
  | { readonly ok: false; readonly lacks: Lacking }

export const choiceToMapping = (
  table: CsvSniff,
  { time, roles, units, kept }: TableChoice,
): ChosenMapping => {
  if (time === null) return { ok: false, lacks: 'time' }
  if ((roles.lat === null) !== (roles.lon === null)) return { ok: false, lacks: 'pair' }
  if (roles.speed !== null && units[roles.speed]!.trim() === '') return { ok: false, lacks: 'unit' }
  const { fingerprint, delimiter, decimalComma, headerRow, firstRow, columns: suggested } = table.suggestion
  const named = ROLES.flatMap((role): CsvColumn[] => {
    const column = roles[role]
    if (column === null) return []
    const unit = role === 'lap' ? '' : role === 'speed' ? units[column]! : units[column] || 'deg'
    return [{ column, channel: role, unit }]
  })
  const others = kept.map((column): CsvColumn => {
    const channel = suggested.find(each => each.column === column)?.channel ?? table.names[column]!
    const isTaken = (ROLES as readonly string[]).includes(channel)
    return { column, channel: isTaken ? table.names[column]! : channel, unit: units[column]! }
  })
  const columns = [...named, ...others].sort((a, b) => a.column - b.column)
  if (columns.length === 0) return { ok: false, lacks: 'channel' }
  return { ok: true, mapping: { fingerprint, delimiter, decimalComma, headerRow, firstRow, time, columns } }
}
