/**
 * AiM XRK: a file of 3 MB to finished columns and laps, against a limit in milliseconds and against a walk that
 * only steps from record to record. The log is a simulated drive, written as a logger writes it.
 */
import { zlibSync } from 'fflate'
import { simulateSession } from '#shared/sim'
import { asEpochMillis } from '#shared/units'
import { aimXrkReader, writeXrk } from '../../shared/formats/aim-xrk/index.ts'
import { memorySource } from '../../shared/formats/common/index.ts'
import { type Bench, timeOf } from './harness.ts'

/** What a driver with a phone does not notice: a frame or three. */
const LIMIT_MS_PER_MB = 20

export const xrkBench: Bench = {
  name: 'xrk',
  about: 'AiM logs: reading 3 MB against a limit and against stepping through the records',
  setUp: workload => {
    const isFull = workload === 'full'
    const bytes = logOf(isFull ? 7 : 1, isFull ? 50 : 5)
    const packed = zlibSync(bytes)
    const limit = (bytes.length / 1e6) * LIMIT_MS_PER_MB
    const readAll = async (log: Uint8Array): Promise<number> => {
      const outcome = await aimXrkReader.read(memorySource('log.xrk', log), {})
      if (!outcome.ok) throw new Error(outcome.reason)
      return outcome.log.sessions[0]!.trace.channels.length
    }
    const megabytes = (bytes.length / 1e6).toFixed(1)
    return {
      comparisons: [
        {
          name: `read ${megabytes} MB`,
          unit: 'ms',
          ours: timeOf(() => readAll(bytes)),
          against: `${LIMIT_MS_PER_MB} ms per MB`,
          peer: limit,
          target: 1,
        },
        {
          name: 'read the same',
          unit: 'ms',
          ours: timeOf(() => readAll(bytes)),
          against: 'stepping from record to record',
          peer: timeOf(() => stepThrough(bytes)),
          target: null,
        },
        {
          name: 'read it compressed',
          unit: 'ms',
          ours: timeOf(() => readAll(packed)),
          against: 'reading it plain',
          peer: timeOf(() => readAll(bytes)),
          target: null,
        },
      ],
    }
  },
}

const logOf = (laps: number, rateHz: number): Uint8Array => {
  const { trace, truth } = simulateSession({ seed: 1, circuit: 'valdoro', laps, rateHz, gps: { rateHz: 10 } })
  return writeXrk({ trace, laps: truth.laps, startedAt: asEpochMillis(1_767_225_600_000) })
}

/** The lengths of the records alone; the sizes of samples are looked up once, in a map. */
const stepThrough = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const sizes = new Map<number, number>()
  let groupSize = 0
  const describe = (from: number, to: number): void => {
    for (let at = from; at < to; at += view.getInt32(at + 6, true) + 20) {
      if (bytes[at + 2] === 0x43) sizes.set(view.getUint16(at + 12, true), bytes[at + 12 + 72]!)
      else {
        const members = view.getUint16(at + 14, true)
        for (let k = 0; k < members; k++) groupSize += sizes.get(view.getUint16(at + 16 + 2 * k, true))!
      }
    }
  }
  let records = 0
  for (let at = 0; at < bytes.length; records++) {
    if (bytes[at] === 0x3c) {
      const length = view.getInt32(at + 6, true)
      if (records === 0) describe(at + 12, at + 12 + length)
      at += length + 20
    } else if (bytes[at + 1] === 0x47) at += 9 + groupSize
    else {
      const size = sizes.get(view.getUint16(at + 6, true))!
      at += bytes[at + 1] === 0x53 ? 9 + size : 11 + size * view.getUint16(at + 8, true)
    }
  }
  return records
}
