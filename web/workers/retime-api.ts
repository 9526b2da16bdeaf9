/** What the import worker does about lines that move, beside its files: one preview is open at a time. */
import type { SessionId } from '#shared/id'
import { type Library, openLibrary } from '#web/store'
import { createTeller } from './import-progress.ts'
import { moveLayoutLines } from './retime-layout.ts'
import type { LinesPreview, MoveLinesRequest, NewLines, RetimeProgress } from './retime-model.ts'
import { openPreview, type TryLines } from './retime-preview.ts'
import { retime } from './retime-session.ts'

type Tell = (progress: RetimeProgress) => void

const inLibrary = async <T>(name: string, work: (library: Library) => Promise<T>) => {
  const library = await openLibrary({ name })
  if (!library.ok) return { kind: 'failed', reason: library.message } as const
  return work(library.value)
}

const tellerOf = (tell: Tell) => createTeller(progress => tell({ ...progress, session: 0, of: 1 }))

let tryLines: TryLines | null = null

export const retimeApi = {
  retime: (libraryName: string, id: SessionId, tell: Tell) =>
    inLibrary(libraryName, library => retime(library, id, tellerOf(tell))),

  moveLayoutLines: (libraryName: string, request: MoveLinesRequest, tell: Tell) =>
    inLibrary(libraryName, library => moveLayoutLines(library, request, tell)),

  openPreview: (libraryName: string, id: SessionId, tell: Tell) =>
    inLibrary(libraryName, async library => {
      const opened = await openPreview(library, id, tellerOf(tell))
      if (opened.kind === 'failed') return opened
      tryLines = opened.tryLines
      return { kind: 'open' } as const
    }),

  tryLines: (lines: NewLines): LinesPreview | null => tryLines?.(lines) ?? null,
}
