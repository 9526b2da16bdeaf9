/** A log file somebody named, read with the files that belong to it and cut into laps as the app would. */
import { companionPaths, type FileSource, openFileSource } from '#node/file-source'
import { type CutLog, cutSessions, type ImportNote, readLog } from '#shared/formats'
import { createId } from '#shared/id'

export type ReadFile =
  | {
      readonly ok: true
      readonly format: string
      /** About the file as a whole; each session has its own beside. */
      readonly notes: readonly ImportNote[]
      readonly sessions: readonly CutLog[]
    }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string }

export const readLogFile = async (path: string): Promise<ReadFile> => {
  const opened = await openFileSource(path)
  if (!opened.ok) return opened
  const open: FileSource[] = [opened.source]
  try {
    for (const beside of await companionPaths(path)) {
      const companion = await openFileSource(beside)
      if (companion.ok) open.push(companion.source)
    }
    const [source, ...companions] = open as [FileSource, ...FileSource[]]
    const outcome = await readLog(source, { companions })
    if (!outcome.ok) return { ok: false, reason: outcome.reason }
    const { format, notes } = outcome.log
    // Laps are printed or written and forgotten, so their layout needs no identity of its own.
    const sessions = cutSessions(
      outcome.log,
      [],
      createId<'layout'>(bytes => bytes),
    )
    return { ok: true, format, notes, sessions }
  } finally {
    await Promise.all(open.map(source => source.close()))
  }
}
