/**
 * A feed as a rig-bridge would give it, driven by the lap simulator: frames and what changes at lines, at any instant.
 *
 * Not the recorder: times here are the simulator's own truth, rounded to the millisecond.
 */
import { flushSync } from 'svelte'
import { LIVE_AT, LIVE_FIELDS, type LiveField, type RigState, type RigTiming } from '#shared/api'
import {
  ACTIVITIES,
  type CircuitName,
  createDrive,
  FLAGS,
  GRIPS,
  OWN_CAR,
  RAINS,
  SESSION_KINDS,
  type TrueLap,
} from '#shared/sim'
import type { LinkState, LiveFeed } from '#web/rig'
import { createFrames } from '#web/rig'

export interface FakeFeed extends LiveFeed {
  link: LinkState
  state: RigState | null
  timing: RigTiming | null
  /** Drives on to this instant at the rate given and tells every frame of it. */
  driveTo(ms: number): void
  /** Tells one frame more, with these fields changed. */
  frame(changed?: Partial<Record<LiveField, number>>): void
  readonly laps: readonly TrueLap[]
  readonly nowMs: number
}

const OPEN: LinkState = { kind: 'open', bridgeId: '0'.repeat(32), version: '0.1.0' }

const whole = (from: number, to: number): number => Math.round(to) - Math.round(from)

export const createFakeFeed = ({
  seed = 7,
  circuit = 'kestrel-heath' as CircuitName,
  laps = 6,
  /** As few as the looks of a second need: painting sixty would only take the tests' time. */
  hz = 4,
  game = 'acc',
  silent = [] as readonly LiveField[],
} = {}): FakeFeed => {
  const drive = createDrive({ seed, circuit, laps })
  const frames = createFrames()
  const values = new Float32Array(LIVE_FIELDS.length)
  const session: RigTiming['session'] = {
    id: 'ab'.repeat(16),
    startedAt: Date.UTC(2026, 9, 12, 14, 30),
    utcOffsetMin: 0,
    game,
    kind: 'practice',
    car: 'ferrari_296_gt3',
    track: 'Spa',
    layout: '',
    driver: 'Kim Mercer',
    trackLengthM: drive.circuit.lengthM,
    sectorCount: 3,
    isOnline: false,
  }
  let link = $state.raw<LinkState>(OPEN)
  let state = $state.raw<RigState | null>({
    source: { kind: 'reading', game, samplesPerS: 333 },
    recording: { kind: 'on' },
    waitingLaps: 0,
    freeBytes: 4e11,
  })
  let timing = $state.raw<RigTiming | null>(null)
  let nowMs = 0
  let number = 0
  let told = ''

  const put = (field: LiveField, value: number): void => {
    values[LIVE_AT[field]] = value
  }

  /** What a recorder would say, from the truth of the laps driven so far. */
  const timingAt = (ms: number): RigTiming => {
    const timesOf = (lap: TrueLap): NonNullable<RigTiming['last']> => {
      const edges = [lap.startMs, ...lap.splitsMs, lap.endMs]
      const sectorsMs = edges.slice(1).map((end, i) => (end <= ms ? whole(edges[i]!, end) : null))
      const isInvalid = lap.invalidAtMs !== null && lap.invalidAtMs <= ms
      return {
        number: lap.number,
        kind: lap.kind,
        lapMs: lap.endMs <= ms ? whole(lap.startMs, lap.endMs) : null,
        sectorsMs,
        validity: isInvalid ? { valid: false, reason: 'the game says track limits' } : { valid: true },
      }
    }
    const driven = drive.plannedLaps.filter(lap => lap.endMs <= ms).map(timesOf)
    const now = drive.plannedLaps.find(lap => lap.startMs <= ms && lap.endMs > ms)
    const ranked = driven.filter(lap => lap.kind === 'timed' && lap.validity.valid)
    const best = ranked.reduce<(typeof ranked)[number] | null>(
      (found, lap) => (found && found.lapMs! <= lap.lapMs! ? found : lap),
      null,
    )
    const bestSectorsMs = [0, 1, 2].map(i =>
      best ? Math.min(...ranked.map(lap => lap.sectorsMs[i]!)) : null,
    )
    return {
      session,
      current: now ? timesOf(now) : null,
      last: driven.at(-1) ?? null,
      best,
      bestSectorsMs,
      theoreticalMs: best ? bestSectorsMs.reduce<number>((sum, each) => sum + each!, 0) : null,
      lapsDone: driven.length,
      fuelPerLapL: ranked.length > 0 ? 2.61 : null,
      compound: 'dry_compound',
    }
  }

  const fill = (ms: number): void => {
    const now = drive.at(ms)
    values.fill(Number.NaN)
    const said: Partial<Record<LiveField, number>> = {
      activity: ACTIVITIES.indexOf('live'),
      session: SESSION_KINDS.indexOf('practice'),
      sessionLeftMs: Math.max(0, 2_530_000 - ms),
      completedLaps: now.crossings,
      position: 4,
      carCount: 18,
      sector: now.sector - 1,
      lapValid: now.lapValid ? 1 : 0,
      lapShare: now.lapShare,
      x: now.x,
      y: now.y,
      ownCar: OWN_CAR.indexOf('own'),
      flag: FLAGS.indexOf('none'),
      grip: GRIPS.indexOf('optimum'),
      rain: RAINS.indexOf('none'),
      windMps: 2.4,
      windDeg: 107,
      speed: now.speed,
      throttle: now.throttle,
      brake: now.brake,
      gear: now.gear,
      rpm: now.rpm,
      fuel: now.fuelL,
      airTemp: 21.4,
      trackTemp: 33.8,
      tyreTempFL: now.tyreTempFL,
      tyreTempFR: now.tyreTempFR,
      tyreTempRL: now.tyreTempRL,
      tyreTempRR: now.tyreTempRR,
      tyrePressureFL: 1.86,
      tyrePressureFR: 1.87,
      tyrePressureRL: 1.83,
      tyrePressureRR: 1.84,
      deltaBestMs: timing?.best ? 400 * Math.sin(ms / 9_000) : Number.NaN,
      lapMs: now.lapTimeMs,
    }
    for (const [field, value] of Object.entries(said)) put(field as LiveField, value)
    for (const field of silent) put(field, Number.NaN)
  }

  const tell = (): void => frames.tell(values, performance.timeOrigin + performance.now(), true, number++)

  return {
    get link() {
      return link
    },
    set link(now) {
      link = now
    },
    get state() {
      return state
    },
    set state(now) {
      state = now
    },
    get timing() {
      return timing
    },
    set timing(now) {
      timing = now
    },
    frames,
    laps: drive.plannedLaps,
    get nowMs() {
      return nowMs
    },
    driveTo(ms) {
      while (nowMs < ms) {
        nowMs = Math.min(nowMs + 1000 / hz, ms)
        const next = timingAt(nowMs)
        const said = JSON.stringify(next)
        if (said !== told) {
          told = said
          timing = next
          flushSync()
        }
        fill(nowMs)
        tell()
      }
    },
    frame(changed = {}) {
      fill(nowMs)
      for (const [field, value] of Object.entries(changed)) put(field as LiveField, value)
      tell()
    },
  }
}
