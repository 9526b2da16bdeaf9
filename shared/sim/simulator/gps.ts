/**
 * A GPS receiver in the car: what it reports instead of the truth.
 *
 * Its position error wanders slowly (first-order Gauss–Markov, time constant 40 s: atmosphere and satellites)
 * and trembles a little from sample to sample. Speed and course come from Doppler shift, so they are much
 * better than differences of positions. Now and then it loses the sky and reports nothing for a while.
 */
import type { Circuit } from './circuit.ts'
import type { DriveFrame } from './frame.ts'
import { latAt, lonAt } from './globe.ts'
import { DEG_PER_RAD, wrap } from './maths.ts'
import { createRandom } from './random.ts'

export interface GpsOptions {
  /** Standard deviation of the slow error in each horizontal direction; 0 = exact. */
  readonly noiseM: number
  readonly rateHz: number
  /** How many times per hour the sky is lost, on average. */
  readonly dropouts: number
}

/** NaN everywhere while the sky is lost. */
export interface GpsFix {
  lat: number
  lon: number
  altitude: number
  speed: number
  heading: number
}

export const DEFAULT_GPS: GpsOptions = { noiseM: 0.4, rateHz: 25, dropouts: 5 }

const STREAM = 21
const DRIFT_SECONDS = 40
/** Per metre of slow error: trembling of position in metres, of speed in m/s. */
const TREMBLE = 0.06
const DOPPLER = 0.1
/** Height is seen from above only, so it is worse by this factor. */
const VERTICAL = 1.7
/** Slower than this the course is not known, and the last one is repeated. */
const COURSE_FROM_MPS = 0.8
const SHORTEST_LOSS_MS = 400
const LONGEST_LOSS_MS = 4000

/** Asked once per sample, in order; the same object is filled again each time. */
export const createReceiver = (
  circuit: Circuit,
  options: GpsOptions,
  seed: number,
): ((truth: DriveFrame) => GpsFix) => {
  const random = createRandom(seed, STREAM)
  const { noiseM, rateHz, dropouts } = options
  const keep = 1 / (1 + 1 / (rateHz * DRIFT_SECONDS))
  const push = noiseM * Math.sqrt(1 - keep * keep)
  const lossChance = dropouts / 3600 / rateHz
  let east = noiseM * random.normal()
  let north = noiseM * random.normal()
  let up = noiseM * VERTICAL * random.normal()
  let lostUntilMs = Number.NEGATIVE_INFINITY
  let course = Number.NaN
  const fix: GpsFix = { lat: 0, lon: 0, altitude: 0, speed: 0, heading: 0 }

  return truth => {
    east = east * keep + push * random.normal()
    north = north * keep + push * random.normal()
    up = up * keep + VERTICAL * push * random.normal()
    const x = truth.x + east + TREMBLE * noiseM * random.normal()
    const y = truth.y + north + TREMBLE * noiseM * random.normal()
    const speed = Math.max(truth.speed + DOPPLER * noiseM * random.normal(), 0)
    const courseError = random.normal()
    if (random.next() < lossChance && truth.timeMs >= lostUntilMs) {
      lostUntilMs = truth.timeMs + random.between(SHORTEST_LOSS_MS, LONGEST_LOSS_MS)
    }
    if (truth.speed >= COURSE_FROM_MPS || Number.isNaN(course)) {
      const slip = (DOPPLER * noiseM * courseError) / Math.max(truth.speed, COURSE_FROM_MPS)
      course = wrap(truth.heading + slip * DEG_PER_RAD, 360)
    }
    if (truth.timeMs < lostUntilMs) {
      fix.lat = fix.lon = fix.altitude = fix.speed = fix.heading = Number.NaN
      return fix
    }
    fix.lat = latAt(circuit.globe, x, y)
    fix.lon = lonAt(circuit.globe, x, y)
    fix.altitude = truth.altitude + up
    fix.speed = speed
    fix.heading = course
    return fix
  }
}
