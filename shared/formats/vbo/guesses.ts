/**
 * What a VBO column means where the file does not say, judged by its values.
 */
import type { Notes, RawChannel } from '../common/index.ts'

/** No steering wheel is turned by 20 radians; every one is turned by 20 degrees. */
const SURELY_DEGREES = 20
/** No car gains or loses speed at this rate on average; a tilted sensor does. */
const TILTED_G = 0.3

export const withGuessedUnits = (channels: readonly RawChannel[], notes: Notes): RawChannel[] =>
  channels.flatMap(channel => {
    const { name, unit, values } = channel
    // RaceChrono writes these columns even without a sensor, then as zeros.
    if (/^g(?:Lat|Long)$/.test(name) && values.length > FEW && values.every(v => v === 0)) {
      notes.add('info', NO_SENSOR)
      return []
    }
    if (
      /^steer(?:ing)?[ _]?(?:wheel[ _]?)?angle$/i.test(name) &&
      unit === '' &&
      reaches(values, SURELY_DEGREES)
    ) {
      notes.add('guessed', `${name} has no unit in the file; its size says that it is in degrees.`)
      return [{ ...channel, name: 'steering', unit: 'deg' }]
    }
    if (name === 'gLong' && Math.abs(meanOf(values)) > TILTED_G) {
      notes.add(
        'guessed',
        'The acceleration sensor was tilted (gravity is in its longitudinal axis), so longitudinal g is kept under another name.',
      )
      return [{ ...channel, name: 'Longitudinal axis' }]
    }
    return [channel]
  })

/** In fewer rows the car may have stood. */
const FEW = 100
const NO_SENSOR =
  'Columns of lateral or longitudinal g that are zero throughout were left out, because nothing measured them.'

const reaches = (values: Float32Array | Float64Array, size: number): boolean =>
  values.some(v => Math.abs(v) > size)

const meanOf = (values: Float32Array | Float64Array): number => {
  let [sum, n] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue
    sum += values[i]!
    n++
  }
  return n > 0 ? sum / n : 0
}
