/**
 * From the units inside to the ones a person reads, metric or imperial.
 *
 * Invariant: `shown = inside × factor + offset`, so a chart can convert an axis without knowing the quantity.
 * Inside units are those of the canonical channels; a unit not listed is shown as it is.
 */
import type { Metres, MetresPerSecond } from './brands.ts'
import { formatGrouped, formatNumber } from './number.ts'

export type UnitSystem = 'metric' | 'imperial'

export interface ShownUnit {
  readonly unit: string
  readonly factor: number
  readonly offset: number
}

const FEET_PER_METRE = 1 / 0.3048
const METRES_PER_MILE = 1609.344
const GALLONS_PER_LITRE = 1 / 3.785411784
const PSI_PER_BAR = 14.503773773

const scaled = (unit: string, factor: number): ShownUnit => ({ unit, factor, offset: 0 })

const SHOWN: Readonly<Record<UnitSystem, ReadonlyMap<string, ShownUnit>>> = {
  metric: new Map([['m/s', scaled('km/h', 3.6)]]),
  imperial: new Map([
    ['m/s', scaled('mph', 3600 / METRES_PER_MILE)],
    ['m', scaled('ft', FEET_PER_METRE)],
    ['mm', scaled('in', 1 / 25.4)],
    ['°C', { unit: '°F', factor: 1.8, offset: 32 }],
    ['bar', scaled('psi', PSI_PER_BAR)],
    ['kPa', scaled('psi', PSI_PER_BAR / 100)],
    // The US gallon: racing in imperial units is mostly American.
    ['l', scaled('gal', GALLONS_PER_LITRE)],
  ]),
}

/** How a channel of this unit is shown. */
export const shownUnit = (unit: string, system: UnitSystem): ShownUnit =>
  SHOWN[system].get(unit) ?? scaled(unit, 1)

/** A value in the unit inside, as text in the unit shown: (93, '°C', 'imperial') is '199' and '°F'. */
export const formatMeasure = (
  value: number,
  unit: string,
  system: UnitSystem,
  digits = 0,
): { value: string; unit: string } => {
  const shown = shownUnit(unit, system)
  return { value: formatNumber(value * shown.factor + shown.offset, digits), unit: shown.unit }
}

/** From m/s to the unit shown. */
export const speedFactor = (system: UnitSystem): number => shownUnit('m/s', system).factor

export const formatSpeed = (
  v: MetresPerSecond,
  system: UnitSystem,
  digits = 0,
): { value: string; unit: 'km/h' | 'mph' } => ({
  value: formatNumber(v * speedFactor(system), digits),
  unit: system === 'metric' ? 'km/h' : 'mph',
})

/**
 * A distance along a lap in whole metres or feet ('1 284' m); what is longer than any lap's place needs
 * (10 km, 2 miles) in km or miles with one decimal ('84.2' km).
 */
export const formatDistance = (d: Metres, system: UnitSystem): { value: string; unit: string } => {
  if (system === 'metric') {
    return Math.abs(d) < 10_000
      ? { value: formatGrouped(d), unit: 'm' }
      : { value: formatNumber(d / 1000, 1), unit: 'km' }
  }
  const miles = d / METRES_PER_MILE
  return Math.abs(miles) < 2
    ? { value: formatGrouped(d * FEET_PER_METRE), unit: 'ft' }
    : { value: formatNumber(miles, 1), unit: 'mi' }
}
