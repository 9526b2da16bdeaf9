/**
 * Opens traces away from the page's own thread, in a worker that is killed when it takes too long.
 *
 * States: no worker ─▶ idle ⇄ busy with one trace; busy ─▶ no worker when it breaks or is killed.
 * Traces are opened one after the other, so that a time limit counts the work of one trace only, and only that
 * trace fails when its worker is killed.
 */
import { type Remote, wrap } from 'comlink'
import type { BlobRef } from '#shared/lap'
import { fail, LIBRARY_NAME, type Outcome, unavailable } from '#web/store'
import type { OpenedTrace } from './decode.ts'
import { runJob } from './job.ts'
import type { TraceWorker } from './trace.worker.ts'

/** An hour at 100 Hz with 30 channels takes about a second on a slow core; ten times that is a hang. */
const TIME_LIMIT_MS = 10_000

const TOO_LONG =
  'Opening this trace took so long that it was stopped, so it cannot be shown; the rest of your library is safe: import it again, or ask whoever sent it.'

export interface TraceReaderOptions {
  readonly libraryName?: string
  readonly timeLimitMs?: number
  readonly createWorker?: () => Worker
}

export interface TraceReader {
  /** A trace of the library. */
  open(ref: Pick<BlobRef, 'sha256'>): Promise<Outcome<OpenedTrace>>
  /** Bytes that are not in the library (yet). */
  openBytes(bytes: Uint8Array<ArrayBuffer>): Promise<Outcome<OpenedTrace>>
  /** Stops the worker; what is being opened settles as a failure. */
  close(): void
}

export const createTraceReader = (options: TraceReaderOptions = {}): TraceReader => {
  const { libraryName = LIBRARY_NAME, timeLimitMs = TIME_LIMIT_MS, createWorker = traceWorker } = options
  const closing = new AbortController()
  let running: { readonly worker: Worker; readonly api: Remote<TraceWorker> } | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** Wrapped once: every wrapping would listen to the worker for as long as it lives. */
  const start = () => {
    const worker = createWorker()
    return { worker, api: wrap<TraceWorker>(worker) }
  }

  const dismiss = (): void => {
    running?.worker.terminate()
    running = null
  }

  const work = async (
    call: (api: Remote<TraceWorker>) => Promise<Outcome<OpenedTrace>>,
  ): Promise<Outcome<OpenedTrace>> => {
    if (closing.signal.aborted) return unavailable('closed')
    running ??= start()
    const { worker, api } = running
    const end = await runJob(worker, () => call(api), { signal: closing.signal, timeLimitMs })
    if (end.kind === 'done') return end.value
    dismiss()
    if (end.kind === 'cancelled') return unavailable('closed')
    return end.kind === 'too-long' ? fail('damaged', TOO_LONG) : fail('damaged')
  }

  const enqueue = (call: Parameters<typeof work>[0]): Promise<Outcome<OpenedTrace>> => {
    const answer = queue.then(() => work(call))
    queue = answer
    return answer
  }

  return {
    open: ({ sha256 }) => enqueue(api => api.openStored(libraryName, sha256)),
    openBytes: bytes => enqueue(api => api.openBytes(bytes)),
    close() {
      closing.abort()
      dismiss()
    },
  }
}

export const traceWorker = (): Worker =>
  new Worker(new URL('./trace.worker.ts', import.meta.url), { type: 'module' })
