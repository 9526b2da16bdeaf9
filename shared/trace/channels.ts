/**
 * The canonical channels: one name, unit and kind for each quantity Paddock knows the meaning of.
 *
 * A log reader maps what it finds to these names and converts to these units; a channel whose meaning is not
 * certain keeps the name and unit its source gave. Sides and axes are those of the driver: x to the right,
 * forward is positive, and everything that turns is positive to the right. Corners of the car are
 * FL, FR, RL, RR. Hazards of single channels are written beside them.
 */
import type { ChannelKind } from './model.ts'

export interface ChannelInfo {
  readonly name: string
  /** What a person reads, in sentence case. */
  readonly label: string
  readonly unit: string
  readonly kind: ChannelKind
}

const define = <N extends string>(name: N, label: string, unit: string, kind: ChannelKind = 'continuous') =>
  ({ [name]: { name, label, unit, kind } }) as Record<N, ChannelInfo & { readonly name: N }>

const WHEELS = [
  ['FL', 'front left'],
  ['FR', 'front right'],
  ['RL', 'rear left'],
  ['RR', 'rear right'],
] as const
type Wheel = (typeof WHEELS)[number][0]

const perWheel = <N extends string>(stem: N, label: string, unit: string) =>
  Object.fromEntries(
    WHEELS.map(([wheel, words]) => {
      const name = `${stem}${wheel}`
      return [name, { name, label: `${label} ${words}`, unit, kind: 'continuous' }]
    }),
  ) as Record<`${N}${Wheel}`, ChannelInfo>

export const CHANNELS = {
  // Where the car is.
  ...define('lat', 'Latitude', 'deg'),
  ...define('lon', 'Longitude', 'deg'),
  ...define('x', 'Position east', 'm'),
  ...define('y', 'Position north', 'm'),
  ...define('altitude', 'Altitude', 'm'),
  // Discrete because it wraps: a straight line from 359 to 1 would point south.
  ...define('heading', 'Heading', 'deg', 'discrete'),
  // Metres driven since the session's start by this channel's own instrument; never use it to align two laps.
  ...define('distance', 'Distance', 'm'),
  ...define('accuracy', 'Position accuracy', 'm'),
  ...define('satellites', 'Satellites', '', 'discrete'),

  // How it moves.
  ...define('speed', 'Speed', 'm/s'),
  // Positive in a right-hand corner (the car accelerates to the right). VBO and phone logs may be mirrored.
  ...define('gLat', 'Lateral g', 'g'),
  // Positive when accelerating, negative when braking.
  ...define('gLong', 'Longitudinal g', 'g'),
  // Without gravity: 0 on a flat road, positive over a compression.
  ...define('gVert', 'Vertical g', 'g'),
  // Positive when turning to the right (clockwise from above).
  ...define('yawRate', 'Yaw rate', 'deg/s'),
  // Positive to the right; motorcycles.
  ...define('lean', 'Lean angle', 'deg'),

  // What the driver does.
  ...define('throttle', 'Throttle', '%'),
  ...define('brake', 'Brake', '%'),
  ...define('brakePressure', 'Brake pressure', 'bar'),
  ...define('clutch', 'Clutch', '%'),
  // At the steering wheel, positive to the right.
  ...define('steering', 'Steering', 'deg'),
  // Of the lock, positive to the right: games that do not tell the angle.
  ...define('steeringShare', 'Steering, share of lock', '%'),
  // −1 reverse, 0 neutral.
  ...define('gear', 'Gear', '', 'discrete'),
  ...define('heartRate', 'Heart rate', 'bpm'),

  // What the engine and the electronics do.
  ...define('rpm', 'Engine speed', 'rpm'),
  ...define('boost', 'Boost', 'bar'),
  ...define('fuel', 'Fuel', 'l'),
  ...define('waterTemp', 'Water temperature', '°C'),
  ...define('oilTemp', 'Oil temperature', '°C'),
  ...define('oilPressure', 'Oil pressure', 'bar'),
  ...define('battery', 'Battery', 'V'),
  ...define('abs', 'ABS', '', 'discrete'),
  ...define('tractionControl', 'Traction control', '', 'discrete'),
  ...define('drs', 'DRS', '', 'discrete'),
  // To the front.
  ...define('brakeBias', 'Brake bias', '%', 'discrete'),
  ...define('pitLimiter', 'Pit limiter', '', 'discrete'),
  // As the driver set them; the number is the game's own.
  ...define('tcLevel', 'Traction control setting', '', 'discrete'),
  ...define('absLevel', 'ABS setting', '', 'discrete'),
  ...define('engineMap', 'Engine map', '', 'discrete'),

  // What the wheels do.
  ...perWheel('wheelSpeed', 'Wheel speed', 'm/s'),
  ...perWheel('tyreTemp', 'Tyre temperature', '°C'),
  ...perWheel('tyrePressure', 'Tyre pressure', 'bar'),
  ...perWheel('brakeTemp', 'Brake temperature', '°C'),
  // Positive when the spring is compressed.
  ...perWheel('suspension', 'Suspension travel', 'mm'),
  // As games give it, without a unit: comparable within one game only.
  ...perWheel('slip', 'Wheel slip', ''),
  ...define('tyresOut', 'Tyres off the road', '', 'discrete'),

  // Around the car.
  ...define('airTemp', 'Air temperature', '°C'),
  ...define('trackTemp', 'Track temperature', '°C'),

  // What the logger itself says about laps.
  ...define('lap', 'Lap', '', 'discrete'),
  ...define('beacon', 'Beacon', '', 'event'),
  // 1 from an offence until the lap ends, as games report it.
  ...define('lapInvalid', 'Lap invalid', '', 'discrete'),
  // 0 to 1 along the game's own line of the track. Discrete because it wraps at the finish.
  ...define('lapShare', 'Share of the lap', '', 'discrete'),
  ...define('racePosition', 'Race position', '', 'discrete'),
  ...define('inPitLane', 'In the pit lane', '', 'discrete'),
} as const

export type ChannelName = keyof typeof CHANNELS

const channelsByName: ReadonlyMap<string, ChannelInfo> = new Map(Object.entries(CHANNELS))

/** What is known about a channel of this name, or null when it is one only its source understands. */
export const channelInfo = (name: string): ChannelInfo | null => channelsByName.get(name) ?? null

/** Float32 puts a longitude on a grid of up to 1.7 m, so these channels are always Float64. */
export const isGeographic = (name: string): boolean => name === 'lat' || name === 'lon'
