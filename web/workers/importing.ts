/**
 * Imports, away from the page's own thread: each piece of work has a worker of its own, which is ended with it.
 *
 * Invariants: every promise settles, also when the worker does not load, dies or is stopped; what was stopped
 * left the library as it was, or is in it as a whole.
 */
import { proxy, type Remote, wrap } from 'comlink'
import type { CsvMapping, CsvSniff, CutLog } from '#shared/formats'
import type { Gate } from '#shared/geo'
import type { SessionId } from '#shared/id'
import { LIBRARY_NAME } from '#web/store'
import type { ImportWorker } from './import.worker.ts'
import type {
  AgainOutcome,
  ImportOutcome,
  ImportProgress,
  ImportRequest,
  JoinOutcome,
  OpenedLine,
  OpenLineOutcome,
  SaveLineOutcome,
  TimedLine,
} from './import-model.ts'
import { type JobEnd, runJob } from './job.ts'

export interface WorkOptions {
  readonly libraryName?: string | undefined
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export type Stopped = { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly reason: string }

const startWorker = (): Worker =>
  new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' })

const endOf = <T>(end: JobEnd<T>): T | Stopped => {
  if (end.kind === 'done') return end.value
  return end.kind === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', reason: BROKE_OFF }
}

/** One worker for one call. */
const once = async <T>(
  { signal }: WorkOptions,
  call: (api: Remote<ImportWorker>) => Promise<T>,
): Promise<T | Stopped> => {
  const worker = startWorker()
  const api = wrap<ImportWorker>(worker)
  const end = await runJob(worker, () => call(api), { signal })
  worker.terminate()
  return endOf(end)
}

const tellOf = ({ onProgress }: WorkOptions) => proxy(onProgress ?? (() => {}))

export const importFile = (
  request: ImportRequest,
  options: WorkOptions = {},
): Promise<ImportOutcome | Stopped> =>
  once<ImportOutcome>(options, api =>
    api.importFile(options.libraryName ?? LIBRARY_NAME, request, tellOf(options)),
  )

/** `anew` says what the columns of its table are. */
export const readSessionAgain = (
  id: SessionId,
  options: WorkOptions & { readonly anew?: CsvMapping } = {},
): Promise<AgainOutcome | Stopped> =>
  once<AgainOutcome>(options, api =>
    api.readAgain(options.libraryName ?? LIBRARY_NAME, id, options.anew ?? null, tellOf(options)),
  )

/** The table a session was read from, with what its columns are now; null when there is none. */
export const tableOfSession = async (id: SessionId, options: WorkOptions = {}): Promise<CsvSniff | null> => {
  const table = await once<CsvSniff | Stopped | null>(options, api =>
    api.tableOf(options.libraryName ?? LIBRARY_NAME, id),
  )
  return table && 'fingerprint' in table ? table : null
}

/** Pairs of these where the second recording may go on where the first ends; none when the worker broke off. */
export const findContinuations = async (
  cuts: readonly CutLog[],
): Promise<readonly (readonly [number, number])[]> => {
  const pairs = await once<readonly (readonly [number, number])[] | Stopped>({}, api =>
    api.findContinuations(cuts),
  )
  return 'kind' in pairs ? [] : pairs
}

export const joinKeptSessions = (
  first: SessionId,
  second: SessionId,
  options: WorkOptions = {},
): Promise<JoinOutcome | Stopped> =>
  once<JoinOutcome>(options, api =>
    api.join(options.libraryName ?? LIBRARY_NAME, first, second, tellOf(options)),
  )

/** The newest version of each reader; empty when the worker did not start, so that nothing looks outdated. */
export const readerVersions = async (): Promise<ReadonlyMap<string, number>> => {
  const versions = await once({}, api => api.readerVersions())
  return new Map(Array.isArray(versions) ? versions.map(({ name, version }) => [name, version]) : [])
}

export interface LineMover {
  readonly opened: OpenedLine
  /** Null when the worker broke off. */
  lineAt(gate: Gate): Promise<TimedLine | null>
  save(gate: Gate): Promise<SaveLineOutcome | Stopped>
  close(): void
}

/** Keeps its worker until it is closed. */
export const openLineMover = async (
  id: SessionId,
  options: WorkOptions = {},
): Promise<{ readonly kind: 'open'; readonly mover: LineMover } | Stopped> => {
  const worker = startWorker()
  const api = wrap<ImportWorker>(worker)
  const closing = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal
  const ask = async <T>(call: () => Promise<T>): Promise<T | Stopped> =>
    endOf(await runJob(worker, call, { signal }))

  const outcome = await ask<OpenLineOutcome>(() =>
    api.openLine(options.libraryName ?? LIBRARY_NAME, id, tellOf(options)),
  )
  const close = (): void => {
    closing.abort()
    worker.terminate()
  }
  if (outcome.kind !== 'open') {
    close()
    return outcome
  }
  return {
    kind: 'open',
    mover: {
      opened: outcome.opened,
      lineAt: async gate => {
        const line = await ask(() => api.lineAt(gate))
        return line && 'gate' in line ? line : null
      },
      save: async gate =>
        (await ask<SaveLineOutcome | null>(() => api.saveLine(gate))) ?? {
          kind: 'failed',
          reason: BROKE_OFF,
        },
      close,
    },
  }
}

const BROKE_OFF =
  'The part of Paddock that reads files did not start or broke off, so nothing of this was kept and your library is as it was; reload the page and try again.'
