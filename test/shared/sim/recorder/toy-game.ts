/**
 * A game to order: a car on a circle at a steady speed, moment by moment, doing and saying what a test asks for.
 *
 * Samples come at 100 Hz and statuses at 50 Hz. A lap is LENGTH_M long and takes `lapMs` exactly; `sectors` lie at equal
 * shares. What the game says can be overruled field by field; what it did is kept for the test to compare with.
 */
import {
  ACTIVITIES,
  type Activity,
  createRecorder,
  OWN_CAR,
  type RecordedLap,
  type Recorder,
  type RecorderCheckpoint,
  SAMPLE_AT,
  SAMPLE_WIDTH,
  type SampleField,
  SESSION_KINDS,
  type SessionKind,
  type SimEvent,
  type SimIdentity,
  STATUS_AT,
  STATUS_WIDTH,
  type StatusField,
} from '#shared/sim'
import { identity } from './drive-events.ts'
import { counter } from './ids.ts'

export const LENGTH_M = 3000
const RADIUS_M = LENGTH_M / (2 * Math.PI)
const SAMPLE_MS = 10

export interface ToyOptions {
  readonly lapMs?: number
  readonly sectors?: number
  readonly about?: Partial<SimIdentity>
  readonly sessionKind?: SessionKind
  /** Where on the lap it begins, and whether in the box there. */
  readonly fromShare?: number
  readonly sectorTimes?: 'own' | 'split'
}

export interface ToyGame {
  readonly events: SimEvent[]
  readonly laps: RecordedLap[]
  recorder: Recorder
  /** Set fields stay overruled until set to undefined. */
  status: Partial<Record<StatusField, number>>
  sample: Partial<Record<SampleField, number>>
  activity: Activity
  ownCar: (typeof OWN_CAR)[number]
  inPit: boolean
  inBox: boolean
  lapMs: number
  /** The game's own numbers, changed by tests that pretend a restart. */
  completedLaps: number
  currentMs: number
  lastMs: number
  share: number
  atMs: number
  /** False: the car stands. */
  moves: boolean
  /** False: neither samples nor the lap's clock go on, as in a pause. */
  clockRuns: boolean
  /** False: the reader misses everything for a while, the game goes on. */
  isSeen: boolean
  /** False: the line counts no lap. */
  counts: boolean
  run(ms: number): ToyGame
  /** Until the line was crossed so many times, and a bit on. */
  runLaps(laps: number, onMs?: number): ToyGame
  take(event: SimEvent): ToyGame
  /** What a new recorder makes of the same events. */
  again(from?: RecorderCheckpoint): Recorder
}

export const createToyGame = (options: ToyOptions = {}): ToyGame => {
  const { sectors = 3, sectorTimes = 'own' } = options
  const game: ToyGame = {
    events: [],
    laps: [],
    recorder: createRecorder(counter()),
    status: {},
    sample: {},
    activity: 'live',
    ownCar: 'own',
    inPit: false,
    inBox: false,
    lapMs: options.lapMs ?? 30_000,
    completedLaps: 0,
    currentMs: 0,
    lastMs: Number.NaN,
    share: options.fromShare ?? 0,
    atMs: 1_000_000,
    moves: true,
    clockRuns: true,
    isSeen: true,
    counts: true,
    run: ms => {
      for (let left = ms; left > 0; left -= SAMPLE_MS) step()
      return game
    },
    runLaps: (laps, onMs = 2000) => {
      const until = crossings + laps
      // A lap a minute at the slowest: a test that never gets there is a bug of the test.
      for (let steps = 0; crossings < until; steps++) {
        if (steps > 1e6) throw new Error('the toy car never gets to the line')
        step()
      }
      return game.run(onMs)
    },
    take: event => {
      game.events.push(event)
      game.recorder.take(event)
      game.laps.push(...game.recorder.drain())
      return game
    },
    again: from => createRecorder({ ...counter(), ...(from ? { from } : {}) }),
  }
  let crossings = 0
  let steps = 0
  let lastSectorMs = Number.NaN
  let splitBefore = 0
  let sector = Math.floor(game.share * sectors)

  const step = (): void => {
    game.atMs += SAMPLE_MS
    steps++
    if (game.clockRuns) game.currentMs += SAMPLE_MS
    if (game.moves && game.clockRuns) move()
    if (!game.isSeen) return
    if (game.clockRuns) {
      const timesMs = Float64Array.of(game.atMs)
      game.take({ kind: 'samples', timesMs, values: sampleRow() })
    }
    if (steps % 2 === 0) game.take({ kind: 'status', atMs: game.atMs + 1, values: statusRow() })
  }

  const move = (): void => {
    game.share += SAMPLE_MS / game.lapMs
    const at = Math.min(Math.floor(game.share * sectors + 1e-9), sectors)
    if (at !== sector && at < sectors) {
      const split = Math.round(game.currentMs - ((game.share - at / sectors) % 1) * game.lapMs)
      lastSectorMs = sectorTimes === 'own' ? split - splitBefore : split
      splitBefore = split
      sector = at
    }
    if (game.share < 1 - 1e-9) return
    game.share = Math.max(game.share - 1, 0)
    const overMs = game.share * game.lapMs
    crossings++
    if (game.counts) {
      game.completedLaps++
      game.lastMs = Math.round(game.currentMs - overMs)
      lastSectorMs = sectorTimes === 'own' ? game.lastMs - splitBefore : game.lastMs
    }
    splitBefore = 0
    sector = 0
    game.currentMs = overMs
  }

  const place = (): { x: number; y: number } => {
    const angle = game.share * 2 * Math.PI
    return { x: RADIUS_M * Math.sin(angle), y: RADIUS_M * Math.cos(angle) }
  }

  const sampleRow = (): Float32Array => {
    const row = new Float32Array(SAMPLE_WIDTH).fill(Number.NaN)
    const { x, y } = place()
    row[SAMPLE_AT.x] = x
    row[SAMPLE_AT.y] = y
    row[SAMPLE_AT.speed] = game.moves && game.clockRuns ? (LENGTH_M / game.lapMs) * 1000 : 0
    row[SAMPLE_AT.fuel] = 60 - game.completedLaps * 2 - game.share * 2
    row[SAMPLE_AT.throttle] = 80
    row[SAMPLE_AT.airTemp] = 20
    for (const name in game.sample) row[SAMPLE_AT[name as SampleField]] = game.sample[name as SampleField]!
    return row
  }

  const statusRow = (): Float64Array => {
    const row = new Float64Array(STATUS_WIDTH).fill(Number.NaN)
    row[STATUS_AT.activity] = ACTIVITIES.indexOf(game.activity)
    row[STATUS_AT.ownCar] = OWN_CAR.indexOf(game.ownCar)
    row[STATUS_AT.session] = SESSION_KINDS.indexOf(options.sessionKind ?? 'practice')
    row[STATUS_AT.sessionIndex] = 0
    row[STATUS_AT.completedLaps] = game.completedLaps
    row[STATUS_AT.currentMs] = Math.round(game.currentMs)
    row[STATUS_AT.lastMs] = game.lastMs
    row[STATUS_AT.sector] = sector
    row[STATUS_AT.lastSectorMs] = lastSectorMs
    row[STATUS_AT.lapShare] = game.share
    row[STATUS_AT.lapValid] = 1
    row[STATUS_AT.inPitLane] = game.inPit || game.inBox ? 1 : 0
    row[STATUS_AT.inPitBox] = game.inBox ? 1 : 0
    for (const name in game.status) row[STATUS_AT[name as StatusField]] = game.status[name as StatusField]!
    return row
  }

  game.take({ kind: 'clock', atMs: game.atMs, epochMs: 1_790_000_000_000 as never, utcOffsetMin: 120 })
  game.take(identity({ atMs: game.atMs, sectorCount: sectors, ...options.about }))
  game.take({ kind: 'words', atMs: game.atMs, compound: 'soft', trackStatus: '' })
  return game
}

export const kindsOf = (laps: readonly RecordedLap[]): string[] => laps.map(({ measured }) => measured.kind)
export const timesOf = (laps: readonly RecordedLap[]): number[] =>
  laps.map(({ measured }) => measured.endMs - measured.startMs)
export const reasonOf = ({ measured }: RecordedLap): string | null =>
  measured.validity.valid ? null : measured.validity.reason
