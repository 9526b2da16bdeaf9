/** Laps as a rig-bridge offers them, with the bytes of their traces. */
import type { RigLap, RigSession } from '#shared/api'
import { createId } from '#shared/id'
import { encodeTrace } from '#shared/trace'
import { fillRandom, NOON, traceOf } from './support.ts'

export const BRIDGE = 'ab'.repeat(16)

export const rigSession = (changes: Partial<RigSession> = {}): RigSession => ({
  id: createId<'session'>(fillRandom),
  startedAt: NOON,
  utcOffsetMin: 120,
  game: 'acc',
  kind: 'practice',
  car: 'amr_v8_vantage_gt3',
  track: 'Spa',
  layout: '',
  driver: 'Kim',
  trackLengthM: 7004,
  sectorCount: 3,
  isOnline: false,
  ...changes,
})

export interface OfferedLap {
  readonly lap: RigLap
  readonly trace: Uint8Array
}

const hashOf = async (bytes: Uint8Array): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', bytes.slice())
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

export type LapChanges = Partial<Omit<RigLap, 'measured' | 'facts'>> & {
  readonly measured?: Partial<RigLap['measured']>
  readonly facts?: Partial<RigLap['facts']>
}

/** Lap `number`, from 1, of a session whose laps take two minutes each and `number` milliseconds more. */
export const rigLap = async (
  session: RigSession,
  number: number,
  changes: LapChanges = {},
): Promise<OfferedLap> => {
  const startMs = Array.from({ length: number - 1 }, (_, i) => 120_001 + i).reduce((sum, ms) => sum + ms, 0)
  const timeMs = 120_000 + number
  const trace = encodeTrace(traceOf(startMs, 1, number))
  const line = (x: number) => ({ x, y: 10 * x, headingRad: 0.5 })
  const { measured, facts, ...rest } = changes
  return {
    trace,
    lap: {
      id: createId<'lap'>(fillRandom),
      session,
      startedAt: session.startedAt + startMs,
      lines: [line(0), line(1000), line(2000)],
      traceSha256: await hashOf(trace),
      traceBytes: trace.length,
      ...rest,
      measured: {
        number,
        kind: 'timed',
        startMs,
        endMs: startMs + timeMs,
        sectorsMs: [40_000, 40_000, timeMs - 80_000],
        validity: { valid: true },
        timing: { by: 'marks' },
        ...measured,
      },
      facts: {
        game: session.game,
        sessionKind: session.kind,
        compound: 'DHE',
        fuelUsedL: 3.2,
        tyreTempC: [80, 81, 78, 79],
        tyrePressureBar: [1.9, 1.9, 1.8, 1.8],
        airC: 20 + number,
        trackC: 30,
        grip: 'optimum',
        rain: 'none',
        settings: { tc: 3, abs: 2 },
        settingsHash: '0badcafe',
        ownMs: timeMs,
        rateHz: 333,
        ...facts,
      },
    },
  }
}

/** Laps one after the other. */
export const rigLaps = (session: RigSession, count: number): Promise<OfferedLap[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => rigLap(session, i + 1)))
