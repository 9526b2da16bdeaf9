/** The structs within the graphics page of AC EVO; `EVO_AT` says where each begins. */
import type { Layout } from './layout.ts'

/** 256 bytes. */
export const EVO_TYRE = {
  slip: ['f32', 0],
  lock: ['bool', 4],
  tyrePression: ['f32', 8],
  tyreTemperatureC: ['f32', 12],
  brakeTemperatureC: ['f32', 16],
  brakePressure: ['f32', 20],
  tyreTemperatureLeft: ['f32', 24],
  tyreTemperatureCenter: ['f32', 28],
  tyreTemperatureRight: ['f32', 32],
  tyreCompoundFront: ['ascii', 36, 33],
  tyreCompoundRear: ['ascii', 69, 33],
  tyreNormalizedPressure: ['f32', 104],
  tyreNormalizedTemperatureLeft: ['f32', 108],
  tyreNormalizedTemperatureCenter: ['f32', 112],
  tyreNormalizedTemperatureRight: ['f32', 116],
  brakeNormalizedTemperature: ['f32', 120],
  tyreNormalizedTemperatureCore: ['f32', 124],
} as const satisfies Layout

/** 128 bytes. */
export const EVO_DAMAGE = {
  damageFront: ['f32', 0],
  damageRear: ['f32', 4],
  damageLeft: ['f32', 8],
  damageRight: ['f32', 12],
  damageCenter: ['f32', 16],
  damageSuspensionLf: ['f32', 20],
  damageSuspensionRf: ['f32', 24],
  damageSuspensionLr: ['f32', 28],
  damageSuspensionRr: ['f32', 32],
} as const satisfies Layout

/** 64 bytes. */
export const EVO_PIT = {
  damage: ['i8', 0],
  fuel: ['i8', 1],
  tyresLf: ['i8', 2],
  tyresRf: ['i8', 3],
  tyresLr: ['i8', 4],
  tyresRr: ['i8', 5],
} as const satisfies Layout

/** 128 bytes. */
export const EVO_ELECTRONICS = {
  tcLevel: ['i8', 0],
  tcCutLevel: ['i8', 1],
  absLevel: ['i8', 2],
  escLevel: ['i8', 3],
  ebbLevel: ['i8', 4],
  brakeBias: ['f32', 8],
  engineMapLevel: ['i8', 12],
  turboLevel: ['f32', 16],
  ersDeploymentMap: ['i8', 20],
  ersRechargeMap: ['f32', 24],
  isErsHeatChargingOn: ['bool', 28],
  isErsOvertakeModeOn: ['bool', 29],
  isDrsOpen: ['bool', 30],
  diffPowerLevel: ['i8', 31],
  diffCoastLevel: ['i8', 32],
  frontBumpDamperLevel: ['i8', 33],
  frontReboundDamperLevel: ['i8', 34],
  rearBumpDamperLevel: ['i8', 35],
  rearReboundDamperLevel: ['i8', 36],
  isIgnitionOn: ['bool', 37],
  isPitlimiterOn: ['bool', 38],
  activePerformanceMode: ['i8', 39],
} as const satisfies Layout

/** 128 bytes. */
export const EVO_INSTRUMENTATION = {
  mainLightStage: ['i8', 0],
  specialLightStage: ['i8', 1],
  cockpitLightStage: ['i8', 2],
  wiperLevel: ['i8', 3],
  rainLights: ['bool', 4],
  directionLightLeft: ['bool', 5],
  directionLightRight: ['bool', 6],
  flashingLights: ['bool', 7],
  warningLights: ['bool', 8],
  selectedDisplayIndex: ['i8', 9],
  displayCurrentPageIndex: ['i8', 10, 16],
  areHeadlightsVisible: ['bool', 26],
} as const satisfies Layout

/** 256 bytes. */
export const EVO_SESSION = {
  phaseName: ['ascii', 0, 33],
  timeLeft: ['ascii', 33, 15],
  timeLeftMs: ['i32', 48],
  waitTime: ['ascii', 52, 15],
  totalLap: ['i32', 68],
  currentLap: ['i32', 72],
  lightsOn: ['i32', 76],
  lightsMode: ['i32', 80],
  lapLengthKm: ['f32', 84],
  endSessionFlag: ['i32', 88],
  timeToNextSession: ['ascii', 92, 15],
  disconnectedFromServer: ['bool', 107],
  restartSeasonEnabled: ['bool', 108],
  uiEnableDrive: ['bool', 109],
  uiEnableSetup: ['bool', 110],
  isReadyToNextBlinking: ['bool', 111],
  showWaitingForPlayers: ['bool', 112],
} as const satisfies Layout

/** 256 bytes. */
export const EVO_TIMING = {
  currentLaptime: ['ascii', 0, 15],
  deltaCurrent: ['ascii', 15, 15],
  deltaCurrentP: ['i32', 32],
  lastLaptime: ['ascii', 36, 15],
  deltaLast: ['ascii', 51, 15],
  deltaLastP: ['i32', 68],
  bestLaptime: ['ascii', 72, 15],
  idealLaptime: ['ascii', 87, 15],
  totalTime: ['ascii', 102, 15],
  isInvalid: ['bool', 117],
} as const satisfies Layout

/** 64 bytes. */
export const EVO_ASSISTS = {
  autoGear: ['u8', 0],
  autoBlip: ['u8', 1],
  autoClutch: ['u8', 2],
  autoClutchOnStart: ['u8', 3],
  manualIgnitionEStart: ['u8', 4],
  autoPitLimiter: ['u8', 5],
  standingStartAssist: ['u8', 6],
  autoSteer: ['f32', 8],
  arcadeStabilityControl: ['f32', 12],
} as const satisfies Layout
