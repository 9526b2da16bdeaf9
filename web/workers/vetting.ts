/**
 * Judges other people's changes of documents in a worker that is killed when one takes too long: bytes that keep a
 * decoder busy cost that worker, and whoever sent them the connection.
 *
 * One after the other, so that the time limit counts the work of one change.
 */
import { type Remote, wrap } from 'comlink'
import type { Vet } from '#shared/sync'
import { runJob } from './job.ts'
import type { VetWorker } from './vet.worker.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** 16 MiB of typing are judged in 2 s on a slow core. */
const TIME_LIMIT_MS = 8_000

export interface UpdateVetting {
  vet(update: Bytes, stateVector: Bytes): Promise<Vet>
  close(): void
}

export interface UpdateVettingOptions {
  readonly timeLimitMs?: number
  readonly createWorker?: () => Worker
}

export const createUpdateVetting = (options: UpdateVettingOptions = {}): UpdateVetting => {
  const { timeLimitMs = TIME_LIMIT_MS, createWorker = vetWorker } = options
  const closing = new AbortController()
  let running: { readonly worker: Worker; readonly api: Remote<VetWorker> } | null = null
  let last: Promise<unknown> = Promise.resolve()

  const judge = async (update: Bytes, stateVector: Bytes): Promise<Vet> => {
    if (closing.signal.aborted) return 'slow'
    if (!running) {
      const worker = createWorker()
      running = { worker, api: wrap<VetWorker>(worker) }
    }
    const { worker, api } = running
    const call = () => api.vet(update, stateVector) as Promise<Vet>
    const end = await runJob(worker, call, { signal: closing.signal, timeLimitMs })
    if (end.kind === 'done') return end.value
    worker.terminate()
    running = null
    return end.kind === 'broken' ? 'malformed' : 'slow'
  }

  return {
    vet(update, stateVector) {
      const mine = last.then(() => judge(update, stateVector))
      last = mine
      return mine
    },
    close() {
      closing.abort()
      running?.worker.terminate()
      running = null
    },
  }
}

const vetWorker = (): Worker =>
  new Worker(new URL('./vet.worker.ts', import.meta.url), { type: 'module', name: 'vet' })
