/**
 * What goes on in a pretended game: whose clock runs, where every car is, which laps were counted. The page writers
 * only put down what this says.
 *
 * Invariants: time goes forward only; between two scenes everything is a function of time, however often it is asked.
 * Limits: the own car vanishes into its box for 'spectate' and 'pits'; the line beside the pit lane is not counted, as
 * when a driver returns to the garage by the menu. Other cars know nothing of each other.
 */
import type { Activity } from '../frames/index.ts'
import {
  type CarName,
  type CircuitName,
  createDrive,
  type Drive,
  type DriveFrame,
} from '../simulator/index.ts'
import type { FakeLap, FakeOptions, FakeScene } from './model.ts'
import { type TimedLap, timedLap } from './timing.ts'
import { createTraffic, type Traffic } from './traffic.ts'

/** What a page writer puts down. */
export interface WorldView {
  readonly circuitName: CircuitName
  readonly carName: CarName
  readonly activity: Activity
  readonly isSpectating: boolean
  /** The session's clock, and how many sessions there were before. */
  readonly gameMs: number
  readonly session: number
  readonly drive: Drive
  readonly own: DriveFrame
  readonly completedLaps: number
  readonly lastMs: number | null
  readonly bestMs: number | null
  readonly lastSectorMs: number
  readonly currentMs: number
  /** From 0. */
  readonly sector: number
  readonly isLapValid: boolean
  readonly tyresOut: number
  readonly fuelUsedL: number
}

export interface World {
  advance(atMs: number): void
  show(): WorldView
  others(): readonly DriveFrame[]
  /** Every lap counted so far. */
  readonly laps: readonly FakeLap[]
}

const OTHERS = 2
const MOST_OTHERS = 9
/** Between one car and the next. */
const OTHER_APART_MS = 14_000
/** How long an excursion beyond the edge lasts, and how long two wheels are out before and after. */
const OFF_MS = 700
const HALF_OFF_MS = 150

export const createWorld = (options: FakeOptions): World => {
  const scenes = [...(options.scenes ?? [])].sort((a, b) => a.atMs - b.atMs)
  const countsOutLap = options.countsOutLap ?? true
  const sectorTimes = options.sectorTimes ?? (options.game === 'ac' ? 'own' : 'split')
  const others = Math.min(options.others ?? OTHERS, MOST_OTHERS)
  const laps: FakeLap[] = []

  let circuitName = options.circuit
  let carName: CarName = options.car ?? 'meridian-gt'
  let nowMs = Number.NaN
  /** The first question starts the game. */
  let startMs = 0
  let nextScene = 0
  let scene: FakeScene | null = null
  let sceneEndMs = Number.POSITIVE_INFINITY

  let session = 0
  let gameMs = 0
  /** The other cars' clock, which runs in replays too: they are what is shown. */
  let othersMs = 0
  /** The own drive's clock, which also stands still while spectating. */
  let driveMs = 0
  let drives = 0
  let drive: Drive
  let traffic: Traffic
  let passed = 0
  let timed: TimedLap[] = []
  let completedLaps = 0
  let lastMs: number | null = null
  let bestMs: number | null = null
  let lastSectorMs = 0
  let sector = 0
  let fuelStartL = 0

  const setOut = (): void => {
    drive = createDrive({
      ...options,
      circuit: circuitName,
      car: carName,
      seed: options.seed + 7919 * drives++,
    })
    driveMs = 0
    passed = 0
    timed = []
    lastSectorMs = 0
    sector = 0
    fuelStartL = drive.at(0).fuelL
  }

  const beginSession = (): void => {
    gameMs = othersMs = 0
    completedLaps = 0
    lastMs = bestMs = null
    traffic = createTraffic(circuitName, carName, options.seed + 31)
    setOut()
  }

  const lapAt = (index: number): TimedLap => {
    const planned = drive.plannedLaps
    while (timed.length <= index && timed.length < planned.length)
      timed.push(timedLap(planned[timed.length]!))
    return timed[Math.min(index, timed.length - 1)]!
  }

  /** Lines that lie behind the own car now, as the game's counters show them. */
  const passLines = (): void => {
    drive.at(driveMs)
    for (;;) {
      const lap = lapAt(passed)
      const reached = lap.splitsMs.filter(split => split <= driveMs).length
      if (lap.kind !== 'in' && reached > sector) tellSector(lap, reached)
      const isLast = passed >= drive.plannedLaps.length - 1
      if (isLast || driveMs < lap.endMs) return
      finish(lap)
      passed++
      sector = 0
    }
  }

  const tellSector = (lap: TimedLap, reached: number): void => {
    sector = reached
    const line = lap.splitsMs[reached - 1]!
    lastSectorMs = sectorTimes === 'split' ? line - lap.startMs : lap.sectorsMs[reached - 1]!
  }

  const finish = (lap: TimedLap): void => {
    lastSectorMs = 0
    if (lap.kind === 'in') return
    if (lap.kind === 'out' && !countsOutLap) return
    completedLaps++
    lastMs = lap.lapMs
    lastSectorMs = sectorTimes === 'split' ? lap.lapMs : lap.sectorsMs.at(-1)!
    const valid = lap.invalidAtMs === null
    if (lap.kind === 'timed' && valid) bestMs = Math.min(bestMs ?? lap.lapMs, lap.lapMs)
    laps.push({
      kind: lap.kind,
      lapMs: lap.lapMs,
      sectorsMs: lap.sectorsMs,
      valid,
      number: completedLaps,
      session,
      endedAtMs: nowMs - (driveMs - lap.endMs),
    })
  }

  const isClockRunning = (): boolean =>
    scene?.kind !== 'pause' && scene?.kind !== 'replay' && scene?.kind !== 'exit'

  const flowTo = (untilMs: number): void => {
    const passedMs = untilMs - nowMs
    nowMs = untilMs
    if (scene?.kind === 'replay') othersMs += passedMs
    if (!isClockRunning()) return
    othersMs += passedMs
    gameMs += passedMs
    if (scene?.kind === 'spectate') return
    driveMs += passedMs
    passLines()
  }

  const begin = (next: FakeScene): void => {
    scene = 'forMs' in next ? next : null
    sceneEndMs = 'forMs' in next ? startMs + next.atMs + next.forMs : Number.POSITIVE_INFINITY
    if (next.kind === 'pits' || next.kind === 'spectate') setOut()
    if (next.kind === 'change') {
      circuitName = next.circuit ?? circuitName
      carName = next.car ?? carName
    }
    if (next.kind !== 'change' && next.kind !== 'restart') return
    session++
    beginSession()
  }

  const end = (): void => {
    const ended = scene?.kind
    scene = null
    sceneEndMs = Number.POSITIVE_INFINITY
    if (ended !== 'exit') return
    session++
    beginSession()
  }

  const advance = (atMs: number): void => {
    if (Number.isNaN(nowMs)) nowMs = startMs = atMs
    if (!Number.isFinite(atMs) || atMs < nowMs)
      throw new RangeError(`a game at ${nowMs} ms cannot be asked about ${atMs} ms`)
    for (;;) {
      const beginsMs = startMs + (scenes[nextScene]?.atMs ?? Number.POSITIVE_INFINITY)
      const boundaryMs = Math.min(beginsMs, sceneEndMs)
      if (boundaryMs > atMs) break
      flowTo(Math.max(boundaryMs, nowMs))
      if (sceneEndMs <= beginsMs) end()
      else begin(scenes[nextScene++]!)
    }
    flowTo(atMs)
  }

  const show = (): WorldView => {
    const lap = lapAt(passed)
    const offMs = lap.invalidAtMs ?? Number.POSITIVE_INFINITY
    const own = drive.at(driveMs)
    return {
      circuitName,
      carName,
      activity: activityIn(scene),
      isSpectating: scene?.kind === 'spectate',
      gameMs,
      session,
      drive,
      own,
      completedLaps,
      lastMs,
      bestMs,
      lastSectorMs,
      currentMs: Math.max(Math.floor(driveMs - lap.startMs), 0),
      sector,
      isLapValid: driveMs < offMs,
      tyresOut: tyresOutAt(driveMs - offMs),
      fuelUsedL: Math.max(fuelStartL - own.fuelL, 0),
    }
  }

  beginSession()
  return {
    laps,
    advance,
    show,
    others: () => Array.from({ length: others }, (_, i) => traffic.at(othersMs, -(i + 1) * OTHER_APART_MS)),
  }
}

const activityIn = (scene: FakeScene | null): Activity => {
  if (scene?.kind === 'pause' || scene?.kind === 'replay') return scene.kind
  return scene?.kind === 'exit' ? 'off' : 'live'
}

/** All four while beyond the edge, two just before and after. */
const tyresOutAt = (sinceOffMs: number): number => {
  if (sinceOffMs >= 0 && sinceOffMs < OFF_MS) return 4
  return sinceOffMs >= -HALF_OFF_MS && sinceOffMs < OFF_MS + HALF_OFF_MS ? 2 : 0
}
