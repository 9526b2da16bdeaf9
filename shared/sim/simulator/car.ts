/**
 * The cars, as far as a point mass needs to know them. Invented; no maker's figures.
 *
 * Grip follows the friction circle: the tyres give at most grip · (weight + downforce) in any direction of the
 * road's plane, shared between cornering and driving or braking.
 */
import { clamp, GRAVITY } from './maths.ts'

export interface Car {
  readonly label: string
  /** With driver, without fuel. */
  readonly massKg: number
  readonly powerW: number
  /** Of the tyres: friction coefficient when warm and new. */
  readonly grip: number
  /** N per (m/s)². */
  readonly drag: number
  readonly downforce: number
  readonly rollingN: number
  /** Share of the tyres' grip that reaches the driven axle. */
  readonly driveShare: number
  /** Deceleration by a fully pressed pedal, in g; the tyres may give less. */
  readonly brakeG: number
  /** Speed at the red line in each gear, m/s. */
  readonly gearTopMps: readonly number[]
  readonly idleRpm: number
  readonly peakRpm: number
  readonly redlineRpm: number
  readonly shiftMs: number
  readonly wheelbaseM: number
  /** Degrees at the steering wheel per degree at the front wheels. */
  readonly steeringRatio: number
  /** Extra degrees at the front wheels per g of cornering. */
  readonly understeer: number
  readonly halfWidthM: number
  readonly tankL: number
  /** For deciding how much to fill; what is burnt follows from the work done. */
  readonly litresPerKm: number
}

export const CARS = {
  'meridian-gt': {
    label: 'Meridian GT-R2',
    massKg: 1320,
    powerW: 385_000,
    grip: 1.42,
    drag: 0.72,
    downforce: 1.3,
    rollingN: 190,
    driveShare: 0.72,
    brakeG: 1.8,
    gearTopMps: [26, 36, 46, 57, 69, 84],
    idleRpm: 1100,
    peakRpm: 7000,
    redlineRpm: 7800,
    shiftMs: 70,
    wheelbaseM: 2.65,
    steeringRatio: 12,
    understeer: 0.5,
    halfWidthM: 0.98,
    tankL: 120,
    litresPerKm: 0.5,
  },
  'lark-cup': {
    label: 'Lark Cup',
    massKg: 1090,
    powerW: 150_000,
    grip: 1.16,
    drag: 0.44,
    downforce: 0.1,
    rollingN: 140,
    driveShare: 0.58,
    brakeG: 1.35,
    gearTopMps: [17, 26, 36, 46, 57, 68],
    idleRpm: 900,
    peakRpm: 6600,
    redlineRpm: 7200,
    shiftMs: 220,
    wheelbaseM: 2.5,
    steeringRatio: 14,
    understeer: 0.9,
    halfWidthM: 0.9,
    tankL: 55,
    litresPerKm: 0.26,
  },
} as const satisfies Record<string, Car>

export type CarName = keyof typeof CARS

export const FUEL_KG_PER_L = 0.745
/** Joules at the wheels per litre burnt: 32 MJ of heat at about 33 %. */
export const WORK_PER_LITRE = 10.5e6
export const IDLE_LITRES_PER_S = 0.0004

/** m/s² the tyres can give in all directions together at this speed. */
export const gripAt = (car: Car, massKg: number, speed: number): number =>
  car.grip * (GRAVITY + (car.downforce * speed * speed) / massKg)

/** N against the motion on a flat road. */
export const resistanceAt = (car: Car, speed: number): number => car.drag * speed * speed + car.rollingN

export const rpmAt = (car: Car, gear: number, speed: number): number =>
  (speed / car.gearTopMps[gear - 1]!) * car.redlineRpm

/** Entries per m/s: two neighbours differ by at most 13 %, where the first gear ends. */
const TABLE_PER_MPS = 2
/** Below this speed the clutch slips and the force stays what it is here. */
const CLUTCH_MPS = 8

/** The most the engine can push at a speed, N, in the best gear; 0 beyond the red line of the top gear. */
export const createDriveForce = (car: Car): ((speed: number) => number) => {
  const top = car.gearTopMps.at(-1)!
  const entries = Math.ceil(top * TABLE_PER_MPS) + 2
  const table = new Float64Array(entries)
  for (let i = 0; i < entries; i++) {
    const speed = Math.max(i / TABLE_PER_MPS, CLUTCH_MPS)
    let best = 0
    for (let gear = 1; gear <= car.gearTopMps.length; gear++) {
      const rpm = rpmAt(car, gear, speed)
      if (rpm <= car.redlineRpm) best = Math.max(best, (car.powerW * powerShare(rpm / car.peakRpm)) / speed)
    }
    table[i] = best
  }
  return speed => {
    const scaled = clamp(speed * TABLE_PER_MPS, 0, entries - 1.001)
    const cell = Math.floor(scaled)
    return table[cell]! + (table[cell + 1]! - table[cell]!) * (scaled - cell)
  }
}

/** Share of full power over engine speed (1 = where it peaks): a parabola, 60 % at half the speed. */
const powerShare = (relativeRpm: number): number =>
  Math.max(0.15, 1 - 1.6 * (relativeRpm - 1) * (relativeRpm - 1))
