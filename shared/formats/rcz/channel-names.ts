/**
 * What the channel numbers of RaceChrono mean, as far as it was proved: by comparing archives with the app's own
 * exports of the same sessions, and by physics (gravity, turning against the course). Everything else keeps its
 * number as its name.
 *
 * A number is a base in its low 15 bits, a place on the car in the next 5 and a count of like sensors above. Which
 * wheel a place is was not proved, so it stays a number too.
 */
import type { RawChannel } from '../common/index.ts'

interface Meaning {
  readonly name: string
  readonly unit: string
  /** When the name alone is not that of one sensor of several. */
  readonly label?: string
}

/** Whole numbers are thousandths of these units. */
const THOUSANDTHS: ReadonlyMap<number, Meaning> = new Map([
  [2, { name: 'distance', unit: 'm' }],
  [4, { name: 'speed', unit: 'm/s' }],
  [5, { name: 'altitude', unit: 'm' }],
  [6, { name: 'heading', unit: 'deg' }],
  [9, { name: 'Acceleration X', unit: 'm/s2' }],
  [10, { name: 'Acceleration Y', unit: 'm/s2' }],
  [11, { name: 'Acceleration Z', unit: 'm/s2' }],
  [14, { name: 'Rotation Z', unit: 'deg/s' }],
  [30007, { name: 'accuracy', unit: 'm' }],
])

const COUNTS: ReadonlyMap<number, Meaning> = new Map([
  [30002, { name: 'satellites', unit: '' }],
  [30003, { name: 'Fix type', unit: '' }],
])

/** Doubles, in the unit given. */
const DOUBLES: ReadonlyMap<number, Meaning> = new Map([
  [4, { name: 'speed', unit: 'm/s', label: 'Wheel speed' }],
  [1001, { name: 'steering', unit: 'deg' }],
  [1002, { name: 'brake', unit: '%' }],
  [10024, { name: 'rpm', unit: 'rpm' }],
  [10026, { name: 'waterTemp', unit: '°C' }],
  [10031, { name: 'airTemp', unit: '°C' }],
  [10058, { name: 'Fuel level', unit: '%' }],
  [10066, { name: 'oilTemp', unit: '°C' }],
  [10071, { name: 'throttle', unit: '%' }],
])

const BASE_BITS = 15
const PLACE_BITS = 5

/** `factor` makes the unit out of the numbers in the file. */
export const meaningOf = (
  id: number,
  isDouble: boolean,
): Pick<RawChannel, 'name' | 'unit' | 'kind'> & { readonly factor: number } => {
  const counted = isDouble ? null : COUNTS.get(id)
  if (counted) return { ...counted, kind: 'discrete', factor: 1 }
  const factor = isDouble ? 1 : 0.001
  const base = id & ((1 << BASE_BITS) - 1)
  const place = (id >>> BASE_BITS) & ((1 << PLACE_BITS) - 1)
  const sensor = id >>> (BASE_BITS + PLACE_BITS)
  const meaning = (isDouble ? DOUBLES : THOUSANDTHS).get(base)
  if (!meaning) return { name: `Channel ${id}`, unit: '', factor: 1 }
  const { name, unit, label = name } = meaning
  if (place === 0 && sensor === 0) return { name, unit, factor }
  const which = [sensor > 0 ? ` ${sensor}` : '', place > 0 ? ` (place ${place})` : ''].join('')
  return { name: `${label}${which}`, unit, factor }
}

/** Numbers of device types to what the samples came from; the rest keep their number. */
const DEVICES: ReadonlyMap<number, string> = new Map([
  [1, 'gps'],
  [2, 'acc'],
  [3, 'gyro'],
  [8, 'mag'],
  [12, 'can'],
])

export const deviceLabel = (type: number): string => DEVICES.get(type) ?? `device ${type}`
