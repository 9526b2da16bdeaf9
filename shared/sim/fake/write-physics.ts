/**
 * The physics page of a pretended game. What the real game leaves at zero stays zero: in ACC wheel loads, wear, dirt,
 * camber, ride height, air density and the temperatures across the tyre; in AC1 everything behind its page's end.
 *
 * Axes as in the games: world x east, y up, z south; car x to the left, y up, z ahead.
 */
import type { GameId } from '../frames/index.ts'
import { type Page, PHYSICS, writeNumber, writeNumbers } from '../pages/index.ts'
import type { Car, DriveFrame } from '../simulator/index.ts'

export interface PhysicsScene {
  readonly game: GameId
  readonly frame: DriveFrame
  readonly car: Car
  readonly packetId: number
  readonly tyresOut: number
  readonly minutes: number
  readonly isMirrored: boolean
}

export const TYRE_RADIUS_M = 0.33
/** Degrees at the steering wheel from the middle to the stop. */
const LOCK_DEG = 240
const PSI_COLD = 26.2
const PSI_PER_DEG = 0.04
const RAD = Math.PI / 180

export const airTempAt = (minutes: number): number => 22 + 2 * Math.sin(minutes / 40)
export const roadTempAt = (minutes: number): number => 29 + 3 * Math.sin(minutes / 40)

const turned = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180

export const writePhysics = (page: Page, scene: PhysicsScene): void => {
  const { game, frame, car, minutes } = scene
  const side = scene.isMirrored ? -1 : 1
  const set = (field: (typeof PHYSICS)[keyof typeof PHYSICS], ...values: number[]): void =>
    writeNumbers(page, field, values)
  const sin = Math.sin(frame.heading * RAD)
  const cos = Math.cos(frame.heading * RAD)
  const temps = [frame.tyreTempFL, frame.tyreTempFR, frame.tyreTempRL, frame.tyreTempRR]
  const spin = frame.speed / TYRE_RADIUS_M

  set(PHYSICS.packetId, scene.packetId)
  set(PHYSICS.gas, frame.throttle / 100)
  set(PHYSICS.brake, frame.brake / 100)
  set(PHYSICS.fuel, frame.fuelL)
  set(PHYSICS.gear, frame.gear + 1)
  set(PHYSICS.rpms, Math.round(frame.rpm))
  set(PHYSICS.steerAngle, (side * frame.steering) / LOCK_DEG)
  set(PHYSICS.speedKmh, frame.speed * 3.6)
  set(PHYSICS.velocity, frame.speed * sin, 0, -frame.speed * cos)
  set(PHYSICS.accG, -side * frame.gLat, 0, frame.gLong)
  set(PHYSICS.wheelSlip, ...temps.map(() => frame.gripUse * 0.6))
  set(PHYSICS.wheelsPressure, ...temps.map(temp => PSI_COLD + PSI_PER_DEG * (temp - 70)))
  set(PHYSICS.wheelAngularSpeed, spin, spin, spin, spin)
  set(PHYSICS.tyreCoreTemperature, ...temps)
  const squat = frame.gLong * 0.004
  const roll = frame.gLat * 0.005
  set(
    PHYSICS.suspensionTravel,
    ...[0.018 - squat + roll, 0.018 - squat - roll, 0.021 + squat + roll, 0.021 + squat - roll],
  )
  // Seen in ACC: the heading of a car that faces west by south is +80°, so 0 is south and it grows clockwise.
  set(PHYSICS.heading, turned(frame.heading - 180) * RAD)
  set(PHYSICS.pitLimiterOn, frame.inPitLane ? 1 : 0)
  set(PHYSICS.airTemp, airTempAt(minutes))
  set(PHYSICS.roadTemp, roadTempAt(minutes))
  set(PHYSICS.localAngularVel, 0, -side * frame.yawRate * RAD, 0)
  set(PHYSICS.brakeTemp, ...temps.map((_, i) => (i < 2 ? 320 : 260) + 2 * frame.brake))
  set(PHYSICS.isAIControlled, 0)
  writeContacts(page, frame, car, sin, cos)
  set(PHYSICS.brakeBias, 0.57)
  set(PHYSICS.localVelocity, 0, 0, frame.speed)

  const isBiting = frame.brake > 90 && frame.gripUse > 0.98
  const isCutting = frame.throttle > 90 && frame.gripUse > 0.98
  if (game === 'ac') {
    const load = (car.massKg * 9.81) / 4
    set(PHYSICS.wheelLoad, load, load, load, load)
    set(PHYSICS.tyreWear, 98, 98, 97.5, 97.5)
    set(PHYSICS.camberRAD, -0.05, 0.05, -0.03, 0.03)
    set(PHYSICS.tc, 0.12)
    set(PHYSICS.abs, 0.14)
    set(PHYSICS.cgHeight, 0.31)
    set(PHYSICS.rideHeight, 0.06, 0.07)
    set(PHYSICS.airDensity, 1.19)
    set(PHYSICS.numberOfTyresOut, scene.tyresOut)
    for (const field of [PHYSICS.tyreTempI, PHYSICS.tyreTempM, PHYSICS.tyreTempO]) set(field, ...temps)
    return
  }
  set(PHYSICS.abs, isBiting ? 1 : 0)
  set(PHYSICS.tc, isCutting ? 1 : 0)
  set(PHYSICS.absInAction, isBiting ? 1 : 0)
  set(PHYSICS.tcinAction, isCutting ? 1 : 0)
  set(PHYSICS.currentMaxRpm, car.redlineRpm)
  set(PHYSICS.tyreTemp, ...temps)
  set(PHYSICS.waterTemp, 84 + 4 * Math.sin(minutes / 9))
  set(PHYSICS.frontBrakeCompound, 1)
  set(PHYSICS.rearBrakeCompound, 1)
  set(PHYSICS.padLife, 29, 29, 29, 29)
  set(PHYSICS.discLife, 32, 32, 32, 32)
  set(PHYSICS.ignitionOn, 1)
  set(PHYSICS.isEngineRunning, 1)
}

/** Half the rectangle the wheels stand on; its middle is where the car is. */
const writeContacts = (page: Page, frame: DriveFrame, car: Car, sin: number, cos: number): void => {
  const halfLong = car.wheelbaseM / 2
  const halfWide = car.halfWidthM - 0.15
  for (let wheel = 0; wheel < 4; wheel++) {
    const ahead = wheel < 2 ? halfLong : -halfLong
    const right = wheel % 2 === 1 ? halfWide : -halfWide
    const east = frame.x + ahead * sin + right * cos
    const north = frame.y + ahead * cos - right * sin
    const at = wheel * 3
    const set = (field: (typeof PHYSICS)['tyreContactPoint' | 'tyreContactNormal'], i: number, v: number) =>
      writeNumber(page, field, v, at + i)
    set(PHYSICS.tyreContactPoint, 0, east)
    set(PHYSICS.tyreContactPoint, 1, frame.altitude)
    set(PHYSICS.tyreContactPoint, 2, -north)
    set(PHYSICS.tyreContactNormal, 1, 1)
  }
}

/** A page as a reader finds it that copies while the game writes: the new packet up to `cutAt`, the old one behind. */
export const tornPage = (before: Uint8Array, after: Uint8Array, cutAt: number): Uint8Array => {
  const torn = before.slice()
  torn.set(after.subarray(0, cutAt))
  return torn
}
