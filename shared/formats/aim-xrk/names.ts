/**
 * Channel names of AiM loggers, and of cars whose engine electronics name their channels in the Bosch manner (a
 * letter for the quantity, then the place), to the canonical ones.
 *
 * Accelerations (aLat, aLon, AccelerometerX …) are not among them: how the logger was mounted decides what they
 * mean, and in real files they do not follow the path.
 */
import { lookUp, nameToCanonical } from '../common/index.ts'

const ALIASES: Readonly<Record<string, string>> = {
  'external voltage': 'battery',
  calculated_gear: 'gear',
  'gps nsat': 'satellites',
  // Metres in the list of names elsewhere, millimetres here.
  'gps posaccuracy': 'accuracy',
  'gps gyro': 'yawRate',
  fengrpm: 'rpm',
  posgear: 'gear',
  rpedal: 'throttle',
  bsteering: 'steering',
  pbrakef: 'brakePressure',
  twater: 'waterTemp',
  toil: 'oilTemp',
  wyaw: 'yawRate',
  vwheelfl: 'wheelSpeedFL',
  vwheelfr: 'wheelSpeedFR',
  vwheelrl: 'wheelSpeedRL',
  vwheelrr: 'wheelSpeedRR',
}

/**
 * The name of each channel of one log, asked in the order of the file: where two mean the same thing, the first
 * gets the canonical name and the other keeps its own.
 */
export const createAimNames = (): ((name: string, unit: string, source: string) => string) => {
  const taken = new Set<string>()
  return (name, unit, source) => {
    const known = nameToCanonical(lookUp(ALIASES, name.trim().toLowerCase()) ?? name, unit)?.name
    if (known === undefined || taken.has(`${source}/${known}`)) return name
    taken.add(`${source}/${known}`)
    return known
  }
}
