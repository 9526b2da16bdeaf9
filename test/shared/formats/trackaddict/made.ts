/** A session of the simulator as TrackAddict would have logged it. */
import { type TrackAddictOptions, writeTrackAddict } from '../../../../shared/formats/trackaddict/index.ts'
import { type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'

export const STARTED_AT = asEpochMillis(Date.UTC(2026, 4, 9, 8, 30, 12))

export const madeSession = (
  options: { laps?: number; gpsHz?: number; rateHz?: number } = {},
): SimulatedSession =>
  simulateSession({
    seed: 11,
    circuit: 'kestrel-heath',
    laps: options.laps ?? 2,
    rateHz: options.rateHz ?? 20,
    gps: { rateHz: options.gpsHz ?? 1, noiseM: 0.3, dropouts: 0 },
  })

export const written = (
  session: SimulatedSession,
  options: Partial<TrackAddictOptions> = {},
): Uint8Array<ArrayBuffer> => {
  const laps = session.truth.laps.filter(lap => lap.kind !== 'in')
  const inLap = session.truth.laps.find(lap => lap.kind === 'in')!
  const { left, right } = session.circuit.gates.startFinish
  return writeTrackAddict({
    trace: session.trace,
    startedAt: STARTED_AT,
    laps: laps.map(({ endMs, splitsMs }) => ({ endMs, splitsMs })),
    pits: [{ kind: 'entry', atMs: inLap.startMs + 20_000 }],
    vehicle: 'Meridian GT',
    endPoint: `${((left.y + right.y) / 2).toFixed(6)}, ${((left.x + right.x) / 2).toFixed(6)}  @ -1.00 deg`,
    ...options,
  })
}

/** Small enough to be kept beside the tests and to be mutated thousands of times. */
export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, rateHz: 4, gpsHz: 0.4 }), { tickMs: 1250, obdMs: 5000 })
