/**
 * What goes wrong on a lap, decided by the seed and the lap's place in the session alone.
 *
 * - lock-up: the driver brakes too late, slides past the apex and loses half a second to three seconds.
 * - off: at a corner's exit all four wheels leave the road, so the lap does not count; some dust afterwards.
 * - traffic: a slower car is in the way for a few hundred metres.
 *
 * An incident is a disturbance of the plan (a sideways push, less grip, less power over a stretch); whether a
 * lap counts is then judged from the path that was driven, not from this list.
 */
import type { Car } from './car.ts'
import type { Circuit } from './circuit.ts'
import type { DriverStyle } from './driver.ts'
import { wrap } from './maths.ts'
import { createRandom } from './random.ts'

export type IncidentKind = 'lock-up' | 'off' | 'traffic'

/** Strongest at `atM` metres of the lap, gone `halfM` to either side. */
export interface Stretch {
  readonly atM: number
  readonly halfM: number
  readonly amount: number
}

export interface Incident {
  readonly kind: IncidentKind
  readonly atM: number
  /** Metres to the right. */
  readonly push: Stretch
  /** Share of the grip that is missing. */
  readonly slip: Stretch
  /** Share of the engine's power that is not used. */
  readonly lift: Stretch
}

const NONE: Stretch = { atM: 0, halfM: 1, amount: 0 }
/** Corners nearer to the line are left alone: an incident must not reach into the next lap. */
const CLEAR_M = 260
const STREAM = 11

export const incidentOn = (
  circuit: Circuit,
  car: Car,
  driver: DriverStyle,
  seed: number,
  lap: number,
): Incident | null => {
  const random = createRandom(seed, STREAM, lap)
  const { s, lengthM } = circuit.stations
  const corners = circuit.corners.filter(
    ({ apex }) => s[apex]! > CLEAR_M && s[apex]! < lengthM - CLEAR_M - 100,
  )
  const chance = random.next()
  const corner = corners[Math.floor(random.next() * corners.length)]
  if (!corner) return null
  const apexM = s[corner.apex]!

  if (chance < driver.lockUps) {
    return {
      kind: 'lock-up',
      atM: apexM,
      push: { atM: apexM + 12, halfM: 70, amount: -corner.side * random.between(1.2, 2.6) },
      slip: { atM: apexM + 8, halfM: 60, amount: random.between(0.38, 0.56) },
      lift: NONE,
    }
  }
  if (chance < driver.lockUps + driver.offs) {
    const exit = widestExit(circuit, corner.apex, corner.side)
    const edge = circuit.drawing.widthM / 2 + car.halfWidthM
    const beyond = edge + driver.wanderM + random.between(0.3, 1.2) - exit.outwardM * driver.lineQuality
    return {
      kind: 'off',
      atM: exit.atM,
      push: { atM: exit.atM, halfM: 65, amount: -corner.side * beyond },
      slip: { atM: exit.atM + 40, halfM: 60, amount: random.between(0.12, 0.3) },
      lift: { atM: exit.atM + 30, halfM: 60, amount: random.between(0.3, 0.7) },
    }
  }
  if (chance < driver.lockUps + driver.offs + driver.traffic) {
    const halfM = random.between(150, 260)
    return {
      kind: 'traffic',
      atM: apexM,
      push: NONE,
      slip: { atM: apexM, halfM, amount: random.between(0.15, 0.3) },
      lift: { atM: apexM, halfM, amount: random.between(0.2, 0.5) },
    }
  }
  return null
}

/** Where within 140 m after the apex the racing line comes nearest to the outer edge. */
const widestExit = (
  { stations, line }: Circuit,
  apex: number,
  side: 1 | -1,
): { atM: number; outwardM: number } => {
  let best = apex
  let outwardM = Number.NEGATIVE_INFINITY
  const lastM = stations.s[apex]! + 140
  for (let i = apex; i < stations.count && stations.s[i]! < lastM; i++) {
    const outward = -side * line[wrap(i, stations.count)]!
    if (outward > outwardM) {
      outwardM = outward
      best = i
    }
  }
  return { atM: stations.s[best]!, outwardM }
}
