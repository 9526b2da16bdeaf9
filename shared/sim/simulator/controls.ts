/**
 * What the driver's hands and feet and the car's instruments do, given path and speed of a run.
 *
 * Pedals follow from the force the motion needs (a pedal never moves faster than a foot does), gears from the
 * speed with a gap between shifting up and down, fuel from the work the engine does, tyre temperatures from how
 * hard each side of the car works. Engine force is not interrupted during a shift; a run begins on cold tyres.
 */
import {
  type Car,
  createDriveForce,
  gripAt,
  IDLE_LITRES_PER_S,
  resistanceAt,
  rpmAt,
  WORK_PER_LITRE,
} from './car.ts'
import { clamp, GRAVITY } from './maths.ts'
import type { Path } from './path.ts'

/** Columns over the points of a run; pedals in percent. */
export interface Controls {
  /** Milliseconds from leaving the box. */
  readonly timeMs: Float64Array
  /** m/s² along the road. */
  readonly accel: Float64Array
  readonly throttle: Float64Array
  readonly brake: Float64Array
  readonly gear: Uint8Array
  readonly fuelL: Float64Array
  /** Share of what the tyres can give that is in use: over 1 they would slide. */
  readonly gripUse: Float64Array
  /** °C: front left, front right, rear left, rear right. */
  readonly tyreTemp: readonly [Float32Array, Float32Array, Float32Array, Float32Array]
}

/** Engine braking, as a share of the weight: slower than this without the pedal. */
const COAST_G = 0.04
/** Percent per second a foot moves: onto the throttle, off it, onto the brake, off it. */
const THROTTLE_ON = 350
const THROTTLE_OFF = 900
const BRAKE_ON = 800
const BRAKE_OFF = 450
/** Within this share of full throttle the foot is on the stop. */
const FLAT_OUT = 0.96
/** Brake held while standing in the box. */
const STANDING_BRAKE = 35
const SHIFT_UP = 0.965
const SHIFT_DOWN = 0.86
const LUGGING = 0.42
/** Two shifts are at least this far apart. */
const SHIFT_APART_MS = 160
const COLD_TYRE = 34
const TYRE_SECONDS = 40

export const planControls = (
  path: Path,
  speed: Float64Array,
  car: Car,
  massAt: (point: number) => number,
  fuelAtStartL: number,
): Controls => {
  const { count, stepM, altitude, curvature, tyres } = path
  const driveForce = createDriveForce(car)
  const timeMs = new Float64Array(count)
  const accel = new Float64Array(count)
  const throttle = new Float64Array(count)
  const brake = new Float64Array(count)
  const gear = new Uint8Array(count)
  const fuelL = new Float64Array(count)
  const gripUse = new Float64Array(count)
  const tyreTemp = [0, 1, 2, 3].map(() => new Float32Array(count))
  const [frontLeft, frontRight, rearLeft, rearRight] = tyreTemp as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]

  for (let i = 1; i < count; i++)
    timeMs[i] = timeMs[i - 1]! + (2000 * stepM[i - 1]!) / (speed[i - 1]! + speed[i]!)
  const stepAccel = (i: number): number =>
    (speed[i + 1]! * speed[i + 1]! - speed[i]! * speed[i]!) / (2 * stepM[i]!)
  for (let i = 1; i < count - 1; i++) accel[i] = (stepAccel(i - 1) + stepAccel(i)) / 2

  let fuel = fuelAtStartL
  let currentGear = 1
  let shiftedMs = Number.NEGATIVE_INFINITY
  let foot = 0
  let braking = STANDING_BRAKE
  let tFL = COLD_TYRE
  let tFR = COLD_TYRE
  let tRL = COLD_TYRE
  let tRR = COLD_TYRE
  for (let i = 0; i < count; i++) {
    const v = speed[i]!
    const mass = massAt(i)
    const seconds = i === 0 ? 0 : (timeMs[i]! - timeMs[i - 1]!) / 1000
    const slope = i < count - 1 ? (altitude[i + 1]! - altitude[i]!) / stepM[i]! : 0
    const onTyres = mass * (accel[i]! + GRAVITY * slope) + resistanceAt(car, v)

    const share = onTyres / Math.max(driveForce(v), 1)
    const wantedFoot = share >= FLAT_OUT ? 100 : Math.max(share * 100, 0)
    const wantedBrake = clamp((-onTyres / (mass * GRAVITY) - COAST_G) / car.brakeG, 0, 1) * 100
    foot = clamp(wantedFoot, foot - THROTTLE_OFF * seconds, foot + THROTTLE_ON * seconds)
    braking = clamp(wantedBrake, braking - BRAKE_OFF * seconds, braking + BRAKE_ON * seconds)
    throttle[i] = foot
    brake[i] = braking

    const across = v * v * curvature[i]!
    const limit = gripAt(car, mass, v) * tyres[i]!
    const along = onTyres / mass
    gripUse[i] = Math.sqrt(along * along + across * across) / limit

    if (timeMs[i]! - shiftedMs > SHIFT_APART_MS) {
      const next = gearFor(car, currentGear, v, onTyres > 0)
      if (next !== currentGear) shiftedMs = timeMs[i]!
      currentGear = next
    }
    gear[i] = currentGear

    fuel -= (Math.max(onTyres, 0) * v * seconds) / WORK_PER_LITRE + IDLE_LITRES_PER_S * seconds
    fuelL[i] = Math.max(fuel, 0)

    const warming = Math.min(seconds / TYRE_SECONDS, 1)
    const work = 78 * Math.min(gripUse[i]!, 1.2)
    const lean = 0.25 * clamp(across / limit, -1, 1)
    tFL += (COLD_TYRE + work * (1 + lean) + 0.08 * braking - tFL) * warming
    tFR += (COLD_TYRE + work * (1 - lean) + 0.08 * braking - tFR) * warming
    tRL += (COLD_TYRE + work * (1 + lean) + 0.08 * foot - tRL) * warming
    tRR += (COLD_TYRE + work * (1 - lean) + 0.08 * foot - tRR) * warming
    frontLeft[i] = tFL
    frontRight[i] = tFR
    rearLeft[i] = tRL
    rearRight[i] = tRR
  }
  return {
    timeMs,
    accel,
    throttle,
    brake,
    gear,
    fuelL,
    gripUse,
    tyreTemp: [frontLeft, frontRight, rearLeft, rearRight],
  }
}

/** The gear after this one, at most one step away. */
const gearFor = (car: Car, gear: number, speed: number, isDriving: boolean): number => {
  const rpm = rpmAt(car, gear, speed)
  if (rpm > SHIFT_UP * car.redlineRpm && gear < car.gearTopMps.length) return gear + 1
  if (gear === 1) return 1
  const lower = rpmAt(car, gear - 1, speed)
  const room = SHIFT_DOWN * car.redlineRpm
  if (lower < room && (!isDriving || rpm < LUGGING * car.redlineRpm)) return gear - 1
  return gear
}
