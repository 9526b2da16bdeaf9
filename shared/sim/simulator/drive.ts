/**
 * A drive: one car, one driver, one circuit, run after run, asked for its state at any instant.
 *
 * This is what the sample session, the fixtures and a pretended game are all made from. Nothing here is noisy
 * and nothing depends on how often it is asked: the state at a given time is the same at 10 Hz and at 1 kHz.
 * Time must not go backwards, because runs that are over are forgotten; a run of 60 laps of 4.3 km takes about
 * 20 MB while it lasts. `laps: Infinity` drives for ever, stopping for fuel.
 */
import { CARS, type Car, type CarName, rpmAt } from './car.ts'
import { type CircuitDescription, circuitOf, describeCircuit } from './circuit.ts'
import type { CircuitName } from './circuits.ts'
import { DRIVERS, type DriverName, type DriverStyle } from './driver.ts'
import { type DriveFrame, emptyFrame } from './frame.ts'
import { latAt, lonAt } from './globe.ts'
import { atan2Deg, clamp, DEG_PER_RAD, GRAVITY, mixAt } from './maths.ts'
import { fuelFor, lapsPerTank, planRun, type Run, type TrueLap } from './run.ts'

export interface DriveOptions {
  /** 32 bits are used. */
  readonly seed: number
  readonly circuit: CircuitName
  /** Timed laps in all. */
  readonly laps: number
  /** Timed laps from one stop to the next, at least 1; as many as a tank is good for unless fewer are given. */
  readonly lapsPerRun?: number
  readonly driver?: DriverName | DriverStyle
  readonly car?: CarName | Car
  /** Litres at the start of each run; what the run needs unless given. */
  readonly fuelL?: number
  /** How long the car stands between two runs. */
  readonly stopMs?: number
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
  const driver =
    typeof options.driver === 'object' ? options.driver : DRIVERS[options.driver ?? DEFAULT_DRIVER]
  const stopMs = options.stopMs ?? STOP_MS
  if (!(options.laps >= 1)) throw new RangeError(`a drive has at least one timed lap, not ${options.laps}`)
  const perTank = lapsPerTank({ circuit, car })
  const lapsPerRun = Math.min(Math.floor(options.lapsPerRun ?? perTank), perTank)
  if (!(lapsPerRun >= 1)) throw new RangeError(`a run has at least one timed lap, not ${options.lapsPerRun}`)

  const plannedLaps: TrueLap[] = []
  let timedLeft = Math.floor(options.laps)
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
    if (!Number.isFinite(timeMs) || timeMs < frame.timeMs)
      throw new RangeError(`a drive at ${frame.timeMs} ms cannot be asked about ${timeMs} ms`)
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
    out.lat = latAt(circuit.globe, out.x, out.y)
    out.lon = lonAt(circuit.globe, out.x, out.y)
    out.altitude = mixAt(path.altitude, i, way)
    const compass = atan2Deg(mixAt(path.alongX, i, way), mixAt(path.alongY, i, way))
    out.heading = compass < 0 ? compass + 360 : compass

    const bend = mixAt(path.curvature, i, way)
    const across = isStanding ? 0 : (v * v * bend) / GRAVITY
    out.speed = v
    out.gLat = across
    out.gLong = isStanding ? 0 : mixAt(controls.accel, i, share) / GRAVITY
    out.yawRate = isStanding ? 0 : v * bend * DEG_PER_RAD
    out.steering = (atan2Deg(car.wheelbaseM * bend, 1) + car.understeer * across) * car.steeringRatio
    out.throttle = isStanding ? 0 : mixAt(controls.throttle, i, share)
    out.brake = mixAt(controls.brake, i, share)
    out.gear = isStanding ? 0 : controls.gear[i]!
    out.rpm = isStanding ? car.idleRpm : rpmNow(timeMs, v, out.gear)
    out.fuelL = mixAt(controls.fuelL, i, share)
    out.gripUse = isStanding ? 0 : mixAt(controls.gripUse, i, share)
    out.tyreTempFL = mixAt(controls.tyreTemp[0], i, share)
    out.tyreTempFR = mixAt(controls.tyreTemp[1], i, share)
    out.tyreTempRL = mixAt(controls.tyreTemp[2], i, share)
    out.tyreTempRR = mixAt(controls.tyreTemp[3], i, share)
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
    out.inPitLane =
      Math.max(run.path.limitMps[point]!, run.path.limitMps[point + 1]!) < Number.POSITIVE_INFINITY
    out.lapNumber = now.number
    out.lapKind = now.kind
    out.crossings = crossings
    out.sector = sectorAt(inLap, sectorStations)
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

  return { circuit: describeCircuit(circuit.name), car, driver, at, frames, plannedLaps }
}

const sectorAt = (station: number, lines: readonly number[]): number => {
  let sector = 1
  for (const line of lines) if (station >= line) sector++
  return sector
}
