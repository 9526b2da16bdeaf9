/**
 * A physics page as a row of SAMPLE_FIELDS: the game's units and axes become those of `CHANNELS`, and what this game
 * does not write becomes NaN.
 *
 * Axes: the world has x to the east, y up and z to the south [ACC's dumped page: with the wheels' contact points the
 * right-hand side is on the right only if north is −z]. The place is the mean of the four contact points, which move at
 * the physics' rate; without plausible ones it is the place of the last graphics page carried on with the velocity, for
 * a tenth of a second at most.
 */
import { type GameId, SAMPLE_AT } from '../frames/index.ts'
import { type Page, readNumber } from './layout.ts'
import { PHYSICS } from './physics-layout.ts'
import type { Signs } from './signs.ts'

/** What of a sample is not on the physics page; NaN when unknown. */
export interface Surroundings {
  game: GameId
  /** Metres, AC1 only. */
  readonly tyreRadiusM: Float64Array
  /** AC1: whether the car has one. */
  hasDrs: boolean
  /** Place and time of the last graphics page. */
  placeMs: number
  x: number
  y: number
  altitude: number
  /** AC EVO's graphics page. */
  oilTemp: number
  airTemp: number
  drsOpen: number
}

export const emptySurroundings = (): Surroundings => ({
  game: 'ac',
  tyreRadiusM: new Float64Array(4).fill(Number.NaN),
  hasDrs: false,
  placeMs: Number.NaN,
  x: Number.NaN,
  y: Number.NaN,
  altitude: Number.NaN,
  oilTemp: Number.NaN,
  airTemp: Number.NaN,
  drsOpen: Number.NaN,
})

const BAR_PER_PSI = 0.0689475729
const KMH_PER_MPS = 3.6
const DEG_PER_RAD = 180 / Math.PI
const CARRY_ON_MS = 100
/** Slower than this the direction of the velocity is trembling. */
const ROLLING_MPS = 1
/** Wheelbase and track of anything on four wheels. */
const SHORTEST_M = 0.8
const LONGEST_M = 8

const percent = (share: number): number => share * 100
const isOn = (value: number): number => (Number.isNaN(value) ? value : value > 0 ? 1 : 0)
/** For values that are never zero in a running game: zero is a field nobody writes. */
const unlessZero = (value: number): number => (value === 0 ? Number.NaN : value)

/** Where the wheels touch the ground, in the middle; false when the points are no car. */
const contactPlace = (page: Page, out: Float64Array): boolean => {
  let [x, y, z] = [0, 0, 0]
  for (let wheel = 0; wheel < 4; wheel++) {
    x += readNumber(page, PHYSICS.tyreContactPoint, wheel * 3)
    y += readNumber(page, PHYSICS.tyreContactPoint, wheel * 3 + 1)
    z += readNumber(page, PHYSICS.tyreContactPoint, wheel * 3 + 2)
  }
  const acrossX =
    readNumber(page, PHYSICS.tyreContactPoint, 9) - readNumber(page, PHYSICS.tyreContactPoint, 0)
  const acrossZ =
    readNumber(page, PHYSICS.tyreContactPoint, 11) - readNumber(page, PHYSICS.tyreContactPoint, 2)
  const diagonal = Math.sqrt(acrossX * acrossX + acrossZ * acrossZ)
  out[0] = x / 4
  out[1] = -z / 4
  out[2] = y / 4
  return diagonal > SHORTEST_M && diagonal < LONGEST_M && Number.isFinite(x + y + z)
}

const place = new Float64Array(3)

/** Writes one row; true when the contact points gave the place. */
export const fillSampleRow = (
  out: Float32Array,
  from: number,
  atMs: number,
  page: Page,
  around: Surroundings,
  signs: Signs,
): boolean => {
  const { game } = around
  const east = readNumber(page, PHYSICS.velocity, 0)
  const up = readNumber(page, PHYSICS.velocity, 1)
  const north = -readNumber(page, PHYSICS.velocity, 2)
  const over = Math.sqrt(east * east + north * north)
  const set = (at: number, value: number): void => {
    // A zero has no sign here.
    out[from + at] = value + 0
  }

  const touches = contactPlace(page, place)
  const late = (atMs - around.placeMs) / 1000
  if (!touches) {
    const carried = late * 1000 <= CARRY_ON_MS ? late : Number.NaN
    place[0] = around.x + east * carried
    place[1] = around.y + north * carried
    place[2] = around.altitude + up * carried
  }
  set(SAMPLE_AT.x, place[0]!)
  set(SAMPLE_AT.y, place[1]!)
  set(SAMPLE_AT.altitude, place[2]!)

  // A page without a velocity still has what the dashboard shows.
  const shown = readNumber(page, PHYSICS.speedKmh) / KMH_PER_MPS
  set(SAMPLE_AT.speed, over === 0 && up === 0 ? shown : Math.sqrt(over * over + up * up))
  const course = Math.atan2(east, north) * DEG_PER_RAD
  set(SAMPLE_AT.heading, over < ROLLING_MPS ? Number.NaN : course < 0 ? course + 360 : course)
  const lateral = readNumber(page, PHYSICS.accG, 0)
  const ahead = readNumber(page, PHYSICS.accG, 2)
  const yaw = readNumber(page, PHYSICS.localAngularVel, 1)
  const steer = readNumber(page, PHYSICS.steerAngle)
  signs.see(atMs, east, north, lateral, ahead, yaw, steer)
  set(SAMPLE_AT.gLat, lateral * signs.lateral)
  set(SAMPLE_AT.gLong, ahead * signs.ahead)
  set(SAMPLE_AT.gVert, readNumber(page, PHYSICS.accG, 1))
  set(SAMPLE_AT.yawRate, yaw * DEG_PER_RAD * signs.yaw)

  set(SAMPLE_AT.throttle, percent(readNumber(page, PHYSICS.gas)))
  set(SAMPLE_AT.brake, percent(readNumber(page, PHYSICS.brake)))
  set(SAMPLE_AT.clutch, percent(readNumber(page, PHYSICS.clutch)))
  set(SAMPLE_AT.steeringShare, percent(steer * signs.steer))
  set(SAMPLE_AT.gear, readNumber(page, PHYSICS.gear) - 1)
  set(SAMPLE_AT.rpm, readNumber(page, PHYSICS.rpms))
  set(SAMPLE_AT.boost, readNumber(page, PHYSICS.turboBoost))
  set(SAMPLE_AT.fuel, readNumber(page, PHYSICS.fuel))
  set(SAMPLE_AT.waterTemp, unlessZero(readNumber(page, PHYSICS.waterTemp)))
  set(SAMPLE_AT.oilTemp, around.oilTemp)
  // AC1 writes the slip at which these would act, not whether they do.
  set(SAMPLE_AT.abs, game === 'ac' ? Number.NaN : isOn(readNumber(page, PHYSICS.abs)))
  set(SAMPLE_AT.tractionControl, game === 'ac' ? Number.NaN : isOn(readNumber(page, PHYSICS.tc)))
  set(SAMPLE_AT.drs, around.hasDrs ? isOn(readNumber(page, PHYSICS.drsEnabled)) : around.drsOpen)
  set(SAMPLE_AT.brakeBias, percent(unlessZero(readNumber(page, PHYSICS.brakeBias))))
  for (let wheel = 0; wheel < 4; wheel++) {
    const spin = readNumber(page, PHYSICS.wheelAngularSpeed, wheel)
    set(SAMPLE_AT.wheelSpeedFL + wheel, spin * around.tyreRadiusM[wheel]!)
    set(SAMPLE_AT.tyreTempFL + wheel, unlessZero(readNumber(page, PHYSICS.tyreCoreTemperature, wheel)))
    const psi = unlessZero(readNumber(page, PHYSICS.wheelsPressure, wheel))
    set(SAMPLE_AT.tyrePressureFL + wheel, psi * BAR_PER_PSI)
    set(SAMPLE_AT.brakeTempFL + wheel, unlessZero(readNumber(page, PHYSICS.brakeTemp, wheel)))
    set(SAMPLE_AT.suspensionFL + wheel, readNumber(page, PHYSICS.suspensionTravel, wheel) * 1000)
    set(SAMPLE_AT.slipFL + wheel, readNumber(page, PHYSICS.wheelSlip, wheel))
  }
  const air = unlessZero(readNumber(page, PHYSICS.airTemp))
  set(SAMPLE_AT.airTemp, Number.isNaN(air) ? around.airTemp : air)
  set(SAMPLE_AT.trackTemp, unlessZero(readNumber(page, PHYSICS.roadTemp)))
  set(SAMPLE_AT.tyresOut, game === 'ac' ? readNumber(page, PHYSICS.numberOfTyresOut) : Number.NaN)
  set(SAMPLE_AT.pitLimiter, isOn(readNumber(page, PHYSICS.pitLimiterOn)))
  return touches
}
