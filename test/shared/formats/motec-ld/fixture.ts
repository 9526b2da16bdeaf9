/** Drives of the lap simulator as MoTeC files, raw files put together byte by byte, and small helpers to read both. */

import { memorySource } from '../../../../shared/formats/common/index.ts'
import type { Log, LoggedSession, ReadOptions } from '../../../../shared/formats/model.ts'
import {
  type LdSession,
  motecLdReader,
  writeLd,
  writeLdx,
} from '../../../../shared/formats/motec-ld/index.ts'
import { lapsFromMarks, type MeasuredLap } from '../../../../shared/lap/index.ts'
import { type SessionOptions, type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'
import { createTrace, type Trace } from '../../../../shared/trace/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'
import { createDice } from '../common/fuzz.ts'

export const STARTED_AT = asEpochMillis(Date.UTC(2026, 4, 3, 9, 30))

export const drive = (options: Partial<SessionOptions> = {}): SimulatedSession =>
  simulateSession({ seed: 7, circuit: 'kestrel-heath', laps: 2, ...options })

/** What really happened, as the app would have measured it. */
export const trueLaps = ({ truth }: SimulatedSession): MeasuredLap[] =>
  lapsFromMarks(
    truth.laps.map(({ number, kind, startMs, endMs, splitsMs }) => ({
      number,
      kind,
      startMs,
      endMs,
      ...(kind === 'timed' ? { splits: splitsMs } : {}),
    })),
  )

export const ldSessionOf = (session: SimulatedSession, more: Partial<LdSession> = {}): LdSession => ({
  driver: session.driver.name,
  vehicle: session.car.name,
  venue: session.circuit.name,
  comment: 'Dry, 21 °C',
  startedAt: STARTED_AT,
  utcOffsetMin: 120,
  trace: session.trace,
  laps: trueLaps(session),
  ...more,
})

/** Small enough to be kept and to be damaged thousands of times: one lap at one sample a second. */
export const smallLd = (): Uint8Array<ArrayBuffer> => {
  const session = drive({ laps: 1, rateHz: 1, gps: { rateHz: 1, dropouts: 0 } })
  return writeLd(ldSessionOf(session, { trace: withoutGroup(session.trace, 2) }))
}

export const withoutGroup = (trace: Trace, left: number): Trace =>
  createTrace(
    trace.groups.flatMap(({ timeMs }, group) =>
      group === left ? [] : [{ timeMs, channels: trace.channels.filter(c => c.group === group) }],
    ),
  )

export const ldxSource = (session: LdSession, name = 'log.ldx') =>
  memorySource(name, new TextEncoder().encode(writeLdx(session)))

export const read = (bytes: Uint8Array, options: ReadOptions = {}, name = 'log.ld') =>
  motecLdReader.read(memorySource(name, bytes), options)

export const readLog = async (bytes: Uint8Array, options: ReadOptions = {}): Promise<Log> => {
  const outcome = await read(bytes, options)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}

export const readSession = async (bytes: Uint8Array, options: ReadOptions = {}): Promise<LoggedSession> =>
  (await readLog(bytes, options)).sessions[0]!

export const notesOf = (log: Log): string => log.notes.map(({ text }) => text).join('\n')

/** A few bytes of the header or of the channel blocks changed; random damage mostly hits samples. */
export const withDamagedLists = (file: Uint8Array, seed: number): Uint8Array => {
  const dice = createDice(seed)
  const copy = file.slice()
  const view = new DataView(copy.buffer)
  const blocksAt = view.getUint32(8, true)
  const blocks = Math.max(1, (view.getUint32(12, true) - blocksAt) / 124)
  for (let n = 1 + dice(6); n > 0; n--) {
    // Numbers stand in the first 32 bytes of a block and in the first 40 of the header.
    const at = dice(4) === 0 ? 4 + dice(36) : blocksAt + 124 * dice(blocks) + dice(32)
    copy[at] = [0, 1, 0x7f, 0x80, 0xff, dice(256)][dice(6)]!
  }
  return copy
}

/** A channel block and its samples, as a logger would have written them. */
export interface RawBlock {
  readonly name: string
  readonly unit?: string
  readonly id?: number
  readonly typeClass?: number
  readonly bytes?: number
  readonly rate?: number
  readonly shift?: number
  readonly multiplier?: number
  readonly scale?: number
  readonly decimals?: number
  /** Claimed; as many as there are unless given. */
  readonly count?: number
  readonly samples: Int16Array | Int32Array | Uint16Array | Float32Array | Float64Array
}

const BLOCKS_AT = 2000

/** Offsets are written out here once more, so that the reader is not checked against its own table. */
export const rawLd = (
  blocks: readonly RawBlock[],
  tamper: (view: DataView, blocksAt: number) => void = () => {},
) => {
  const dataAt = BLOCKS_AT + 124 * blocks.length
  const size = blocks.reduce((sum, { samples }) => sum + samples.byteLength, dataAt)
  const file = new Uint8Array(size)
  const view = new DataView(file.buffer)
  view.setUint32(0, 0x40, true)
  view.setUint32(8, BLOCKS_AT, true)
  view.setUint32(12, dataAt, true)
  let at = dataAt
  for (const [i, block] of blocks.entries()) {
    const own = BLOCKS_AT + 124 * i
    view.setUint32(own, i === 0 ? 0 : own - 124, true)
    view.setUint32(own + 4, i + 1 === blocks.length ? 0 : own + 124, true)
    view.setUint32(own + 8, at, true)
    view.setUint32(own + 12, block.count ?? block.samples.length, true)
    view.setUint16(own + 16, block.id ?? 1, true)
    view.setUint16(own + 18, block.typeClass ?? 3, true)
    view.setUint16(own + 20, block.bytes ?? block.samples.BYTES_PER_ELEMENT, true)
    view.setUint16(own + 22, block.rate ?? 10, true)
    view.setInt16(own + 24, block.shift ?? 0, true)
    view.setInt16(own + 26, block.multiplier ?? 1, true)
    view.setInt16(own + 28, block.scale ?? 1, true)
    view.setInt16(own + 30, block.decimals ?? 0, true)
    file.set(new TextEncoder().encode(block.name).subarray(0, 32), own + 32)
    file.set(new TextEncoder().encode(block.unit ?? '').subarray(0, 12), own + 72)
    const { buffer, byteOffset, byteLength } = block.samples
    file.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  tamper(view, BLOCKS_AT)
  return file
}

export const ramp = (count: number, step = 1): Int16Array =>
  Int16Array.from({ length: count }, (_, i) => i * step)
