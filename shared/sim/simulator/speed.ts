/**
 * How fast the car goes along a path: the quasi-steady lap of a point mass.
 *
 * Three limits, each applied in turn: what a bend allows by itself; what the engine and the tyres allow when
 * driving forwards; what the tyres allow when braking, seen backwards from each point. Tyre force along and
 * across the road shares one friction circle. The result is then rounded off along the road, so that pedals
 * move within a tenth of a second or two instead of at once; rounding off only ever lowers the speed.
 *
 * Invariant: the speed is 0 at both ends and positive between.
 */
import { type Car, createDriveForce, gripAt, resistanceAt } from './car.ts'
import { GRAVITY } from './maths.ts'
import type { Path } from './path.ts'

/** Points to either side: 6 m, that is 0.1 s on a straight and 0.4 s in a hairpin. */
const ROUND_OFF = 3

/** Speed in m/s at each point. `massAt` is the car's mass with the fuel it is planned to carry there. */
export const planSpeed = (path: Path, car: Car, massAt: (point: number) => number): Float64Array => {
  const { count, curvature, stepM, altitude, tyres, effort, power, limitMps } = path
  const driveForce = createDriveForce(car)
  const topSpeed = car.gearTopMps.at(-1)!
  const speed = new Float64Array(count)

  for (let i = 0; i < count; i++) {
    const grip = car.grip * tyres[i]! * effort[i]!
    const bend = Math.abs(curvature[i]!)
    // speed² · bend = grip · (g + downforce · speed² / mass), solved for speed².
    const left = bend - (grip * car.downforce) / massAt(i)
    const bendLimit = left > 1e-6 ? Math.sqrt((grip * GRAVITY) / left) : topSpeed
    speed[i] = Math.min(bendLimit, limitMps[i]!, topSpeed)
  }
  speed[0] = 0
  speed[count - 1] = 0

  const sharpest = sharpestAround(curvature)
  /** m/s² left along the road at a point, given how hard it bends there. */
  const spare = (i: number, mass: number): number => {
    const v = speed[i]!
    const all = gripAt(car, mass, v) * tyres[i]! * effort[i]!
    const across = v * v * sharpest[i]!
    const rest = all * all - across * across
    return rest > 0 ? Math.sqrt(rest) : 0
  }
  for (let i = 0; i < count - 1; i++) {
    const mass = massAt(i)
    const v = speed[i]!
    const push = Math.min(spare(i, mass) * car.driveShare, (driveForce(v) * power[i]!) / mass)
    const slope = (altitude[i + 1]! - altitude[i]!) / stepM[i]!
    const gained = push - resistanceAt(car, v) / mass - GRAVITY * slope
    // From rest the car must move, or the run would never begin.
    const square = Math.max(v * v + 2 * gained * stepM[i]!, 0.25)
    if (square < speed[i + 1]! * speed[i + 1]!) speed[i + 1] = Math.sqrt(square)
  }
  for (let i = count - 1; i > 0; i--) {
    const mass = massAt(i)
    const v = speed[i]!
    const slope = (altitude[i]! - altitude[i - 1]!) / stepM[i - 1]!
    const lost =
      Math.min(spare(i, mass), car.brakeG * GRAVITY) + resistanceAt(car, v) / mass + GRAVITY * slope
    const square = v * v + 2 * lost * stepM[i - 1]!
    if (square < speed[i - 1]! * speed[i - 1]!) speed[i - 1] = Math.sqrt(square)
  }
  return roundOff(speed)
}

/** The hardest bend within the reach of rounding off: force is moved that far along the road. */
const sharpestAround = (curvature: Float64Array): Float64Array => {
  const out = new Float64Array(curvature.length)
  const last = curvature.length - 1
  for (let i = 0; i <= last; i++) {
    let most = 0
    for (let k = Math.max(i - ROUND_OFF, 0); k <= Math.min(i + ROUND_OFF, last); k++) {
      const bend = Math.abs(curvature[k]!)
      if (bend > most) most = bend
    }
    out[i] = most
  }
  return out
}

/**
 * The mean of v² over a window of the smallest v² over the same window: for every point of the outer window
 * the inner one contains the middle, so the result is never above the given speed. The two points at rest are
 * kept out of all windows, or their neighbours would be at rest as well.
 */
const roundOff = (speed: Float64Array): Float64Array => {
  const last = speed.length - 1
  const reachAt = (i: number): number => Math.min(ROUND_OFF, i - 1, last - 1 - i)
  const lowest = new Float64Array(last + 1)
  for (let i = 1; i < last; i++) {
    const reach = reachAt(i)
    let low = Number.POSITIVE_INFINITY
    for (let k = i - reach; k <= i + reach; k++) if (speed[k]! < low) low = speed[k]!
    lowest[i] = low * low
  }
  const out = new Float64Array(last + 1)
  for (let i = 1; i < last; i++) {
    const reach = reachAt(i)
    let sum = 0
    for (let k = i - reach; k <= i + reach; k++) sum += lowest[k]!
    out[i] = Math.sqrt(sum / (2 * reach + 1))
  }
  return out
}
