/**
 * Traces to bytes beside the loop. Encoding a lap of 100 s takes 12 to 25 ms and one of eight minutes 60 ms, a frame or more
 * of the screen's; so a worker does it (starting it takes 1.3 ms, the first time 7). The columns are copied for it a few at a time, with the loop let in between,
 * because they may be parts of arrays that the recorder goes on using.
 *
 * The worker is started when there is a lap and ended when there was none for IDLE_MS: it takes some 40 MB. If it
 * cannot be started or dies, the trace is encoded here: late frames are better than no lap.
 */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { digestToSha256, type Sha256 } from '#shared/id'
import { encodeTrace, type Trace } from '#shared/trace'

export interface EncodedTrace {
  readonly bytes: Uint8Array
  readonly sha256: Sha256
}

export type EncodeTrace = (trace: Trace) => Promise<EncodedTrace>

export interface TraceEncoder {
  readonly encode: EncodeTrace
  close(): Promise<void>
}

const IDLE_MS = 5_000
/** A lap of eight minutes takes a tenth of a second; a machine that is busy a few. */
const ANSWER_MS = 30_000
/** A quarter of a millisecond of copying, new pages of memory included. */
const COPY_BYTES = 512 * 1024

export const encodeHere: EncodeTrace = async trace => {
  const bytes = encodeTrace(trace)
  return { bytes, sha256: digestToSha256(createHash('sha256').update(bytes).digest()) }
}

/** The same trace in memory of its own. */
const copyOf = async (trace: Trace): Promise<Trace> => {
  let copied = 0
  const own = async <T extends Float32Array | Float64Array>(column: T): Promise<T> => {
    copied += column.byteLength
    if (copied > COPY_BYTES) {
      copied = 0
      await setImmediate()
    }
    return column.slice() as T
  }
  const groups: Trace['groups'][number][] = []
  for (const { timeMs } of trace.groups) groups.push({ timeMs: await own(timeMs) })
  const channels: Trace['channels'][number][] = []
  for (const channel of trace.channels) channels.push({ ...channel, values: await own(channel.values) })
  return { groups, channels }
}

const buffersOf = ({ groups, channels }: Trace): ArrayBuffer[] => [
  ...groups.map(({ timeMs }) => timeMs.buffer),
  ...channels.map(({ values }) => values.buffer),
]

export const createTraceEncoder = (): TraceEncoder => {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | null = null
  /** One at a time: laps are minutes apart. */
  let turn: Promise<unknown> = Promise.resolve()

  const end = async (): Promise<void> => {
    const ending = worker
    worker = null
    if (idle) clearTimeout(idle)
    idle = null
    await ending?.terminate()
  }

  const ask = async (trace: Trace): Promise<EncodedTrace> => {
    const copy = await copyOf(trace)
    worker ??= new Worker(new URL('./encode.worker.ts', import.meta.url))
    const asked = worker
    asked.ref()
    try {
      return await new Promise<EncodedTrace>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error('the encoder does not answer')), ANSWER_MS)
        asked.once('message', resolve)
        asked.once('error', reject)
        asked.once('exit', code => reject(new Error(`the encoder ended with ${code}`)))
        asked.once('message', () => clearTimeout(limit))
        asked.postMessage(copy, buffersOf(copy))
      })
    } finally {
      asked.unref()
      for (const event of ['message', 'exit', 'error']) asked.removeAllListeners(event)
      // Without a listener an error of a dying worker would end the program.
      asked.on('error', () => {})
    }
  }

  const encode = async (trace: Trace): Promise<EncodedTrace> => {
    if (idle) clearTimeout(idle)
    try {
      const encoded = await ask(trace)
      idle = setTimeout(() => void end(), IDLE_MS).unref()
      return encoded
    } catch {
      await end()
      return encodeHere(trace)
    }
  }

  return {
    encode: trace => {
      const mine = turn.then(() => encode(trace))
      turn = mine.catch(() => {})
      return mine
    },
    close: async () => {
      await turn
      await end()
    },
  }
}
