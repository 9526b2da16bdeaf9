/** What the worker of exports, imports and checks can be asked. It serves one call, or one import and its taking. */
import { type CheckOptions, type Library, type OpenedExport, openLibrary } from '#web/store'
import type {
  CheckOutcome,
  ExportOutcome,
  ExportTarget,
  Failed,
  OpenImportOutcome,
  TakeOutcome,
  TellDone,
  WrittenBy,
} from './archive-model.ts'
import { intoTarget } from './archive-sinks.ts'
import { createRareTeller } from './rare-teller.ts'

const inLibrary = async <T>(
  name: string,
  work: (library: Library) => Promise<T | Failed>,
): Promise<T | Failed> => {
  const library = await openLibrary({ name })
  return library.ok ? work(library.value) : { kind: 'failed', reason: library.message }
}

/** What was opened and waits for a person's word. */
let waiting: { readonly library: Library; readonly opened: OpenedExport } | null = null

export const archiveApi = {
  exportLibrary: (name: string, target: ExportTarget, from: WrittenBy, tell: TellDone) =>
    inLibrary<ExportOutcome>(name, async library => {
      const say = createRareTeller(tell)
      const onProgress = ({ doneBytes, allBytes }: { doneBytes: number; allBytes: number }) =>
        say(doneBytes / allBytes)
      const options = { ...from, onProgress }
      const written = await intoTarget(target, sink => library.exportLibrary(sink, options))
      return written.ok
        ? { kind: 'done', report: written.value }
        : { kind: 'failed', reason: written.message }
    }),

  openImport: (name: string, file: File, tell: TellDone) =>
    inLibrary<OpenImportOutcome>(name, async library => {
      const outcome = await library.openExport(file, { onProgress: createRareTeller(tell) })
      if (outcome.kind === 'refused') return { kind: 'failed', reason: outcome.reason }
      const preview = await library.previewImport(outcome.opened)
      if (!preview.ok) return { kind: 'failed', reason: preview.message }
      waiting = { library, opened: outcome.opened }
      return { kind: 'open', preview: preview.value }
    }),

  async takeImport(about: string, tell: TellDone): Promise<TakeOutcome | null> {
    if (!waiting) return null
    const say = createRareTeller(tell)
    const onProgress = ({ done, all }: { done: number; all: number }) => say(done / all)
    return waiting.library.importLibrary(waiting.opened, { about, onProgress })
  },

  check: (name: string, options: Pick<CheckOptions, 'repair' | 'thorough' | 'names'>, tell: TellDone) =>
    inLibrary<CheckOutcome>(name, async library => {
      const report = await library.checkLibrary({ ...options, onProgress: createRareTeller(tell) })
      return report.ok ? { kind: 'done', report: report.value } : { kind: 'failed', reason: report.message }
    }),
}
