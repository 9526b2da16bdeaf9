/**
 * Lines that move, as the page asks for it: each call has a worker of its own, a preview keeps one until it is closed.
 *
 * Invariants: every promise settles, also when the worker does not load, dies or is stopped; whatever was stopped
 * left each session as it was or timed anew as a whole.
 */
import { proxy, type Remote, wrap } from 'comlink'
import type { SessionId } from '#shared/id'
import { LIBRARY_NAME } from '#web/store'
import type { ImportWorker } from './import.worker.ts'
import type { Stopped } from './importing.ts'
import { type JobEnd, runJob } from './job.ts'
import type {
  LinesPreview,
  MoveLinesOutcome,
  MoveLinesRequest,
  NewLines,
  RetimeOutcome,
  RetimeProgress,
} from './retime-model.ts'

export interface RetimeOptions {
  readonly libraryName?: string | undefined
  readonly onProgress?: ((progress: RetimeProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

type Failed = { readonly kind: 'failed'; readonly reason: string }
type Opened = { readonly kind: 'open' } | Failed

/** Adds a gate version to a layout and times sessions anew at it; the answer names the others that wait for it. */
export const moveLayoutLines = (
  request: MoveLinesRequest,
  options: RetimeOptions = {},
): Promise<MoveLinesOutcome | Stopped> =>
  once<MoveLinesOutcome>(options, (api, name, tell) => api.moveLayoutLines(name, request, tell))

/** At the lines in force of its layout, from its original or, where there is none, from what the library holds. */
export const retimeSession = (id: SessionId, options: RetimeOptions = {}): Promise<RetimeOutcome | Stopped> =>
  once<RetimeOutcome>(options, (api, name, tell) => api.retime(name, id, tell))

export interface LinesPreviewer {
  /** Nothing is saved. Null when the worker broke off or was closed. */
  lapsAt(lines: NewLines): Promise<LinesPreview | null>
  close(): void
}

export const openLinesPreview = async (
  id: SessionId,
  { signal, ...options }: RetimeOptions = {},
): Promise<{ readonly kind: 'open'; readonly preview: LinesPreviewer } | Stopped> => {
  const worker = startWorker()
  const api = wrap<ImportWorker>(worker)
  const closing = new AbortController()
  const both = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
  const close = (): void => {
    closing.abort()
    worker.terminate()
  }
  const open = () => api.openPreview(nameOf(options), id, tellOf(options))
  const opened = endOf(await runJob<Opened>(worker, open, { signal: both }))
  if (opened.kind !== 'open') {
    close()
    return opened
  }
  const lapsAt = async (lines: NewLines): Promise<LinesPreview | null> => {
    const end = await runJob(worker, () => api.tryLines(lines), { signal: both })
    return end.kind === 'done' ? end.value : null
  }
  return { kind: 'open', preview: { lapsAt, close } }
}

const startWorker = (): Worker =>
  new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' })

const nameOf = ({ libraryName }: RetimeOptions): string => libraryName ?? LIBRARY_NAME

const tellOf = ({ onProgress }: RetimeOptions) => proxy(onProgress ?? (() => {}))

const once = async <T>(
  options: RetimeOptions,
  call: (api: Remote<ImportWorker>, libraryName: string, tell: ReturnType<typeof tellOf>) => Promise<T>,
): Promise<T | Stopped> => {
  const worker = startWorker()
  const api = wrap<ImportWorker>(worker)
  const { signal } = options
  const end = await runJob(worker, () => call(api, nameOf(options), tellOf(options)), { signal })
  worker.terminate()
  return endOf(end)
}

const endOf = <T>(end: JobEnd<T>): T | Stopped => {
  if (end.kind === 'done') return end.value
  return end.kind === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', reason: BROKE_OFF }
}

const BROKE_OFF =
  'The part of Paddock that times laps did not start or broke off; every lap is stored, timed at the lines before or at the new ones: reload the page and try again.'
