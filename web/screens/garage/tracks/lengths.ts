/** Lengths of layouts as people write them: '7.004' km. */
import { asMetres, type Metres, type UnitSystem } from '#shared/units'

const UNITS = {
  metric: { name: 'km', metres: 1000 },
  imperial: { name: 'mi', metres: 1609.344 },
} as const

export const lengthUnit = (system: UnitSystem): (typeof UNITS)[UnitSystem] => UNITS[system]

/** A longer one is a typing error: the longest ever raced was 117 km. */
const LONGEST_M = 200_000

/** Null says it is not known; 'wrong' that it is no length. */
export const readLength = (text: string, system: UnitSystem): Metres | null | 'wrong' => {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return null
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(trimmed)) return 'wrong'
  const metres = Number(trimmed) * UNITS[system].metres
  // A millimetre is finer than any survey, and coarse enough that a conversion and back changes nothing.
  return metres > 0 && metres <= LONGEST_M ? asMetres(Math.round(metres * 1000) / 1000) : 'wrong'
}

export const lengthToText = (metres: Metres | null, system: UnitSystem): string =>
  metres === null ? '' : String(Math.round((metres / UNITS[system].metres) * 1e6) / 1e6)
