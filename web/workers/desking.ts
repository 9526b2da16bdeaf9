/**
 * The desk's worker, as the page talks to it.
 *
 * Invariants: every promise settles; a worker that breaks or takes too long is replaced, and only what was asked of
 * it fails; an answer to an older question never comes after the answer to a newer one is used, because whoever
 * asks compares `view`.
 *
 * A worker can be made ready before a desk is asked for: the next service takes it over. Its script, the library and
 * code that was never run before are a third of the time to a first chart.
 */
import { type Remote, wrap } from 'comlink'
import type { LapId } from '#shared/id'
import { LIBRARY_NAME } from '#web/store'
import type { DeskApi } from './desk-api.ts'
import type {
  BestScope,
  DeskAnswer,
  DeskBests,
  DeskColumn,
  DeskFindings,
  DeskRequest,
  DeskView,
} from './desk-model.ts'
import { runJob } from './job.ts'

/** Eight laps of half an hour at 100 Hz take about two seconds on a slow core; what takes longer hangs. */
const TIME_LIMIT_MS = 30_000

export interface DeskService {
  open(request: DeskRequest): Promise<DeskAnswer<DeskView>>
  column(id: LapId, index: number): Promise<DeskAnswer<DeskColumn>>
  findings(id: LapId): Promise<DeskAnswer<DeskFindings>>
  bests(scope: BestScope, id: LapId): Promise<DeskAnswer<DeskBests>>
  close(): void
}

interface Running {
  readonly worker: Worker
  readonly api: Remote<DeskApi>
}

const start = (): Running => {
  const worker = new Worker(new URL('./desk.worker.ts', import.meta.url), { type: 'module' })
  return { worker, api: wrap<DeskApi>(worker) }
}

/** Long enough for a desk that is just being opened to take it. */
const SPARE_MS = 5000

let spare: Running | null = null

/** Opens these laps once so that a desk of them is there sooner. Returns what gives the worker up again. */
export const prepareDesk = (request: DeskRequest, libraryName = LIBRARY_NAME): (() => void) => {
  spare ??= start()
  const mine = spare
  const giveUp = (): void => {
    if (spare !== mine) return
    spare = null
    mine.worker.terminate()
  }
  mine.worker.addEventListener('error', giveUp)
  // What cannot be opened now will say so when it is asked for.
  void mine.api.prepare(libraryName, request).catch(() => undefined)
  return () => void setTimeout(giveUp, SPARE_MS)
}

const takeSpare = (): Running | null => {
  const taken = spare
  spare = null
  return taken
}

export const createDeskService = (libraryName = LIBRARY_NAME): DeskService => {
  const closing = new AbortController()
  let running: Running | null = null
  let lastRequest: DeskRequest | null = null

  const dismiss = (): void => {
    running?.worker.terminate()
    running = null
  }

  const ask = async <T>(call: (api: Remote<DeskApi>) => Promise<DeskAnswer<T>>): Promise<DeskAnswer<T>> => {
    if (closing.signal.aborted) return { kind: 'failed', reason: BROKE_OFF }
    running ??= takeSpare() ?? start()
    const mine = running
    const end = await runJob(mine.worker, () => call(mine.api), {
      signal: closing.signal,
      timeLimitMs: TIME_LIMIT_MS,
    })
    if (end.kind === 'done') return end.value
    if (running === mine) dismiss()
    return { kind: 'failed', reason: BROKE_OFF }
  }

  /** A new worker knows nothing of what the last one had open. */
  const askOpened = async <T>(
    call: (api: Remote<DeskApi>) => Promise<DeskAnswer<T>>,
  ): Promise<DeskAnswer<T>> => {
    if (!running && lastRequest) {
      const request = lastRequest
      const opened = await ask(api => api.open(libraryName, request))
      if (opened.kind === 'failed') return opened
    }
    return ask(call)
  }

  return {
    open(request) {
      lastRequest = request
      return ask(api => api.open(libraryName, request))
    },
    column: (id, index) => askOpened(api => api.column(id, index)),
    findings: id => askOpened(api => api.findings(id)),
    bests: (scope, id) => askOpened(api => api.bests(scope, id)),
    close() {
      closing.abort()
      dismiss()
    },
  }
}

const BROKE_OFF =
  'The part of Paddock that compares laps broke off, so nothing new is shown; your laps are stored and untouched: reload the page and try again.'
