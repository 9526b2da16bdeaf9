/** Power and weight as a person reads and writes them: kW and kg, or mechanical horsepower and pounds. */
import { formatGrouped, formatNumber, type UnitSystem } from '#shared/units'

export type Quantity = 'powerW' | 'weightKg'

interface Shown {
  readonly unit: string
  /** Inside units in one shown unit. */
  readonly size: number
}

const SHOWN: Readonly<Record<Quantity, Readonly<Record<UnitSystem, Shown>>>> = {
  powerW: { metric: { unit: 'kW', size: 1000 }, imperial: { unit: 'hp', size: 745.699872 } },
  weightKg: { metric: { unit: 'kg', size: 1 }, imperial: { unit: 'lb', size: 0.45359237 } },
}

export const unitOf = (quantity: Quantity, system: UnitSystem): string => SHOWN[quantity][system].unit

export const formatQuantity = (inside: number, quantity: Quantity, system: UnitSystem): string =>
  formatGrouped(inside / SHOWN[quantity][system].size)

/** As a field shows it: without groups, with a decimal where there is one. */
export const toField = (inside: number, quantity: Quantity, system: UnitSystem): string =>
  formatNumber(inside / SHOWN[quantity][system].size, 1).replace(/\.0$/, '')

/** Inside units, or null where the text is no amount above zero. A comma may be the decimal point. */
export const fromField = (text: string, quantity: Quantity, system: UnitSystem): number | null => {
  const trimmed = text.trim().replace(',', '.')
  const shown = /^\d{1,6}(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN
  return shown > 0 ? shown * SHOWN[quantity][system].size : null
}
