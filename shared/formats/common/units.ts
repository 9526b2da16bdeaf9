/**
 * Unit texts of every tool to the units Paddock keeps, and the straight line between them.
 *
 * Invariant: value × factor + offset is the value in the canonical unit. A text that is not in the table is
 * unknown and answers null; nothing is guessed from its looks. Upper and lower case are alike: no logger writes
 * two units that differ in nothing else ('mPa' for 'MPa' excepted, and millipascals are never meant).
 */

export interface UnitConversion {
  readonly unit: string
  readonly factor: number
  readonly offset: number
}

type Spellings = string
type Line = readonly [spellings: Spellings, factor: number, offset?: number]

const MPH = 0.44704
const KNOT = 1852 / 3600
const FAHRENHEIT = 5 / 9
const STANDARD_GRAVITY = 9.80665
const PSI_BAR = 0.068_947_572_931_683_6
const DEG_PER_RAD = 180 / Math.PI

/** Spellings are separated by spaces; the first column is the canonical unit. */
const TABLE: readonly (readonly [unit: string, ...lines: Line[]])[] = [
  // Words for "no unit" that stand in unit rows.
  ['', ['# (null) null none n/a .. - count counts counter enum flag bool boolean unitless sats', 1]],
  [
    'm/s',
    ['m/s mps m/sec ms-1 meter/s meters/second', 1],
    ['km/h kmh kph km/hr kmph kilometers/hour', 1 / 3.6],
    ['mph mi/h miles/hour', MPH],
    ['kn kt kts knot knots', KNOT],
    ['ft/s fps', 0.3048],
    ['mm/s', 0.001],
  ],
  [
    'm',
    ['m meter meters metre metres', 1],
    ['km', 1000],
    ['cm', 0.01],
    ['ft feet', 0.3048],
    ['mi mile miles', 1609.344],
    ['yd', 0.9144],
  ],
  // Apart from metres (and milliseconds from seconds): what is given in millimetres is read in millimetres.
  ['mm', ['mm millimeter millimeters millimetre millimetres', 1], ['in inch inches', 25.4]],
  ['%', ['% pct percent', 1], ['ratio', 100]],
  ['rpm', ['rpm r/min 1/min min-1 rev/min revs', 1], ['krpm', 1000]],
  [
    'deg',
    ['deg degs degree degrees ° º', 1],
    ['rad rads radian radians', DEG_PER_RAD],
    ['mrad', DEG_PER_RAD / 1000],
  ],
  ['deg/s', ['deg/s deg/sec degs/s dps °/s º/s degrees/s', 1], ['rad/s rad/sec rads/s', DEG_PER_RAD]],
  [
    'g',
    ['g gs g-force', 1],
    ['mg milli-g', 0.001],
    ['m/s2 m/s^2 m/s² m/s/s m/s^-2 ms-2', 1 / STANDARD_GRAVITY],
    ['ft/s2 ft/s^2', 0.3048 / STANDARD_GRAVITY],
  ],
  [
    '°C',
    ['°c ºc c .c degc celsius deg_c', 1],
    ['f °f ºf .f degf fahrenheit deg_f', FAHRENHEIT, -32 * FAHRENHEIT],
    ['k kelvin', 1, -273.15],
  ],
  [
    'bar',
    ['bar', 1],
    ['mbar hpa', 0.001],
    ['kpa', 0.01],
    ['mpa', 10],
    ['pa', 1e-5],
    ['psi', PSI_BAR],
    ['inhg', 0.033_863_886_4],
    ['atm', 1.013_25],
  ],
  ['V', ['v volt volts', 1], ['mv', 0.001]],
  ['A', ['a amp amps', 1], ['ma', 0.001]],
  ['kW', ['kw', 1], ['w', 0.001], ['hp bhp', 0.745_699_871_58], ['ps cv', 0.735_498_75]],
  ['Nm', ['nm n.m n·m n*m', 1], ['ft-lb ftlb lb-ft lbft ft.lb ft-lbs', 1.355_817_948_3]],
  ['N', ['n newton newtons', 1]],
  ['kg', ['kg', 1], ['lb lbs', 0.453_592_37]],
  // The US gallon: the only one seen in a log.
  ['l', ['l liter liters litre litres ltr', 1], ['ml cc', 0.001], ['gal gallon gallons', 3.785_411_784]],
  ['s', ['s sec secs second seconds', 1]],
  ['ms', ['ms msec', 1], ['us µs', 0.001]],
  ['Hz', ['hz 1/s', 1], ['khz', 1000]],
  ['bpm', ['bpm', 1]],
]

/** Between two units that are kept apart in the table but measure the same. */
const BRIDGES: readonly (readonly [from: string, to: string, factor: number])[] = [
  ['mm', 'm', 0.001],
  ['m', 'mm', 1000],
]

const conversions: ReadonlyMap<string, UnitConversion> = new Map([
  ['', { unit: '', factor: 1, offset: 0 }],
  ...TABLE.flatMap(([unit, ...lines]) =>
    lines.flatMap(([spellings, factor, offset = 0]) =>
      spellings.split(' ').map(text => [text, { unit, factor, offset }] as const),
    ),
  ),
])

/** Unit text of any tool to the canonical unit; null when it is unknown and must be kept as it is. */
export const unitToCanonical = (unit: string): UnitConversion | null =>
  conversions.get(unit.trim().toLowerCase().replace(/\s+/g, '')) ?? null

/** The line from a unit text to a certain unit, or null when they do not measure the same. */
export const unitToUnit = (from: string, to: string): UnitConversion | null => {
  const conversion = unitToCanonical(from)
  if (!conversion) return null
  if (conversion.unit === to) return conversion
  const bridge = BRIDGES.find(([a, b]) => a === conversion.unit && b === to)
  if (!bridge) return null
  return { unit: to, factor: conversion.factor * bridge[2], offset: conversion.offset * bridge[2] }
}
