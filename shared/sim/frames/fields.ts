/**
 * The numbers of a sample (physics, up to 333 a second) and of a status (what the game says about the lap, up to 60 a
 * second), by name and in this order: in memory, in the journal and in recordings a row of each is that many numbers.
 *
 * Invariants: units and signs are those of `CHANNELS`; what a game does not say is NaN, never 0; positions are metres
 * of the game's flat world, x to the east and y to the north. Fields are only ever appended, never moved: a journal of
 * an older version has shorter rows.
 */

/** Kept as 32-bit floats. */
export const SAMPLE_FIELDS = [
  'x',
  'y',
  'altitude',
  'speed',
  /** Of the car's way over the ground, degrees clockwise from north; NaN while it stands. */
  'heading',
  'gLat',
  'gLong',
  'gVert',
  'yawRate',
  'throttle',
  'brake',
  'clutch',
  /** Percent of the lock, positive to the right: no game tells the angle itself. */
  'steeringShare',
  'gear',
  'rpm',
  'boost',
  'fuel',
  'waterTemp',
  'oilTemp',
  'abs',
  'tractionControl',
  'drs',
  'brakeBias',
  'wheelSpeedFL',
  'wheelSpeedFR',
  'wheelSpeedRL',
  'wheelSpeedRR',
  'tyreTempFL',
  'tyreTempFR',
  'tyreTempRL',
  'tyreTempRR',
  'tyrePressureFL',
  'tyrePressureFR',
  'tyrePressureRL',
  'tyrePressureRR',
  'brakeTempFL',
  'brakeTempFR',
  'brakeTempRL',
  'brakeTempRR',
  'suspensionFL',
  'suspensionFR',
  'suspensionRL',
  'suspensionRR',
  'slipFL',
  'slipFR',
  'slipRL',
  'slipRR',
  'airTemp',
  'trackTemp',
  /** How many tyres are off the road; only AC1 says. */
  'tyresOut',
  'pitLimiter',
] as const
export type SampleField = (typeof SAMPLE_FIELDS)[number]

/** Kept as 64-bit floats; words are their place in the lists below. */
export const STATUS_FIELDS = [
  /** ACTIVITIES */
  'activity',
  /** SESSION_KINDS */
  'session',
  'sessionIndex',
  'sessionLeftMs',
  /** Laps the game has counted in this session. */
  'completedLaps',
  'position',
  'carCount',
  'currentMs',
  'lastMs',
  'bestMs',
  /** From 0. */
  'sector',
  /** As the game gives it: the last sector's own time in some, the time since the line in others. */
  'lastSectorMs',
  'splitMs',
  /** 0 or 1. */
  'lapValid',
  'inPitBox',
  'inPitLane',
  /** Share of the lap driven, 0 to 1. */
  'lapShare',
  'x',
  'y',
  'altitude',
  /** OWN_CAR: whether the physics are those of the player's own car. */
  'ownCar',
  'fuelPerLap',
  'fuelLapsLeft',
  'fuelUsed',
  'gameDeltaMs',
  'gamePredictedMs',
  /** FLAGS */
  'flag',
  /** 0 for none, else the game's own number. */
  'penalty',
  /** GRIPS */
  'grip',
  /** RAINS, now and as forecast. */
  'rain',
  'rainIn10Min',
  'rainIn30Min',
  'windMps',
  'windDeg',
  /** Seconds of the day in the game. */
  'clockS',
  'tcLevel',
  'tcCutLevel',
  'absLevel',
  'engineMap',
  'tyreSet',
  'gapAheadMs',
  'gapBehindMs',
  'autoGear',
  'stintLeftMs',
] as const
export type StatusField = (typeof STATUS_FIELDS)[number]

export const ACTIVITIES = ['off', 'replay', 'live', 'pause'] as const
export type Activity = (typeof ACTIVITIES)[number]

export const SESSION_KINDS = [
  'other',
  'practice',
  'qualify',
  'race',
  'hotlap',
  'time-attack',
  'drift',
  'drag',
  'hotstint',
  'superpole',
  'cruise',
] as const
export type SessionKind = (typeof SESSION_KINDS)[number]

export const OWN_CAR = ['unknown', 'own', 'other'] as const

export const FLAGS = [
  'none',
  'blue',
  'yellow',
  'black',
  'white',
  'chequered',
  'penalty',
  'green',
  'orange-circle',
  'red',
  'black-white',
  'red-yellow',
  'other',
] as const
export type Flag = (typeof FLAGS)[number]

export const GRIPS = ['green', 'fast', 'optimum', 'greasy', 'damp', 'wet', 'flooded'] as const
export type Grip = (typeof GRIPS)[number]

export const RAINS = ['none', 'drizzle', 'light', 'medium', 'heavy', 'thunderstorm'] as const
export type Rain = (typeof RAINS)[number]

export const SAMPLE_WIDTH = SAMPLE_FIELDS.length
export const STATUS_WIDTH = STATUS_FIELDS.length

const places = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name, at) => [name, at])) as Record<Name, number>

/** Where in a row a field is. */
export const SAMPLE_AT = places(SAMPLE_FIELDS)
export const STATUS_AT = places(STATUS_FIELDS)
