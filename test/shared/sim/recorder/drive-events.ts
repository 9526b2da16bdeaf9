/**
 * The lap simulator as a game would tell it: samples and statuses of a drive, and beside them the laps as they were.
 *
 * Like in a game, each word about the line (laps counted, lap time, sector, sector time, clock, flag) comes in a packet
 * of its own, up to `lateStatuses` after the line, in an order that chance decides; statuses are read up to `latencyMs`
 * after they were written. Every number is what the simulator says, rounded to the millisecond as a game does.
 */
import type { SimEvent, SimIdentity } from '#shared/sim'
import {
  type CircuitName,
  createDrive,
  type DriveFrame,
  SAMPLE_AT,
  SAMPLE_WIDTH,
  STATUS_AT,
  STATUS_WIDTH,
  type TrueLap,
} from '#shared/sim'
import { createRandom, type Random } from '../../../../shared/sim/simulator/random.ts'

export interface DriveEventsOptions {
  readonly seed: number
  readonly circuit: CircuitName
  readonly laps: number
  readonly lapsPerRun?: number
  readonly sampleHz?: number
  readonly statusHz?: number
  readonly latencyMs?: number
  readonly lateStatuses?: number
  readonly sectorTimes?: 'own' | 'split'
  /** acc = the game has a flag · ac = it tells how many tyres are out. */
  readonly game?: 'ac' | 'acc'
  /** Pauses an hour; the game's clock stands, the source's goes on. */
  readonly pausesPerHour?: number
}

export interface DrivenLap {
  readonly kind: 'out' | 'timed' | 'in'
  readonly lapMs: number
  readonly sectorsMs: readonly number[]
  readonly valid: boolean
}

export const identity = (more: Partial<SimIdentity> = {}): SimIdentity => ({
  kind: 'identity',
  atMs: 0,
  game: 'acc',
  gameVersion: '1.7',
  pageVersion: '1.9',
  car: 'meridian_gt',
  skin: '',
  track: 'valdoro',
  layout: '',
  driver: 'Mira Holt',
  sectorCount: 3,
  maxRpm: 7800,
  maxFuelL: 90,
  trackLengthM: null,
  isOnline: false,
  assists: { stability: 0 },
  ...more,
})

/** Words whose change is told late. */
const LATE_FIELDS = ['completedLaps', 'lastMs', 'sector', 'lastSectorMs', 'lapStart', 'lapValid'] as const
type LateField = (typeof LATE_FIELDS)[number]

export interface DriveEvents {
  readonly laps: readonly DrivenLap[]
  events(): Generator<SimEvent>
}

export const driveEvents = (options: DriveEventsOptions): DriveEvents => {
  const laps: DrivenLap[] = []
  return { laps, events: () => generate(options, laps) }
}

function* generate(options: DriveEventsOptions, truth: DrivenLap[]): Generator<SimEvent> {
  const { sampleHz = 100, statusHz = 60, latencyMs = 8, lateStatuses = 0, game = 'acc' } = options
  const drive = createDrive({
    seed: options.seed,
    circuit: options.circuit,
    laps: options.laps,
    ...(options.lapsPerRun === undefined ? {} : { lapsPerRun: options.lapsPerRun }),
  })
  const chance = createRandom(options.seed, 77)
  const words = createLateWords(chance, lateStatuses)
  const originMs = 5_000_000 + Math.floor(chance.between(0, 1e6))
  yield { kind: 'clock', atMs: originMs, epochMs: 1_790_000_000_000 as never, utcOffsetMin: 60 }
  yield identity({ atMs: originMs, game, track: options.circuit })
  yield { kind: 'words', atMs: originMs, compound: 'dry_compound', trackStatus: 'OPTIMUM' }

  let pausedMs = 0
  let lastAt = originMs
  let samples = 0
  const perStatus = Math.max(1, Math.round(sampleHz / statusHz))
  for (;;) {
    const times: number[] = []
    const rows: number[] = []
    let frame: DriveFrame | null = null
    for (let i = 0; i < perStatus; i++) {
      const timeMs = (samples++ * 1000) / sampleHz
      frame = drive.at(timeMs)
      if (frame.isOver) break
      times.push(originMs + pausedMs + timeMs + chance.between(0, 1))
      for (const value of sampleOf(frame, game, drive.plannedLaps[frame.lapNumber]!)) rows.push(value)
    }
    if (!frame || frame.isOver) break
    if (times[0]! <= lastAt) times[0] = lastAt + 0.01
    const at = times.at(-1)!
    const statusAt = at + chance.between(0, latencyMs)
    yield { kind: 'samples', timesMs: Float64Array.from(times), values: Float32Array.from(rows) }
    yield {
      kind: 'status',
      atMs: Math.max(statusAt, lastAt + 0.005),
      values: statusOf(frame, words, options, drive.plannedLaps),
    }
    lastAt = Math.max(statusAt, at)
    if (chance.next() < (options.pausesPerHour ?? 0) / 3600 / statusHz) {
      const pauseMs = chance.between(300, 20_000)
      const paused = statusOf(frame, words, options, drive.plannedLaps)
      paused[STATUS_AT.activity] = 3
      yield { kind: 'status', atMs: lastAt + 1, values: paused }
      yield { kind: 'status', atMs: lastAt + pauseMs / 2, values: paused }
      pausedMs += pauseMs
    }
  }
  truth.push(...drive.plannedLaps.map(lapOf))
  yield { kind: 'away', atMs: lastAt + 1000 }
  yield { kind: 'away', atMs: lastAt + 20_000 }
}

const lapOf = (lap: ReturnType<typeof createDrive>['plannedLaps'][number]): DrivenLap => {
  const lapMs = Math.round(lap.endMs - lap.startMs)
  const splits = lap.splitsMs.map(split => Math.round(split - lap.startMs))
  const cuts = [0, ...splits, lapMs]
  return {
    kind: lap.kind,
    lapMs,
    sectorsMs: cuts.slice(1).map((cut, i) => cut - cuts[i]!),
    valid: lap.valid,
  }
}

/** A car is off the road for a moment, not until the line. */
const OFF_MS = 300

const sampleOf = (frame: DriveFrame, game: 'ac' | 'acc', { invalidAtMs }: TrueLap): Float32Array => {
  const row = new Float32Array(SAMPLE_WIDTH).fill(Number.NaN)
  const set = (name: keyof typeof SAMPLE_AT, value: number): void => {
    row[SAMPLE_AT[name]] = value
  }
  set('x', frame.x)
  set('y', frame.y)
  set('altitude', frame.altitude)
  set('speed', frame.speed)
  set('heading', frame.speed > 1 ? frame.heading : Number.NaN)
  set('gLat', frame.gLat)
  set('gLong', frame.gLong)
  set('throttle', frame.throttle)
  set('brake', frame.brake)
  set('gear', frame.gear)
  set('rpm', frame.rpm)
  set('fuel', frame.fuelL)
  set('steeringShare', frame.steering / 4.5)
  set('brakeBias', 56.5)
  set('tyreTempFL', frame.tyreTempFL)
  set('tyreTempFR', frame.tyreTempFR)
  set('tyreTempRL', frame.tyreTempRL)
  set('tyreTempRR', frame.tyreTempRR)
  set('airTemp', 21)
  set('trackTemp', 30)
  const isOff = invalidAtMs !== null && frame.timeMs >= invalidAtMs && frame.timeMs < invalidAtMs + OFF_MS
  if (game === 'ac') set('tyresOut', isOff ? 4 : 0)
  return row
}

interface LateWords {
  /** What is shown of a value that is now this. */
  show(field: LateField, value: number): number
}

const createLateWords = (chance: Random, lateStatuses: number): LateWords => {
  const shown: Partial<Record<LateField, { value: number; next: number; left: number }>> = {}
  return {
    show: (field, value) => {
      shown[field] ??= { value, next: value, left: 0 }
      const held = shown[field]
      if (!Object.is(value, held.next)) {
        held.next = value
        held.left = Math.floor(chance.between(0, lateStatuses + 1))
      }
      if (held.left > 0) held.left--
      else held.value = held.next
      return held.value
    },
  }
}

const statusOf = (
  frame: DriveFrame,
  words: LateWords,
  { sectorTimes = 'own', game = 'acc' }: DriveEventsOptions,
  laps: ReturnType<typeof createDrive>['plannedLaps'],
): Float64Array => {
  const row = new Float64Array(STATUS_WIDTH).fill(Number.NaN)
  const set = (name: keyof typeof STATUS_AT, value: number): void => {
    row[STATUS_AT[name]] = value
  }
  const lap = laps[frame.lapNumber]!
  const { timeMs } = frame
  const crossings = laps.slice(0, frame.lapNumber).filter(({ kind }) => kind !== 'in').length
  const before = laps[frame.lapNumber - 1]
  const last = before && before.kind !== 'in' ? Math.round(before.endMs - before.startMs) : Number.NaN
  const passed = lap.splitsMs.filter(split => split <= timeMs).map(split => Math.round(split - lap.startMs))
  const splitNow = passed.at(-1)
  const ownNow = splitNow === undefined ? undefined : splitNow - (passed.at(-2) ?? 0)
  const lastOwn =
    before &&
    Math.round(before.endMs - before.startMs) - Math.round((before.splitsMs.at(-1) ?? 0) - before.startMs)
  set('activity', 2)
  set('session', 1)
  set('sessionIndex', 0)
  set('ownCar', 1)
  set('completedLaps', words.show('completedLaps', crossings))
  set('lastMs', words.show('lastMs', last))
  set('sector', words.show('sector', passed.length))
  set(
    'lastSectorMs',
    words.show('lastSectorMs', (sectorTimes === 'own' ? ownNow : splitNow) ?? lastOwn ?? Number.NaN),
  )
  const lapStart = words.show('lapStart', lap.startMs)
  set('currentMs', Math.max(0, Math.round(timeMs - lapStart)))
  if (game === 'acc') set('lapValid', words.show('lapValid', frame.lapValid ? 1 : 0))
  set('lapShare', frame.lapShare)
  set('x', frame.x)
  set('y', frame.y)
  set('inPitLane', frame.inPitLane ? 1 : 0)
  set('inPitBox', frame.inPitLane && frame.speed < 0.1 ? 1 : 0)
  set('position', 3)
  set('fuelPerLap', 2.6)
  set('tcLevel', 3)
  set('absLevel', 2)
  set('grip', 2)
  set('rain', 0)
  set('clockS', 36_000 + timeMs / 1000)
  return row
}
