/**
 * What the 16-bit numbers of a DRK channel stand for, by the scaling number of its description.
 *
 * Found by comparing real files with the maker's own numbers; others are shown as they are written.
 */
import type { DrkChannel } from './blocks.ts'

export interface Scale {
  /** value = raw × factor + offset */
  readonly factor: number
  readonly offset: number
  readonly unit: string
  /** 'calc' for what the logger worked out from its receiver. */
  readonly source: 'logger' | 'calc'
  /** Angles that must lie between 0 and 360. */
  readonly isCourse?: boolean
  readonly isKnown: boolean
}

const RAW_MAX = 65_535
const LARGEST = 1e30

export const scaleOf = ({ scaling, min, max, unit }: DrkChannel): Scale => {
  const own = (factor: number, offset: number): Scale => {
    return { factor, offset, unit, source: 'logger', isKnown: true }
  }
  const calculated = (factor: number, zero: number, inUnit: string): Scale => {
    return { factor, offset: -zero * factor, unit: inUnit, source: 'calc', isKnown: true }
  }
  switch (scaling) {
    case 999:
      // A range that no column can hold is damage, and NaN throughout.
      return Math.max(Math.abs(min), Math.abs(max)) < LARGEST
        ? own((max - min) / RAW_MAX, min)
        : own(Number.NaN, Number.NaN)
    case 10:
      return { ...own(1 / 436, -2048 / 436), unit: 'g' }
    case 600:
      return calculated(1, 0, '')
    case 336:
      return calculated(1, 0, 'cm')
    case 3001:
      return calculated(0.1, 0, 'km/h')
    case 3003:
    case 3004:
      return calculated(0.001, 16_000, 'g')
    case 3005:
      return calculated(1 / 5000, 15_708, 'rad')
    case 3006:
      return { ...calculated(180 / Math.PI / 5000, 15_708, 'deg'), isCourse: true }
    case 3007:
      return calculated(1 / 5000, 15_708, 'rad/s')
    default:
      return { factor: 1, offset: 0, unit: '', source: 'logger', isKnown: false }
  }
}
