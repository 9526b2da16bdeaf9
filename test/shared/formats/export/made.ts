/** A simulated session with its laps, as the exporters get it, and what came out, as bytes. */
import { createId } from '#shared/id'
import { lapsFromGates, type MeasuredLap } from '#shared/lap'
import { type SimulatedSession, simulateSession } from '#shared/sim'
import type { Trace } from '#shared/trace'
import { asEpochMillis, asMillis } from '#shared/units'
import type { Exported, SessionToExport } from '../../../../shared/formats/export/index.ts'

export const STARTED_AT = asEpochMillis(Date.UTC(2026, 4, 3, 13, 59, 58, 250))

export interface Made {
  readonly simulated: SimulatedSession
  readonly session: SessionToExport
}

export const lapsOf = (trace: Trace, { circuit }: SimulatedSession): MeasuredLap[] =>
  lapsFromGates({
    trace,
    frame: circuit.frame,
    gates: circuit.gates,
    layoutId: createId<'layout'>(bytes => bytes),
  })

export const makeSession = (seed = 5, laps = 2): Made => {
  const simulated = simulateSession({ seed, circuit: 'kestrel-heath', laps, gps: { dropouts: 0 } })
  return { simulated, session: sessionOf(simulated.trace, lapsOf(simulated.trace, simulated), simulated) }
}

export const sessionOf = (
  trace: Trace,
  laps: readonly MeasuredLap[] = [],
  simulated?: SimulatedSession,
): SessionToExport => ({
  driver: simulated?.driver.name ?? null,
  vehicle: simulated?.car.name ?? null,
  venue: simulated?.circuit.name ?? null,
  comment: null,
  startedAt: STARTED_AT,
  utcOffsetMin: null,
  trace,
  laps,
})

export const timedLap = (number: number, startMs: number, endMs: number): MeasuredLap => ({
  number,
  kind: 'timed',
  startMs: asMillis(startMs),
  endMs: asMillis(endMs),
  sectorsMs: [],
  validity: { valid: true },
  timing: { by: 'marks' },
})

/** The bytes of each file of an export, by its ending. */
export const bytesOf = (exported: Exported): Record<string, Uint8Array> => {
  if (!exported.ok) throw new Error(exported.reason)
  return Object.fromEntries(
    exported.files.map(({ ending, pieces }) => [ending, new Uint8Array(Buffer.concat([...pieces]))]),
  )
}
