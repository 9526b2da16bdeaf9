/** A session of the simulator as RaceChrono would have exported it. */
import { type RaceChronoOptions, writeRaceChrono } from '../../../../shared/formats/racechrono-csv/index.ts'
import { type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'

export const STARTED_AT = asEpochMillis(Date.UTC(2026, 6, 13, 22, 40, 5))

export const madeSession = (
  options: { laps?: number; gpsHz?: number; rateHz?: number } = {},
): SimulatedSession =>
  simulateSession({
    seed: 5,
    circuit: 'kestrel-heath',
    laps: options.laps ?? 2,
    rateHz: options.rateHz ?? 20,
    gps: { rateHz: options.gpsHz ?? 10, noiseM: 0.3, dropouts: 0 },
  })

export const written = (
  session: SimulatedSession,
  options: Partial<RaceChronoOptions> = {},
): Uint8Array<ArrayBuffer> =>
  writeRaceChrono({
    trace: session.trace,
    startedAt: STARTED_AT,
    crossingsMs: session.truth.laps.slice(0, -1).map(({ endMs }) => endMs),
    track: session.circuit.name,
    driver: session.driver.name,
    ...options,
  })

/** Small enough to be kept beside the tests and to be mutated thousands of times. */
export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, rateHz: 2, gpsHz: 0.8 }), { obdMs: 5000 })
