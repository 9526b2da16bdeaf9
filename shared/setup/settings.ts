/**
 * What can be set on a car, in the order it is shown, each in its group. The words for it are on the screen's side,
 * where the compiler holds them complete against `SettingId`.
 */
import type { SetupGroup } from './model.ts'

export const SETTINGS = {
  compound: 'tyres',
  pressure: 'tyres',
  tyreSet: 'tyres',
  camber: 'alignment',
  camberAngle: 'alignment',
  toe: 'alignment',
  toeAngle: 'alignment',
  caster: 'alignment',
  steerRatio: 'alignment',
  tractionControl: 'electronics',
  tractionControlCut: 'electronics',
  abs: 'electronics',
  engineMap: 'electronics',
  fuelMix: 'electronics',
  engineLimiter: 'electronics',
  turbo: 'electronics',
  telemetryLaps: 'electronics',
  brakeBias: 'brakes',
  brakePower: 'brakes',
  brakePads: 'brakes',
  engineBrake: 'brakes',
  fuel: 'strategy',
  fuelPerLap: 'strategy',
  pitStops: 'strategy',
  fuelToAdd: 'strategy',
  antiRollBar: 'suspension',
  springRate: 'suspension',
  bumpStopRate: 'suspension',
  bumpStopRateDown: 'suspension',
  bumpStopRange: 'suspension',
  rideHeight: 'suspension',
  rodLength: 'suspension',
  heaveSpring: 'suspension',
  bump: 'dampers',
  fastBump: 'dampers',
  rebound: 'dampers',
  fastRebound: 'dampers',
  splitter: 'aero',
  wing: 'aero',
  wing0: 'aero',
  wing1: 'aero',
  wing2: 'aero',
  brakeDuct: 'aero',
  diffPreload: 'drivetrain',
  diffPower: 'drivetrain',
  diffCoast: 'drivetrain',
  finalRatio: 'drivetrain',
  gear1: 'drivetrain',
  gear2: 'drivetrain',
  gear3: 'drivetrain',
  gear4: 'drivetrain',
  gear5: 'drivetrain',
  gear6: 'drivetrain',
  gear7: 'drivetrain',
} as const satisfies Record<string, SetupGroup>

export type SettingId = keyof typeof SETTINGS

export const SETTING_IDS = Object.keys(SETTINGS) as readonly SettingId[]

export const SETUP_GROUPS: readonly SetupGroup[] = [
  ...(['tyres', 'alignment', 'electronics', 'brakes', 'strategy'] as const),
  ...(['suspension', 'dampers', 'aero', 'drivetrain', 'other'] as const),
]
