/**
 * Makes a sample session in a worker, so that the page stays usable meanwhile.
 *
 * Invariant: the session appears complete or not at all, also when it is cancelled half-way or the worker dies;
 * bytes already written are removed by the library's next tidying.
 */
import { proxy, wrap } from 'comlink'
import { LIBRARY_NAME } from '#web/store'
import { runJob } from './job.ts'
import type { SampleOptions, SampleOutcome, SampleProgress } from './sample.ts'
import type { SampleWorker } from './sample.worker.ts'

export interface CreateSampleOptions extends SampleOptions {
  readonly libraryName?: string
  readonly onProgress?: (progress: SampleProgress) => void
  readonly signal?: AbortSignal
}

export type CreatedSample =
  | SampleOutcome
  | { readonly ok: false; readonly kind: 'cancelled'; readonly message: string }
  | { readonly ok: false; readonly kind: 'worker-failed'; readonly message: string }

export const createSampleSession = async (options: CreateSampleOptions): Promise<CreatedSample> => {
  const { libraryName = LIBRARY_NAME, onProgress = () => {}, signal, ...sample } = options
  const worker = new Worker(new URL('./sample.worker.ts', import.meta.url), { type: 'module' })
  const api = wrap<SampleWorker>(worker)
  const end = await runJob<SampleOutcome>(worker, () => api.make(libraryName, sample, proxy(onProgress)), {
    signal,
  })
  worker.terminate()
  switch (end.kind) {
    case 'done':
      return end.value
    case 'cancelled':
      return { ok: false, kind: 'cancelled', message: CANCELLED }
    default:
      return { ok: false, kind: 'worker-failed', message: WORKER_FAILED }
  }
}

const CANCELLED =
  'The sample session was stopped before it was complete, so nothing was kept; start it again whenever you like.'

const WORKER_FAILED =
  'The part of Paddock that drives the sample session did not start or broke off, so nothing was kept; reload the page and try again.'
