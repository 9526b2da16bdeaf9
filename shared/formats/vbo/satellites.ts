/** The column `sats` of a VBOX holds a count in its lower six bits and two switches above them. */
import type { RawChannel } from '../common/index.ts'

const COUNT = 63
const SWITCHES = [
  { bit: 64, name: 'Brake trigger' },
  { bit: 128, name: 'Differential fix' },
] as const

/** The count, and each switch that was ever on. */
export const satelliteChannels = (values: Float64Array): RawChannel[] => {
  const isKnown = (v: number): boolean => v >= 0 && v < 256
  const bits = (mask: number): Float64Array => values.map(v => (isKnown(v) ? v & mask : Number.NaN))
  const switches = SWITCHES.filter(({ bit }) => values.some(v => isKnown(v) && (v & bit) !== 0))
  return [
    { name: 'satellites', unit: '', source: 'gps', values: bits(COUNT) },
    ...switches.map(
      ({ bit, name }): RawChannel => ({
        name,
        unit: '',
        source: 'gps',
        kind: 'discrete',
        values: bits(bit).map(Math.sign),
      }),
    ),
  ]
}
