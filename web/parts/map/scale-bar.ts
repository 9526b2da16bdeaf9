/** A bar on the map as long as a round distance, in the units a person reads. */
import type { UnitSystem } from '#shared/units'

export interface ScaleBar {
  readonly px: number
  readonly value: number
  readonly unit: 'm' | 'km' | 'ft' | 'mi'
}

const FEET = 0.3048
const MILE = 1609.344
/** From this much on the larger unit reads better: a kilometre, half a mile. */
const FROM_MILE = MILE / 2

/** The longest of 1, 2, 5 × 10ⁿ that fits; miles also in halves. */
export const scaleBarOf = (pxPerMetre: number, mostPx: number, units: UnitSystem): ScaleBar => {
  const mostM = mostPx / pxPerMetre
  if (units === 'metric') {
    const metres = roundDown(mostM)
    return metres >= 1000
      ? { px: metres * pxPerMetre, value: metres / 1000, unit: 'km' }
      : { px: metres * pxPerMetre, value: metres, unit: 'm' }
  }
  if (mostM >= FROM_MILE) {
    const miles = roundDown(mostM / MILE)
    return { px: miles * MILE * pxPerMetre, value: miles, unit: 'mi' }
  }
  const feet = roundDown(mostM / FEET)
  return { px: feet * FEET * pxPerMetre, value: feet, unit: 'ft' }
}

const roundDown = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(most) + 1e-9)
  const lead = most / power + 1e-9
  // Multiplied or divided by a whole number, so that 0.5 is 0.5.
  const step = lead >= 5 ? 5 : lead >= 2 ? 2 : 1
  return power < 1 ? step / Math.round(1 / power) : step * power
}
