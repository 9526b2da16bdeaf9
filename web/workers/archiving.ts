/**
 * Exports, imports of an export and checks, away from the page's own thread: each has a worker of its own, which is
 * ended with it.
 *
 * Invariants: every promise settles, also when the worker does not load, dies or is stopped. A stopped export leaves
 * no file, a stopped import whole sessions, a stopped check nothing.
 */
import { proxy, type Remote, wrap } from 'comlink'
import { createId } from '#shared/id'
import {
  type CheckOptions,
  type CheckReport,
  type ExportReport,
  type ImportPreview,
  LIBRARY_NAME,
  lockOfPrivateExport,
  privateExportFolder,
  removePrivateExport,
} from '#web/store'
import type { ArchiveWorker } from './archive.worker.ts'
import type {
  CheckOutcome,
  ExportOutcome,
  ExportTarget,
  OpenImportOutcome,
  TakeOutcome,
} from './archive-model.ts'
import type { Stopped } from './importing.ts'
import { type JobEnd, runJob } from './job.ts'

export interface ArchiveWorkOptions {
  readonly libraryName?: string | undefined
  /** 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ExportWorkOptions extends ArchiveWorkOptions {
  /** The version of this Paddock, for the manifest. */
  readonly app: string
}

/** An export waiting in the private file system to be saved. */
export interface PrivateExport {
  readonly file: File
  /** When nobody needs it any more. */
  remove(): void
}

export type ExportEnd =
  | { readonly kind: 'done'; readonly report: ExportReport; readonly waiting: PrivateExport | null }
  | Stopped

export interface OpenImport {
  readonly preview: ImportPreview
  take(options?: Pick<ArchiveWorkOptions, 'onProgress' | 'signal'>): Promise<TakeOutcome | Stopped>
  close(): void
}

const startWorker = (): Worker =>
  new Worker(new URL('./archive.worker.ts', import.meta.url), { type: 'module' })

const endOf = <T>(end: JobEnd<T>): T | Stopped => {
  if (end.kind === 'done') return end.value
  return end.kind === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', reason: BROKE_OFF }
}

const once = async <T>(
  { signal }: ArchiveWorkOptions,
  call: (api: Remote<ArchiveWorker>) => Promise<T>,
): Promise<T | Stopped> => {
  const worker = startWorker()
  const api = wrap<ArchiveWorker>(worker)
  const end = await runJob(worker, () => call(api), { signal })
  worker.terminate()
  return endOf(end)
}

const tellOf = ({ onProgress }: Pick<ArchiveWorkOptions, 'onProgress'>) => proxy(onProgress ?? (() => {}))

const exportTo = (target: ExportTarget, options: ExportWorkOptions): Promise<ExportOutcome | Stopped> =>
  once<ExportOutcome>(options, api =>
    api.exportLibrary(
      options.libraryName ?? LIBRARY_NAME,
      target,
      { app: options.app, origin: location.origin },
      tellOf(options),
    ),
  )

/** Into the file a person chose. */
export const exportToFile = async (
  handle: FileSystemFileHandle,
  options: ExportWorkOptions,
): Promise<ExportEnd> => {
  const end = await exportTo({ kind: 'picked', handle }, options)
  return end.kind === 'done' ? { ...end, waiting: null } : end
}

/** Into the private file system, to be saved from there. */
export const exportToSave = async (options: ExportWorkOptions): Promise<ExportEnd> => {
  const name = createId<'export'>(bytes => crypto.getRandomValues(bytes))
  const letGo = await holdLock(lockOfPrivateExport(name))
  const remove = (): void => {
    void removePrivateExport(name).then(letGo)
  }
  const end = await exportTo({ kind: 'private', name }, options)
  const folder = end.kind === 'done' ? await privateExportFolder() : null
  if (end.kind !== 'done' || !folder) {
    remove()
    return end.kind === 'done' ? { kind: 'failed', reason: BROKE_OFF } : end
  }
  const file = await (await folder.getFileHandle(name)).getFile()
  return { ...end, waiting: { file, remove } }
}

/** Answers how to let it go. */
const holdLock = (name: string): Promise<() => void> =>
  new Promise(resolve => {
    const held = new Promise<void>(letGo => {
      void navigator.locks.request(name, () => {
        resolve(letGo)
        return held
      })
    })
  })

/** Keeps its worker, with what was read, until it is closed. */
export const openLibraryImport = async (
  file: File,
  options: ArchiveWorkOptions = {},
): Promise<({ readonly kind: 'open' } & OpenImport) | Stopped> => {
  const worker = startWorker()
  const api = wrap<ArchiveWorker>(worker)
  const close = (): void => worker.terminate()
  const call = (): Promise<OpenImportOutcome> =>
    api.openImport(options.libraryName ?? LIBRARY_NAME, file, tellOf(options))
  const outcome = endOf<OpenImportOutcome>(
    await runJob<OpenImportOutcome>(worker, call, { signal: options.signal }),
  )
  if (outcome.kind !== 'open') {
    close()
    return outcome
  }
  return {
    ...outcome,
    close,
    async take(each = {}) {
      const taking = (): Promise<TakeOutcome | null> => api.takeImport(file.name, tellOf(each))
      const end = endOf<TakeOutcome | null>(
        await runJob<TakeOutcome | null>(worker, taking, { signal: each.signal }),
      )
      close()
      return end ?? { kind: 'failed', reason: BROKE_OFF }
    },
  }
}

export const checkLibrary = async (
  asked: Pick<CheckOptions, 'repair' | 'thorough' | 'names'>,
  options: ArchiveWorkOptions = {},
): Promise<{ readonly kind: 'done'; readonly report: CheckReport } | Stopped> =>
  once<CheckOutcome>(options, api => api.check(options.libraryName ?? LIBRARY_NAME, asked, tellOf(options)))

const BROKE_OFF =
  'The part of Paddock that keeps your library did not start or broke off; everything saved before is safe: reload the page and try again.'
