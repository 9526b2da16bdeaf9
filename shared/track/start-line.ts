/**
 * Where to put a start/finish line when nobody said where it is: from the driving itself, or from moments that
 * are known to lie on it.
 *
 * From the driving: the road a car comes back to, in the same direction and after the same number of metres
 * each time, is a circuit. Of all places on one lap of it that most laps pass at speed, the one deepest inside a
 * long and fast straight is taken: there an error of position costs the least time, and there most circuits
 * have their line. Slow passes at the side (a pit lane beside the straight) neither move nor widen the line.
 *
 * Invariants: the same trace gives the same line; the line counts in the direction driven, so the same circuit
 * driven the other way round gets another one. Null when the road is not a circuit driven more than once.
 */
import { type Frame, type Gate, gateFromPoint, gateToDegrees, type Point, type Projection } from '#shared/geo'
import type { Trace } from '#shared/trace'
import { asMetres, asMetresPerSecond, type Metres, type MetresPerSecond } from '#shared/units'
import { type Circuit, circuitOf } from './circuit.ts'
import { driveInSteps, STEP_M, type SteppedDrive, turnBetween } from './drive-steps.ts'
import { positionOf } from './position.ts'

export interface ProposedLine {
  /** In the frame of the trace. */
  readonly gate: Gate
  readonly lapLengthM: Metres
  /** How far the straight reaches around the line. */
  readonly straightM: Metres
  /** How often it was passed at speed. */
  readonly passes: number
  /** The usual speed at the line. */
  readonly speed: MetresPerSecond
}

export const proposeStartLine = (trace: Trace, frame: Frame): ProposedLine | null => {
  const position = positionOf(trace, frame)
  if (!position) return null
  const drive = driveInSteps(position)
  const circuit = circuitOf(drive)
  if (!circuit) return null
  const place = bestPlace(drive, circuit)
  if (!place) return null
  return {
    gate: toFrame(gateAcross(drive, circuit.first + place.at, place.passes), position.projection),
    lapLengthM: asMetres(circuit.lengthM),
    straightM: asMetres(place.straightM),
    passes: place.passes.length,
    speed: asMetresPerSecond(place.speed),
  }
}

/** A car in the pits, waiting, or spun round is slower than this share of the usual pass. */
const AT_SPEED = 0.6
/** A straight bends less than this; a fix every second makes a straight road look bent by some degrees. */
const STRAIGHT_RAD = (12 * Math.PI) / 180
/** Passes further to the side are on another road. */
const BESIDE_M = 20

interface Place {
  /** Steps after the start of the circuit's reference lap. */
  readonly at: number
  readonly straightM: number
  readonly speed: number
  /** Steps of the drive that pass here at speed, in order. */
  readonly passes: readonly number[]
  readonly score: number
}

const bestPlace = (drive: SteppedDrive, circuit: Circuit): Place | null => {
  const straights = straightsOf(drive, circuit)
  const places: (Place & { laps: number })[] = []
  for (let at = 0; at < circuit.steps; at++) {
    const passes = passesAtSpeed(drive, circuit.near(circuit.first + at, BESIDE_M))
    const laps = lapsBetween(drive, passes, circuit.lengthM)
    if (laps === 0) continue
    const { before, after } = straights[at]!
    const speed = median(passes.map(i => drive.speed[i]!))
    // Metres from the nearer end of the straight times speed: deep inside, and fast.
    const score = Math.min(before, after) * speed
    places.push({ at, straightM: before + after, speed, passes, laps, score })
  }
  const most = Math.max(0, ...places.map(place => place.laps))
  // Half of the laps: where the pit lane runs beside the line, laps into and out of the pits do not pass it.
  const regular = places.filter(place => place.laps >= most / 2)
  return regular.reduce<Place | null>(
    (best, place) => (best && best.score >= place.score ? best : place),
    null,
  )
}

/** For each step of the reference lap, how far it goes straight on before and after. */
const straightsOf = (drive: SteppedDrive, { first, steps }: Circuit): { before: number; after: number }[] => {
  const headingAt = (at: number): number => drive.heading[first + (((at % steps) + steps) % steps)]!
  const reach = (at: number, direction: 1 | -1): number => {
    let n = 0
    while (
      n < steps / 2 &&
      Math.abs(turnBetween(headingAt(at), headingAt(at + direction * (n + 1)))) < STRAIGHT_RAD
    )
      n++
    return n * STEP_M
  }
  return Array.from({ length: steps }, (_, at) => ({ before: reach(at, -1), after: reach(at, 1) }))
}

const passesAtSpeed = (drive: SteppedDrive, passes: readonly number[]): number[] => {
  const usual = median(passes.map(i => drive.speed[i]!))
  return passes.filter(i => drive.speed[i]! >= AT_SPEED * usual)
}

/** How often the next pass came one lap later. */
const lapsBetween = (drive: SteppedDrive, passes: readonly number[], lengthM: number): number => {
  let laps = 0
  for (let k = 1; k < passes.length; k++) {
    const [a, b] = [passes[k - 1]!, passes[k]!]
    const metres = (b - a) * STEP_M
    if (drive.run[a] === drive.run[b] && Math.abs(metres - lengthM) < LAP_TOLERANCE * lengthM) laps++
  }
  return laps
}

/** Lines driven differ by 2 %, sparse fixes cut corners now here, now there. */
const LAP_TOLERANCE = 0.06

/** Half of the road and the error of a receiver beyond the outermost pass. */
const MARGIN_M = 7
const MIN_HALF_M = 10
/** Pit lanes begin some 18 m from the line driven. */
const MAX_HALF_M = 16

/** The gate at a step of the drive, as wide as the passes ask for and centred on them. */
const gateAcross = (drive: SteppedDrive, at: number, passes: readonly number[]): Gate => {
  const heading = drive.heading[at]!
  const [rightX, rightY] = [Math.cos(heading), -Math.sin(heading)]
  const offsets = passes.map(
    i => (drive.x[i]! - drive.x[at]!) * rightX + (drive.y[i]! - drive.y[at]!) * rightY,
  )
  const center = median(offsets)
  const reach = Math.max(...offsets.map(offset => Math.abs(offset - center)))
  const half = Math.min(Math.max(reach + MARGIN_M, MIN_HALF_M), MAX_HALF_M)
  const middle = { x: drive.x[at]! + center * rightX, y: drive.y[at]! + center * rightY }
  return gateFromPoint(middle, heading, 2 * half)
}

/** A gate made from moments: half the width of the widest start straight and a receiver's error to both sides. */
const WIDTH_FROM_MOMENTS_M = 30
/** Moments further from their middle belong to another place (or to the pit lane). */
const TOGETHER_M = 60

/**
 * The line that was crossed at these times (milliseconds of the session): where laps begin by a logger's own
 * marks, or where its lap counter changes. Null when they do not lie together, or the car hardly moved there.
 */
export const startLineAt = (trace: Trace, frame: Frame, timesMs: readonly number[]): Gate | null => {
  const position = positionOf(trace, frame)
  if (!position) return null
  const moments = timesMs.flatMap(atMs => momentAt(position, atMs) ?? [])
  if (moments.length === 0) return null
  const middle = middleOf(moments)
  const together = moments.filter(({ x, y }) => Math.hypot(x - middle.x, y - middle.y) <= TOGETHER_M)
  if (2 * together.length <= moments.length && moments.length > 1) return null
  const east = together.reduce((sum, { heading }) => sum + Math.sin(heading), 0)
  const north = together.reduce((sum, { heading }) => sum + Math.cos(heading), 0)
  // Directions that cancel each other out are no direction.
  if (Math.hypot(east, north) < together.length / 2) return null
  const gate = gateFromPoint(middleOf(together), Math.atan2(east, north), WIDTH_FROM_MOMENTS_M)
  return toFrame(gate, position.projection)
}

interface Moment extends Point {
  readonly heading: number
}

const middleOf = (points: readonly Point[]): Point => ({
  x: median(points.map(p => p.x)),
  y: median(points.map(p => p.y)),
})

/** Far enough apart that a receiver's error hardly turns the direction. */
const DIRECTION_M = 8
/** Two fixes at 1 Hz and one missed. */
const DIRECTION_MS = 3500

const momentAt = (
  { timeMs, x, y }: { timeMs: Float64Array; x: Float64Array; y: Float64Array },
  atMs: number,
): Moment | null => {
  const isKnown = (i: number): boolean => !Number.isNaN(x[i]! + y[i]!)
  let after = firstAtOrAfter(timeMs, atMs)
  while (after < timeMs.length && !isKnown(after)) after++
  let before = after - 1
  while (before >= 0 && !isKnown(before)) before--
  if (before < 0 || after >= timeMs.length || timeMs[after]! - timeMs[before]! > DIRECTION_MS) return null
  const share = (atMs - timeMs[before]!) / (timeMs[after]! - timeMs[before]!)
  const at = {
    x: x[before]! + share * (x[after]! - x[before]!),
    y: y[before]! + share * (y[after]! - y[before]!),
  }
  for (let k = after; k < timeMs.length && timeMs[k]! - atMs <= DIRECTION_MS; k++) {
    const [dx, dy] = [x[k]! - x[before]!, y[k]! - y[before]!]
    if (isKnown(k) && Math.hypot(dx, dy) >= DIRECTION_M) return { ...at, heading: Math.atan2(dx, dy) }
  }
  return null
}

const firstAtOrAfter = (time: Float64Array, atMs: number): number => {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle]! < atMs) low = middle + 1
    else high = middle
  }
  return low
}

const toFrame = (gate: Gate, projection: Projection | null): Gate =>
  projection ? gateToDegrees(gate, projection) : gate

/** The upper of the two middle ones; NaN of none. */
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
