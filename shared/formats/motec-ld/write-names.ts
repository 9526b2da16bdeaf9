/**
 * Paddock's channels under the names and in the units i2 knows, so that its own worksheets and maths find them.
 *
 * Invariant: what is written here comes back under the same canonical name when the file is read (suspension and
 * vertical g excepted, which are not canonical when read because other files mean something else by them).
 */
import { type Channel, channelInfo } from '#shared/trace'
import { lookUp, unitToUnit } from '../common/index.ts'
import { BLOCK } from './layout.ts'
import { isLeftPositive } from './naming.ts'

export interface MotecName {
  readonly name: string
  readonly unit: string
  /** From Paddock's unit and side to MoTeC's. */
  readonly factor: number
}

const NAMES: Readonly<Record<string, readonly [name: string, unit: string]>> = {
  lat: ['GPS Latitude', 'deg'],
  lon: ['GPS Longitude', 'deg'],
  altitude: ['GPS Altitude', 'm'],
  heading: ['GPS Heading', 'deg'],
  accuracy: ['GPS Accuracy', 'm'],
  satellites: ['GPS Sats', ''],
  speed: ['Ground Speed', 'km/h'],
  gLat: ['G Force Lat', 'G'],
  gLong: ['G Force Long', 'G'],
  gVert: ['G Force Vert', 'G'],
  throttle: ['Throttle Pos', '%'],
  brake: ['Brake Pos', '%'],
  brakePressure: ['Brake Pres', 'bar'],
  clutch: ['Clutch Pos', '%'],
  steering: ['Steered Angle', 'deg'],
  rpm: ['Engine RPM', 'rpm'],
  boost: ['Boost Pres', 'bar'],
  fuel: ['Fuel Level', 'l'],
  waterTemp: ['Water Temp', 'C'],
  oilTemp: ['Eng Oil Temp', 'C'],
  oilPressure: ['Eng Oil Pres', 'bar'],
  battery: ['Battery Volts', 'V'],
  airTemp: ['Air Temp', 'C'],
  trackTemp: ['Track Temp', 'C'],
  lap: ['Lap Number', ''],
  lapInvalid: ['Lap Invalidated', ''],
}

const PER_WHEEL: readonly (readonly [stem: string, name: string, unit: string])[] = [
  ['wheelSpeed', 'Wheel Speed', 'km/h'],
  ['tyreTemp', 'Tyre Temp', 'C'],
  ['tyrePressure', 'Tyre Pres', 'bar'],
  ['brakeTemp', 'Brake Temp', 'C'],
  ['suspension', 'Susp Pos', 'mm'],
]

/** Names are given out in the order of the calls, each once. */
export const createMotecNaming = (): ((channel: Pick<Channel, 'name' | 'unit' | 'source'>) => MotecName) => {
  const taken = new Set(['Beacon'])
  return channel => {
    const [wanted, unit] = motecName(channel)
    let name = clipped(wanted)
    for (let n = 2; taken.has(name); n++)
      name = clipped(wanted, n === 2 ? ` ${channel.source}` : ` ${channel.source} ${n}`)
    taken.add(name)
    const factor = unitToUnit(unit, channel.unit)?.factor ?? 1
    return { name, unit, factor: (isLeftPositive(name) ? -1 : 1) / factor }
  }
}

const motecName = ({
  name,
  unit,
  source,
}: Pick<Channel, 'name' | 'unit' | 'source'>): readonly [string, string] => {
  if (name === 'speed' && source === 'gps') return ['GPS Speed', 'km/h']
  // A channel may bear any name a log gives it, 'toString' too.
  const known = lookUp(NAMES, name)
  if (known) return known
  const wheel = PER_WHEEL.find(([stem]) => name.startsWith(stem) && name.length === stem.length + 2)
  if (wheel && channelInfo(name)) return [`${wheel[1]} ${name.slice(-2)}`, wheel[2]]
  return [channelInfo(name)?.label ?? name, unit]
}

const clipped = (name: string, ending = ''): string =>
  name.slice(0, BLOCK.name.length - 1 - ending.length) + ending
