/** A session of the simulator as Race Studio would have exported it. */
import { type AimCsvOptions, writeAimCsv } from '../../../../shared/formats/aim-csv/index.ts'
import { type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'

export const madeSession = (
  options: { laps?: number; gpsHz?: number; rateHz?: number } = {},
): SimulatedSession =>
  simulateSession({
    seed: 17,
    circuit: 'kestrel-heath',
    laps: options.laps ?? 3,
    rateHz: options.rateHz ?? 20,
    gps: { rateHz: options.gpsHz ?? 10, noiseM: 0.3, dropouts: 0 },
  })

export const written = (
  session: SimulatedSession,
  options: Partial<AimCsvOptions> = {},
): Uint8Array<ArrayBuffer> =>
  writeAimCsv({
    trace: session.trace,
    lapEndsMs: session.truth.laps.map(({ endMs }) => endMs),
    track: 'Kestrel Heath',
    vehicle: 'Meridian GT',
    racer: session.driver.name,
    championship: 'Club cup',
    ...options,
  })

/** Small enough to be kept beside the tests and to be mutated thousands of times. */
export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, rateHz: 2, gpsHz: 1 }), { rateHz: 0.5 })
