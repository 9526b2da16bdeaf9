/**
 * Numbers of the desk's tables as text, without their unit: that stands in the header of the column.
 *
 * Invariants: what is not known is an en dash; a difference has its real sign, '±' when it is nothing at the digits
 * shown; a difference is never moved by the offset of a unit (10 °C warmer is 18 °F warmer).
 */
import {
  asMillis,
  formatGap,
  formatGrouped,
  formatNumber,
  MINUS,
  shownUnit,
  UNKNOWN,
  type UnitSystem,
} from '#shared/units'

/** The unit a column shows; milliseconds are written as seconds. */
export const unitShown = (unit: string, units: UnitSystem): string =>
  unit === 'ms' ? 's' : shownUnit(unit, units).unit

/** A value of the unit inside, as the column shows it. */
export const toShown = (value: number, unit: string, units: UnitSystem): number => {
  if (unit === 'ms') return value / 1000
  const { factor, offset } = shownUnit(unit, units)
  return value * factor + offset
}

export const changeToShown = (change: number, unit: string, units: UnitSystem): number =>
  unit === 'ms' ? change / 1000 : change * shownUnit(unit, units).factor

export const valueText = (value: number, unit: string, units: UnitSystem, digits: number): string => {
  const shown = toShown(value, unit, units)
  return digits === 0 && Math.abs(shown) >= 10_000 ? formatGrouped(shown) : formatNumber(shown, digits)
}

export const changeText = (change: number, unit: string, units: UnitSystem, digits: number): string =>
  signed(changeToShown(change, unit, units), digits)

/** '+3.1', '−0.4', '±0.0'. */
export const signed = (value: number, digits: number): string => {
  if (!Number.isFinite(value)) return UNKNOWN
  const text = Math.abs(value).toFixed(digits)
  return (Number(text) === 0 ? '±' : value < 0 ? MINUS : '+') + text
}

/** Whole metres or feet along the lap: '1 284'. A column never changes to km half-way down. */
export const placeText = (metres: number, units: UnitSystem): string => {
  const shown = toShown(metres, 'm', units)
  return Number.isFinite(shown) ? formatGrouped(shown) : UNKNOWN
}

/** A loss in seconds with its sign; NaN is unknown. */
export const lossText = (ms: number): string => (Number.isFinite(ms) ? formatGap(asMillis(ms)) : UNKNOWN)
