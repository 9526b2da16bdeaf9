/** A session of the simulator as the programs that write VBO files would have logged it. */
import { type VboOptions, writeVbo } from '../../../../shared/formats/vbo/index.ts'
import { type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'

export const STARTED_AT = asEpochMillis(Date.UTC(2026, 4, 9, 8, 30, 12))

export const madeSession = (
  options: { laps?: number; gpsHz?: number; dropouts?: number } = {},
): SimulatedSession =>
  simulateSession({
    seed: 11,
    circuit: 'kestrel-heath',
    laps: options.laps ?? 3,
    rateHz: 20,
    sensors: 'exact',
    // No noise: what is left of an error is the reader's own, and the straight lines between fixes.
    gps: { rateHz: options.gpsHz ?? 25, noiseM: 0, dropouts: options.dropouts ?? 0 },
  })

export const written = (
  { trace, circuit }: SimulatedSession,
  options: Partial<VboOptions> = {},
): Uint8Array<ArrayBuffer> =>
  writeVbo({
    generator: 'racelogic',
    trace,
    startedAt: STARTED_AT,
    startFinish: circuit.gates.startFinish,
    sectors: circuit.gates.sectors,
    track: 'Kestrel Heath',
    ...options,
  })

/** Small enough to be kept beside the tests and to be mutated thousands of times. */
export const goldenBytes = (): Uint8Array<ArrayBuffer> =>
  written(madeSession({ laps: 1, gpsHz: 0.8 }), { generator: 'racechrono' })
