/**
 * Setup files of Assetto Corsa Competizione: JSON with `carName`, `basicSetup` and `advancedSetup`.
 *
 * Wheels are lists of four (left front, right front, left rear, right rear), axles lists of two. Everything is in
 * clicks but fuel (litres), numbers of options, and what the game computed: `staticCamber` in degrees;
 * `toeOutLinear` and `rodLength` in units it does not name. A list of another length than known is not understood
 * and shown as it is.
 */
import type { SetupPart, SetupValue } from './model.ts'
import { knownValue, MAX_VALUES, type Setting, shortened, unknownValue } from './value.ts'

interface AccSetting extends Setting {
  readonly part?: SetupPart
}

const clicks = (id: Setting['id'], part?: SetupPart): AccSetting =>
  part === undefined ? { id, unit: 'clicks' } : { id, unit: 'clicks', part }
const choice = (id: Setting['id'], part?: SetupPart): AccSetting =>
  part === undefined ? { id, unit: 'choice' } : { id, unit: 'choice', part }

/** By the path of keys; what stands in a pit stop has the path it has without it. */
const KNOWN: ReadonlyMap<string, AccSetting> = new Map(
  Object.entries({
    'basicSetup/tyres/tyreCompound': choice('compound'),
    'basicSetup/tyres/tyrePressure': clicks('pressure'),
    'basicSetup/alignment/camber': clicks('camber'),
    'basicSetup/alignment/toe': clicks('toe'),
    'basicSetup/alignment/staticCamber': { id: 'camberAngle', unit: 'deg', derived: true },
    'basicSetup/alignment/toeOutLinear': { id: 'toeAngle', unit: null, derived: true },
    'basicSetup/alignment/casterLF': clicks('caster', 'lf'),
    'basicSetup/alignment/casterRF': clicks('caster', 'rf'),
    'basicSetup/alignment/steerRatio': clicks('steerRatio'),
    'basicSetup/electronics/tC1': clicks('tractionControl'),
    'basicSetup/electronics/tC2': clicks('tractionControlCut'),
    'basicSetup/electronics/abs': clicks('abs'),
    'basicSetup/electronics/eCUMap': choice('engineMap'),
    'basicSetup/electronics/fuelMix': choice('fuelMix'),
    'basicSetup/electronics/telemetryLaps': { id: 'telemetryLaps', unit: 'laps' },
    'basicSetup/strategy/fuel': { id: 'fuel', unit: 'l' },
    'basicSetup/strategy/nPitStops': { id: 'pitStops', unit: 'stops' },
    'basicSetup/strategy/tyreSet': choice('tyreSet'),
    'basicSetup/strategy/frontBrakePadCompound': choice('brakePads', 'front'),
    'basicSetup/strategy/rearBrakePadCompound': choice('brakePads', 'rear'),
    'basicSetup/strategy/fuelPerLap': { id: 'fuelPerLap', unit: 'l/lap', derived: true },
    'basicSetup/strategy/pitStrategy/fuelToAdd': { id: 'fuelToAdd', unit: 'l' },
    'basicSetup/strategy/pitStrategy/tyreSet': choice('tyreSet'),
    'basicSetup/strategy/pitStrategy/tyres/tyreCompound': choice('compound'),
    'basicSetup/strategy/pitStrategy/tyres/tyrePressure': clicks('pressure'),
    'basicSetup/strategy/pitStrategy/frontBrakePadCompound': choice('brakePads', 'front'),
    'basicSetup/strategy/pitStrategy/rearBrakePadCompound': choice('brakePads', 'rear'),
    'advancedSetup/mechanicalBalance/aRBFront': clicks('antiRollBar', 'front'),
    'advancedSetup/mechanicalBalance/aRBRear': clicks('antiRollBar', 'rear'),
    'advancedSetup/mechanicalBalance/wheelRate': clicks('springRate'),
    'advancedSetup/mechanicalBalance/bumpStopRateUp': clicks('bumpStopRate'),
    'advancedSetup/mechanicalBalance/bumpStopRateDn': clicks('bumpStopRateDown'),
    'advancedSetup/mechanicalBalance/bumpStopWindow': clicks('bumpStopRange'),
    'advancedSetup/mechanicalBalance/brakeTorque': clicks('brakePower'),
    'advancedSetup/mechanicalBalance/brakeBias': clicks('brakeBias'),
    'advancedSetup/dampers/bumpSlow': clicks('bump'),
    'advancedSetup/dampers/bumpFast': clicks('fastBump'),
    'advancedSetup/dampers/reboundSlow': clicks('rebound'),
    'advancedSetup/dampers/reboundFast': clicks('fastRebound'),
    'advancedSetup/aeroBalance/rideHeight': clicks('rideHeight'),
    'advancedSetup/aeroBalance/rodLength': { id: 'rodLength', unit: null, derived: true },
    'advancedSetup/aeroBalance/splitter': clicks('splitter'),
    'advancedSetup/aeroBalance/rearWing': clicks('wing', 'rear'),
    'advancedSetup/aeroBalance/brakeDuct': clicks('brakeDuct'),
    'advancedSetup/drivetrain/preload': clicks('diffPreload'),
  }),
)

const WHEELS: readonly SetupPart[] = ['lf', 'rf', 'lr', 'rr']
const AXLES: readonly SetupPart[] = ['front', 'rear']
const STOPS = 'basicSetup/strategy/pitStrategy'
/** Of lists and objects in one another; the game's files have five. */
const MAX_DEPTH = 10

/** Null when it is not a setup of ACC. */
export const accSetupOf = (json: unknown): { car: string; values: SetupValue[] } | null => {
  if (!isRecord(json) || typeof json.carName !== 'string') return null
  if (!isRecord(json.basicSetup) && !isRecord(json.advancedSetup)) return null
  const values: SetupValue[] = []
  for (const [key, value] of Object.entries(json)) {
    if (key !== 'carName') collect(values, key, value, null, 1)
  }
  // A key with a slash in it may look like another one's path.
  const byKey = new Map(values.map(value => [value.key, value]))
  return { car: shortened(json.carName), values: [...byKey.values()] }
}

const collect = (
  into: SetupValue[],
  path: string,
  value: unknown,
  stop: number | null,
  depth: number,
): void => {
  if (into.length >= MAX_VALUES || depth > MAX_DEPTH) return
  const known = KNOWN.get(path)
  const fitting = known && knownValues(known, path, value, stop)
  if (fitting) into.push(...fitting)
  else if (path === STOPS && Array.isArray(value)) {
    for (const [i, plan] of value.entries()) {
      if (isRecord(plan)) collect(into, path, plan, i + 1, depth + 1)
      else collect(into, `${path}/${i + 1}`, plan, null, depth + 1)
    }
  } else if (Array.isArray(value) || isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) collect(into, `${path}/${key}`, inner, stop, depth + 1)
  } else if (isScalar(value)) into.push(unknownValue(atStop(path, stop), scalarOf(value)))
}

const knownValues = (
  setting: AccSetting,
  path: string,
  value: unknown,
  stop: number | null,
): SetupValue[] | null => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (isAmount(value)) return [knownValue(setting, name, value, setting.part ?? null, stop)]
  if (!Array.isArray(value) || setting.part || !value.every(isAmount)) return null
  const parts = value.length === 4 ? WHEELS : value.length === 2 ? AXLES : null
  return parts && value.map((each, i) => knownValue(setting, name, each, parts[i]!, stop))
}

/** What stands in a pit stop nobody listed says which. */
const atStop = (path: string, stop: number | null): string =>
  stop === null ? path : path.replace(STOPS, `${STOPS}/${stop}`)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A number too large for a double is Infinity when it comes out of JSON. */
const isAmount = (value: unknown): value is number => Number.isFinite(value)

const isScalar = (value: unknown): value is number | string | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || isAmount(value)

const scalarOf = (value: number | string | boolean): number | string =>
  typeof value === 'number' ? value + 0 : shortened(String(value))
