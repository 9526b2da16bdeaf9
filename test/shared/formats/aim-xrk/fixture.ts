/** Drives of the lap simulator as XRK files, and small helpers around reading them. */
import { aimXrkReader, writeXrk, type XrkOptions } from '../../../../shared/formats/aim-xrk/index.ts'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import type { Log, ReadOptions } from '../../../../shared/formats/model.ts'
import { gateCenter } from '../../../../shared/geo/index.ts'
import { type SessionOptions, type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'
import { createTrace, type Trace } from '../../../../shared/trace/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'

export const STARTED_AT = asEpochMillis(Date.UTC(2026, 4, 3, 9, 30))

export const drive = (options: Partial<SessionOptions> = {}): SimulatedSession =>
  simulateSession({ seed: 7, circuit: 'kestrel-heath', laps: 2, ...options })

export const xrkOf = (session: SimulatedSession, more: Partial<XrkOptions> = {}): Uint8Array<ArrayBuffer> => {
  const { startFinish, sectors } = session.circuit.gates
  return writeXrk({
    trace: session.trace,
    startedAt: STARTED_AT,
    utcOffsetMin: 120,
    laps: session.truth.laps,
    driver: session.driver.name,
    vehicle: session.car.name,
    track: {
      name: session.circuit.name,
      points: [startFinish, ...sectors].map(gate => {
        const { x, y } = gateCenter(gate)
        return { lat: y, lon: x }
      }),
    },
    ...more,
  })
}

/** Small enough to be kept and to be damaged thousands of times: one lap at a crawl of samples. */
export const smallXrk = (): Uint8Array<ArrayBuffer> => {
  const session = drive({ laps: 1, rateHz: 0.5, gps: { rateHz: 0.5, dropouts: 0 } })
  return xrkOf({ ...session, trace: thinned(session.trace, 30) })
}

/** Of the slow channels, which the simulator always writes at 5 Hz, one sample in `step`. */
const thinned = (trace: Trace, step: number): Trace =>
  createTrace(
    trace.groups.map(({ timeMs }, group) => {
      const isSlow = trace.channels.some(c => c.group === group && c.name === 'fuel')
      const keep = (_: number, i: number): boolean => !isSlow || i % step === 0
      const channels = trace.channels.filter(c => c.group === group)
      return {
        timeMs: timeMs.filter(keep),
        channels: channels.map(channel => ({ ...channel, values: channel.values.filter(keep) })),
      }
    }),
  )

export const read = (bytes: Uint8Array, options: ReadOptions = {}, name = 'log.xrk') =>
  aimXrkReader.read(memorySource(name, bytes), options)

export const readLog = async (bytes: Uint8Array): Promise<Log> => {
  const outcome = await read(bytes)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}

export const notesOf = (log: Log): string => log.notes.map(({ text }) => text).join('\n')

export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
