/**
 * Where the car goes in one run (out of the pits, some timed laps, back into the pits), and what limits it
 * there; not yet how fast.
 *
 * A run is unrolled: its points lie on the circuit's stations, counted on from lap to lap. Point 0 is the box.
 * Lap 0 of a run is the out lap, laps 1 to n are timed, lap n + 1 is the in lap. The first passing of the line
 * lies in the pit lane, beside the gate.
 *
 * All curves used here are twice continuously differentiable along the road, so curvature has no jumps.
 */
import type { Car } from './car.ts'
import type { Circuit } from './circuit.ts'
import type { DriverStyle } from './driver.ts'
import { type Incident, incidentOn } from './incidents.ts'
import { bump, clamp, smoothStep } from './maths.ts'
import { createSmoothNoise } from './random.ts'
import { arcLength, bendOf } from './stations.ts'

export interface RunRequest {
  readonly circuit: Circuit
  readonly car: Car
  readonly driver: DriverStyle
  readonly seed: number
  /** Laps of any kind driven before this run, so that chance goes on where it was. */
  readonly lapsBefore: number
  readonly timedLaps: number
  readonly fuelL: number
}

/** Columns over the points of a run. */
export interface Path {
  readonly count: number
  /** Unrolled station of point 0: the box lies before the line, so this is negative. */
  readonly firstStation: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly altitude: Float64Array
  /** Unit vector along the path. */
  readonly alongX: Float64Array
  readonly alongY: Float64Array
  /** 1/m, positive to the right. */
  readonly curvature: Float64Array
  /** Metres from this point to the next along the path. */
  readonly stepM: Float64Array
  /** What the tyres can give, as a share of new and warm ones. */
  readonly tyres: Float64Array
  /** How much of that the driver uses. */
  readonly effort: Float64Array
  /** How much of the engine's power the driver uses at most. */
  readonly power: Float64Array
  /** Speed limit in the pit lane, else Infinity. */
  readonly limitMps: Float64Array
  /** 1 where the car is beyond the edge of the road with all wheels, pit lane apart. */
  readonly offTrack: Uint8Array
  /** By lap of the run. */
  readonly incidents: readonly (Incident | null)[]
}

const STREAM = { line: 1, wander: 2, form: 3, corner: 4 }
/** Chance works on three scales: the day's line, the lap's form, the single corner. */
const LINE_KNOT_M = 900
const FORM_KNOT_M = 1700
const CORNER_KNOT_M = 130
const WANDER_KNOT_M = 110

/** Cold tyres give 6 % less; they are warm after 10 km. */
const COLD_LOSS = 0.06
const WARM_AFTER_M = 10_000
/** Lost per metre: 3 % over 250 km. */
const WEAR_PER_M = 1.2e-7
/** Effort on the way out of and back into the pits. */
const OUT_EFFORT = 0.86
const IN_EFFORT = 0.8
/** An out lap is driven at full effort from here on, so that the first timed lap starts at speed. */
const PUSH_BEFORE_M = 500

export const planPath = (request: RunRequest): Path => {
  const { circuit, car, driver, seed, lapsBefore, timedLaps } = request
  const { stations, line, drawing } = circuit
  const { count: lapPoints, lengthM, s } = stations
  const { pit } = drawing
  const box = Math.round((pit.boxM / lengthM) * lapPoints)
  const firstStation = box
  const lastStation = (timedLaps + 2) * lapPoints + box
  const count = lastStation - firstStation + 1

  const x = new Float64Array(count)
  const y = new Float64Array(count)
  const altitude = new Float64Array(count)
  const tyres = new Float64Array(count)
  const effort = new Float64Array(count)
  const power = new Float64Array(count)
  const limitMps = new Float64Array(count)
  const offTrack = new Uint8Array(count)

  const lineNoise = createSmoothNoise(seed, STREAM.line, LINE_KNOT_M)
  const wanderNoise = createSmoothNoise(seed, STREAM.wander, WANDER_KNOT_M)
  const formNoise = createSmoothNoise(seed, STREAM.form, FORM_KNOT_M)
  const cornerNoise = createSmoothNoise(seed, STREAM.corner, CORNER_KNOT_M)
  const incidents: (Incident | null)[] = []
  for (let lap = 0; lap < timedLaps + 2; lap++) {
    const isTimed = lap >= 1 && lap <= timedLaps
    incidents.push(isTimed ? incidentOn(circuit, car, driver, seed, lapsBefore + lap) : null)
  }
  const edgeM = drawing.widthM / 2 + car.halfWidthM
  const runM = (timedLaps + 2) * lengthM
  const startM = pit.boxM

  for (let i = 0; i < count; i++) {
    const unrolled = firstStation + i
    const lap = Math.floor(unrolled / lapPoints)
    const at = unrolled - lap * lapPoints
    const lapM = s[at]!
    const metres = lap * lengthM + lapM
    const chanceM = lapsBefore * lengthM + metres
    const incident = incidents[lap] ?? null

    const quality = clamp(driver.lineQuality + driver.spread * lineNoise(chanceM), 0, 1)
    let offset = quality * line[at]! + driver.wanderM * wanderNoise(chanceM)
    let form = driver.pace - driver.spread * (0.9 * formNoise(chanceM) + cornerNoise(chanceM))
    let pedal = 1
    if (incident !== null) {
      const { push, slip, lift } = incident
      offset += push.amount * bump(lapM - push.atM, push.halfM)
      form *= 1 - slip.amount * bump(lapM - slip.atM, slip.halfM)
      pedal = 1 - lift.amount * bump(lapM - lift.atM, lift.halfM)
    }
    if (metres < lengthM) {
      const pushing = smoothStep(lengthM - PUSH_BEFORE_M, lengthM - PUSH_BEFORE_M + 100, metres)
      form *= OUT_EFFORT + (1 - OUT_EFFORT) * pushing
      pedal = 0.75 + 0.25 * pushing
    } else if (metres > runM - lengthM) {
      const slowing = smoothStep(0, 150, metres - (runM - lengthM))
      form *= 1 - (1 - IN_EFFORT) * slowing
      pedal = 1 - 0.4 * slowing
    }

    const intoPit = smoothStep(pit.fromM - pit.rampM, pit.fromM, metres - runM)
    const outOfPit = 1 - smoothStep(pit.toM, pit.toM + pit.rampM, metres)
    const inPit = Math.max(intoPit, outOfPit)
    offset += (pit.offsetM - offset) * inPit

    x[i] = stations.x[at]! + offset * stations.rightX[at]!
    y[i] = stations.y[at]! + offset * stations.rightY[at]!
    altitude[i] = stations.altitude[at]!
    const driven = metres - startM
    tyres[i] = (1 - COLD_LOSS * (1 - smoothStep(0, WARM_AFTER_M, driven))) * (1 - WEAR_PER_M * driven)
    effort[i] = clamp(form, 0.3, 1)
    power[i] = pedal
    limitMps[i] = inPit === 1 ? pit.limitMps : Number.POSITIVE_INFINITY
    offTrack[i] = inPit === 0 && Math.abs(offset) > edgeM ? 1 : 0
  }
  const shape = shapeOf(x, y)
  return {
    count,
    firstStation,
    x,
    y,
    altitude,
    ...shape,
    tyres,
    effort,
    power,
    limitMps,
    offTrack,
    incidents,
  }
}

const shapeOf = (
  x: Float64Array,
  y: Float64Array,
): Pick<Path, 'alongX' | 'alongY' | 'curvature' | 'stepM'> => {
  const count = x.length
  const alongX = new Float64Array(count)
  const alongY = new Float64Array(count)
  const curvature = new Float64Array(count)
  const stepM = new Float64Array(count)
  for (let i = 1; i < count - 1; i++) {
    const ax = x[i]! - x[i - 1]!
    const ay = y[i]! - y[i - 1]!
    const bx = x[i + 1]! - x[i]!
    const by = y[i + 1]! - y[i]!
    const cx = ax + bx
    const cy = ay + by
    const chord = Math.sqrt(cx * cx + cy * cy)
    alongX[i] = cx / chord
    alongY[i] = cy / chord
    curvature[i] = bendOf(ax, ay, bx, by)
    stepM[i] = arcLength(Math.sqrt(bx * bx + by * by), curvature[i]!)
  }
  // Both ends lie on the straight of the pit lane.
  const last = count - 1
  alongX[0] = alongX[1]!
  alongY[0] = alongY[1]!
  alongX[last] = alongX[last - 1]!
  alongY[last] = alongY[last - 1]!
  stepM[0] = stepM[1]!
  return { alongX, alongY, curvature, stepM }
}
