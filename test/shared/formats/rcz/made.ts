/** Drives of the lap simulator as RaceChrono archives. */
import { zipSync } from 'fflate'
import { memorySource } from '../../../../shared/formats/common/index.ts'
import type { Log } from '../../../../shared/formats/model.ts'
import { rczReader } from '../../../../shared/formats/rcz/index.ts'
import {
  createProjection,
  type Gate,
  gateCenter,
  gateHeading,
  gateToMetres,
  gateWidth,
} from '../../../../shared/geo/index.ts'
import type { SimulatedSession } from '../../../../shared/sim/index.ts'
import { type Channel, timeOf } from '../../../../shared/trace/index.ts'

export const STARTED_AT = Date.UTC(2026, 4, 3, 9, 30)
const NONE = 0x7fffffff
const DEGREE = 6_000_000
/** fflate stamps entries with the clock otherwise. */
const MTIME = new Date(2020, 5, 1)

/** Numbers of the app for what a receiver says, in thousandths. */
const RECEIVER: Readonly<Record<string, number>> = { speed: 4, altitude: 5, heading: 6 }
const BUS: Readonly<Record<string, number>> = {
  speed: 4,
  steering: 1001,
  brake: 1002,
  rpm: 10024,
  throttle: 10071,
}

export type Files = Record<string, Uint8Array>

export const filesOf = (session: SimulatedSession): Files => {
  const { trace } = session
  const files: Files = {}
  const of = (source: string): Channel[] => trace.channels.filter(c => c.source === source)
  const epochs = (channel: Channel): Uint8Array =>
    longs(timeOf(trace, channel), ms => BigInt(STARTED_AT + Math.round(ms)))
  const [lat, lon] = [of('gps').find(c => c.name === 'lat')!, of('gps').find(c => c.name === 'lon')!]
  files.channel_1_100_0_1_1 = epochs(lat)
  files.channel_1_100_0_3_1 = bytesOf(
    Int32Array.from({ length: lat.values.length * 2 }, (_, i) =>
      thousandths((i % 2 === 0 ? lat : lon).values[i >> 1]! * DEGREE, 1),
    ),
  )
  for (const channel of of('gps')) {
    const id = RECEIVER[channel.name]
    if (id)
      files[`channel_1_100_0_${id}_0`] = bytesOf(Int32Array.from(channel.values, v => thousandths(v, 1000)))
  }
  for (const channel of of('can')) {
    const id = BUS[channel.name]
    if (!id) continue
    files[`channel_12_200_${id}_1_1`] = epochs(channel)
    files[`channel2_12_200_${id}_${id}_3`] = bytesOf(Float64Array.from(channel.values))
  }
  const crossed = session.truth.laps
  const laps = crossed
    .filter(({ kind }) => kind !== 'out')
    .map(({ number, kind, startMs, endMs, valid }) => ({
      number,
      sessionResume: 0,
      startTimestamp: STARTED_AT + Math.round(startMs),
      ...(kind === 'in' ? {} : { finishTimestamp: STARTED_AT + Math.round(endMs) }),
      isInvalid: !valid,
    }))
  const lastMs = trace.groups[0]!.timeMs.at(-1)!
  files['session.json'] = json({
    version: 1,
    title: 'Test day',
    trackName: session.circuit.name,
    firstTimestamp: STARTED_AT,
    latestTimestamp: STARTED_AT + Math.round(lastMs),
    bestLaptime: 2 ** 63,
    laps,
  })
  const { startFinish, sectors } = session.circuit.gates
  files['trackId.json'] = json({
    id: 2 ** 63,
    track: { traps: [trap(startFinish, 3), ...sectors.map(gate => trap(gate, 4))] },
  })
  return files
}

export const rczOf = (files: Files): Uint8Array => zipSync(files, { level: 6, mtime: MTIME })

/** Not compressed: half the time, where hundreds are made and their compression is not what matters. */
export const storedRczOf = (files: Files): Uint8Array => zipSync(files, { level: 0, mtime: MTIME })

export const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

const thousandths = (value: number, factor: number): number =>
  Number.isNaN(value) ? NONE : Math.round(value * factor)

const longs = (values: Float64Array, toLong: (ms: number) => bigint): Uint8Array =>
  bytesOf(BigInt64Array.from(Array.from(values, toLong)))

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer)

const trap = (gate: Gate, type: number) => {
  const center = gateCenter(gate)
  const metres = gateToMetres(gate, createProjection({ lat: center.y, lon: center.x }))
  return {
    name: 'Trap',
    centerLatitude: Math.round(center.y * DEGREE),
    centerLongitude: Math.round(center.x * DEGREE),
    bearing: Math.round((gateHeading(metres) * 180_000) / Math.PI),
    width: Math.round(gateWidth(metres) * 1000),
    type,
    orderValue: 0,
    uniDirectional: true,
  }
}

export const read = (bytes: Uint8Array) => rczReader.read(memorySource('session.rcz', bytes), {})

export const readLog = async (bytes: Uint8Array): Promise<Log> => {
  if (!rczReader.detect(bytes.subarray(0, 65_536)))
    throw new Error('it was not taken for a RaceChrono archive')
  const outcome = await read(bytes)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}

export const notesOf = (log: Log): string => log.notes.map(({ text }) => text).join('\n')
