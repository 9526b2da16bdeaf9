/**
 * A drive: one car, one driver, one circuit, run after run, asked for its state at any instant.
 *
 * This is what the sample session, the fixtures and a pretended game are all made from. Nothing here is noisy
 * and nothing depends on how often it is asked: the state at a given time is the same at 10 Hz and at 1 kHz.
 * Time must not go backwards, because runs that are over are forgotten; a run of 60 laps of 4.3 km takes about
 * 20 MB while it lasts. `laps: Infinity` drives for ever, stopping for fuel.
 */
import { atan2Deg, clamp, GRAVITY } from './maths.ts'
import { type Car, type CarName, CARS, rpmAt } from './car.ts'
import { type CircuitDescription, circuitOf, describeCircuit } from './circuit.ts'
import type { CircuitName } from './circuits.ts'
import { DRIVERS, type DriverName, type DriverStyle } from './driver.ts'
import { fuelFor, lapsPerTank, planRun, type Run, type TrueLap } from './run.ts'

export interface DriveOptions {
  /** 32 bits are used. */
  readonly seed: number
  readonly circuit: CircuitName
  /** Timed laps in all. */
  readonly laps: number
  /** Timed laps from one stop to the next; as many as a tank is good for unless given. */
  readonly lapsPerRun?: number
  readonly driver?: DriverName | DriverStyle
  readonly car?: CarName | Car
  /** Litres at the start of each run; what the run needs unless given. */
  readonly fuelL?: number
  /** How long the car stands between two runs. */
  readonly stopMs?: number
}

/** The state at one instant. The same object is filled again by the next question. */
export interface DriveFrame {
  timeMs: number
  /** True from when the car stands in its box after the last run. */
  isOver: boolean
  /** Metres east and north of the circuit's origin. */
  x: number
  y: number
  lat: number
  lon: number
  altitude: number
  /** Degrees clockwise from north, 0 to 360. */
  heading: number
  /** m/s */
  speed: number
  /** Percent. */
  throttle: number
  brake: number
  /** 0 while standing in the box. */
  gear: number
  rpm: number
  /** Degrees at the steering wheel, positive to the right. */
  steering: number
  /** Positive to the right, positive when accelerating. */
  gLat: number
  gLong: number
  /** Degrees per second, positive to the right. */
  yawRate: number
  fuelL: number
  tyreTempFL: number
  tyreTempFR: number
  tyreTempRL: number
  tyreTempRR: number
  /** Share of the tyres' grip in use. */
  gripUse: number
  inPitLane: boolean
  lapNumber: number
  lapKind: TrueLap['kind']
  /** Times the start/finish line was crossed on the road so far. */
  crossings: number
  /** 1 to 3. */
  sector: number
  /** Metres of the centre line since the start/finish line, and as a share of the lap. */
  lapM: number
  lapShare: number
  lapTimeMs: number
  /** Exact time of the last lap from line to line, else null. */
  lastLapMs: number | null
  lapValid: boolean
}

export interface Drive {
  readonly circuit: CircuitDescription
  readonly car: Car
  readonly driver: DriverStyle
  /** The state at `timeMs` since the session's start; never earlier than the last question. */
  at(timeMs: number): DriveFrame
  /** One state every 1000 / rateHz ms from the start until the drive is over. */
  frames(rateHz: number): Generator<DriveFrame, void, void>
  /** Every lap of the runs planned so far, also those not yet driven. For tests and fixtures only. */
  readonly plannedLaps: readonly TrueLap[]
}

export const DEFAULT_DRIVER: DriverName = 'mira-holt'
export const DEFAULT_CAR: CarName = 'meridian-gt'
/** Standing in the box before the first run, between two runs and at the end. */
const FIRST_STAND_MS = 8_000
const STOP_MS = 45_000
const LAST_STAND_MS = 6_000

export const createDrive = (options: DriveOptions): Drive => {
  const circuit = circuitOf(options.circuit)
  const car = typeof options.car === 'object' ? options.car : CARS[options.car ?? DEFAULT_CAR]
  const driver = typeof options.driver === 'object' ? options.driver : DRIVERS[options.driver ?? DEFAULT_DRIVER]
  const stopMs = options.stopMs ?? STOP_MS
  if (!(options.laps >= 1)) throw new RangeError(`a drive has at least one timed lap, not ${options.laps}`)
  const lapsPerRun = Math.max(1, Math.floor(options.lapsPerRun ?? lapsPerTank({ circuit, car })))

  const plannedLaps: TrueLap[] = []
  let timedLeft = options.laps
  const nextRun = (before: Run | null): Run => {
    const timedLaps = Math.min(timedLeft, lapsPerRun)
    timedLeft -= timedLaps
    const run = planRun(
      {
        circuit,
        car,
        driver,
        seed: options.seed,
        lapsBefore: plannedLaps.length,
        timedLaps,
        fuelL: options.fuelL ?? fuelFor({ circuit, car }, timedLaps),
      },
      before?.endMs ?? 0,
      before ? stopMs : FIRST_STAND_MS,
    )
    plannedLaps.push(...run.laps)
    return run
  }

  let run = nextRun(null)
  let point = 0
  /** Index into `run.laps`. */
  let lap = 0
  let shiftedFrom = 1
  let shiftedMs = Number.NEGATIVE_INFINITY
  let crossings = 0
  let lastLapMs: number | null = null
  const frame = emptyFrame()

  /** Moves to the piece between two points that holds `timeMs`, noting what is passed on the way. */
  const advance = (timeMs: number): void => {
    while (timeMs >= run.endMs && timedLeft > 0) {
      finishRun()
      run = nextRun(run)
      point = 0
      lap = 0
    }
    const { controls, laps } = run
    const last = controls.timeMs.length - 2
    const inRun = timeMs - run.startMs
    while (point < last && controls.timeMs[point + 1]! <= inRun) {
      point++
      const gear = controls.gear[point]!
      if (gear !== controls.gear[point - 1]!) {
        shiftedFrom = controls.gear[point - 1]!
        shiftedMs = run.startMs + controls.timeMs[point]!
      }
    }
    while (lap < laps.length - 1 && laps[lap]!.endMs <= timeMs) passLine()
  }

  const passLine = (): void => {
    const done = run.laps[lap]!
    if (done.kind === 'timed') lastLapMs = done.endMs - done.startMs
    crossings++
    lap++
  }

  const finishRun = (): void => {
    while (lap < run.laps.length - 1) passLine()
    shiftedMs = Number.NEGATIVE_INFINITY
  }

  const at = (timeMs: number): DriveFrame => {
    if (!(timeMs >= frame.timeMs)) throw new RangeError(`time went back from ${frame.timeMs} to ${timeMs} ms`)
    advance(timeMs)
    fill(frame, timeMs)
    return frame
  }

  const fill = (out: DriveFrame, timeMs: number): void => {
    const { path, speed, controls } = run
    const isStanding = timeMs < run.startMs || timeMs >= run.endMs
    const inRun = clamp(timeMs - run.startMs, 0, run.endMs - run.startMs)
    const i = point
    const seconds = (controls.timeMs[i + 1]! - controls.timeMs[i]!) / 1000
    const since = (inRun - controls.timeMs[i]!) / 1000
    const v0 = speed[i]!
    const rate = (speed[i + 1]! - v0) / seconds
    const v = isStanding ? 0 : v0 + rate * since
    const step = path.stepM[i]!
    /** Share of the way to the next point, and of the time: the acceleration is constant between points. */
    const way = clamp(((v0 + 0.5 * rate * since) * since) / step, 0, 1)
    const share = since / seconds
    const between = (values: ArrayLike<number>, u: number): number =>
      values[i]! + (values[i + 1]! - values[i]!) * u

    out.timeMs = timeMs
    out.isOver = timedLeft === 0 && timeMs >= run.endMs + LAST_STAND_MS
    // A cubic through both points and their directions, so that position and heading have no corners.
    const u2 = way * way
    const u3 = u2 * way
    const h1 = 3 * u2 - 2 * u3
    const t0 = (u3 - 2 * u2 + way) * step
    const t1 = (u3 - u2) * step
    out.x = path.x[i]! + (path.x[i + 1]! - path.x[i]!) * h1 + t0 * path.alongX[i]! + t1 * path.alongX[i + 1]!
    out.y = path.y[i]! + (path.y[i + 1]! - path.y[i]!) * h1 + t0 * path.alongY[i]! + t1 * path.alongY[i + 1]!
    const place = circuit.toLatLon(out.x, out.y)
    out.lat = place.lat
    out.lon = place.lon
    out.altitude = between(path.altitude, way)
    const compass = atan2Deg(between(path.alongX, way), between(path.alongY, way))
    out.heading = compass < 0 ? compass + 360 : compass

    const bend = between(path.curvature, way)
    const across = (v * v * bend) / GRAVITY
    out.speed = v
    out.gLat = across
    out.gLong = isStanding ? 0 : between(controls.accel, share) / GRAVITY
    out.yawRate = atan2Deg(1, 0) * v * bend * (2 / 3.141592653589793)
    out.steering = (atan2Deg(car.wheelbaseM * bend, 1) + car.understeer * across) * car.steeringRatio
    out.throttle = isStanding ? 0 : between(controls.throttle, share)
    out.brake = between(controls.brake, share)
    out.gear = isStanding ? 0 : controls.gear[i]!
    out.rpm = isStanding ? car.idleRpm : rpmNow(timeMs, v, out.gear)
    out.fuelL = between(controls.fuelL, share)
    out.gripUse = isStanding ? 0 : between(controls.gripUse, share)
    out.tyreTempFL = between(controls.tyreTemp[0], share)
    out.tyreTempFR = between(controls.tyreTemp[1], share)
    out.tyreTempRL = between(controls.tyreTemp[2], share)
    out.tyreTempRR = between(controls.tyreTemp[3], share)
    fillLap(out, timeMs, way)
  }

  const rpmNow = (timeMs: number, v: number, gear: number): number => {
    const engaged = rpmAt(car, gear, v)
    const shifted = clamp((timeMs - shiftedMs) / car.shiftMs, 0, 1)
    const before = shifted < 1 ? rpmAt(car, shiftedFrom, v) : engaged
    return clamp(before + (engaged - before) * shifted, car.idleRpm, car.redlineRpm)
  }

  const fillLap = (out: DriveFrame, timeMs: number, way: number): void => {
    const { stations, sectorStations } = circuit
    const now = run.laps[lap]!
    const unrolled = run.path.firstStation + point + way
    const inLap = unrolled - Math.floor(unrolled / stations.count) * stations.count
    out.inPitLane = run.path.limitMps[point]! < Number.POSITIVE_INFINITY
    out.lapNumber = now.number
    out.lapKind = now.kind
    out.crossings = crossings
    out.sector = 1 + sectorStations.filter(station => station <= inLap).length
    out.lapShare = inLap / stations.count
    out.lapM = out.lapShare * stations.lengthM
    out.lapTimeMs = Math.max(timeMs - now.startMs, 0)
    out.lastLapMs = lastLapMs
    out.lapValid = now.invalidAtMs === null || timeMs < now.invalidAtMs
  }

  function* frames(rateHz: number): Generator<DriveFrame, void, void> {
    for (let n = 0; ; n++) {
      const state = at((n * 1000) / rateHz)
      if (state.isOver) return
      yield state
    }
  }

  return { circuit: describeCircuit(circuit), car, driver, at, frames, plannedLaps }
}

const emptyFrame = (): DriveFrame => ({
  timeMs: 0,
  isOver: false,
  x: 0,
  y: 0,
  lat: 0,
  lon: 0,
  altitude: 0,
  heading: 0,
  speed: 0,
  throttle: 0,
  brake: 0,
  gear: 0,
  rpm: 0,
  steering: 0,
  gLat: 0,
  gLong: 0,
  yawRate: 0,
  fuelL: 0,
  tyreTempFL: 0,
  tyreTempFR: 0,
  tyreTempRL: 0,
  tyreTempRR: 0,
  gripUse: 0,
  inPitLane: true,
  lapNumber: 0,
  lapKind: 'out',
  crossings: 0,
  sector: 1,
  lapM: 0,
  lapShare: 0,
  lapTimeMs: 0,
  lastLapMs: null,
  lapValid: true,
})
