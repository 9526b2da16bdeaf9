/**
 * Originals read again on their own when a reader has become better; and sessions timed anew, from files or not, when
 * a line was moved and the page was closed before every session was timed at it.
 *
 * Invariants: only while the page is idle and nothing is imported, one session at a time, in the tab that leads; what
 * cannot be read better, or timed at lines that moved, is tried once for that reader or those lines and stays as it
 * was.
 */
import type { SessionId } from '#shared/id'
import { gateVersionInForce } from '#shared/track'
import { library, untilIdle } from '#web/state'
import type { Library } from '#web/store'
import { readerVersions, retimeSession } from '#web/workers'
import { noteTriedLines, wereTried } from './tried-lines.ts'

/** Late enough that the first screen has long been drawn. */
const PATIENCE_MS = 10_000

export interface CatchUpOptions {
  /** Whether something more important is going on. */
  readonly isBusy: () => boolean
  readonly signal: AbortSignal
  /** How many sessions were read again, when it was at least one. */
  readonly onDone: (count: number) => void
}

export const catchUpWhenIdle = async (options: CatchUpOptions): Promise<void> => {
  await untilIdle(PATIENCE_MS)
  if (library.now && !options.signal.aborted) await catchUp(library.now, options)
}

const catchUp = async (now: Library, { isBusy, signal, onDone }: CatchUpOptions): Promise<void> => {
  const versions = await versionsThatMatter(now)
  const outdated = versions.size > 0 ? await now.outdatedSessions(versions) : null
  const moved = await now.sessionsTimedAtOldLines()
  const behind = new Set(moved.ok ? moved.value : [])
  const due = new Set(outdated?.ok ? outdated.value : [])
  for (const id of behind) {
    const lines = await linesOf(now, id)
    if (lines === null || !wereTried(id, lines)) due.add(id)
  }
  let count = 0
  for (const id of due) {
    await untilIdle(PATIENCE_MS)
    if (signal.aborted || isBusy()) break
    const read = await retimeSession(id, { libraryName: now.name, signal })
    if (read.kind === 'done' || read.kind === 'official') count += 1
    if (read.kind === 'failed') await noteTried(now, id, versions, behind)
  }
  if (count > 0) onDone(count)
}

/** None while the library holds no original: asking for them starts a worker with every reader in it. */
const versionsThatMatter = async (now: Library): Promise<ReadonlyMap<string, number>> => {
  const usage = await now.storageUsage()
  return usage.ok && usage.value.bytesByKind.original === 0 ? new Map() : readerVersions()
}

const noteTried = async (
  now: Library,
  id: SessionId,
  versions: ReadonlyMap<string, number>,
  behind: ReadonlySet<SessionId>,
): Promise<void> => {
  const found = await now.session(id)
  const origin = found.ok ? found.value.session.origin : null
  const version = origin?.kind === 'file' ? versions.get(origin.reader.name) : undefined
  if (version !== undefined) await now.noteImport(id, { triedVersion: version })
  const lines = await linesOf(now, id)
  if (behind.has(id) && lines !== null) noteTriedLines(id, lines, behind)
}

/** The lines in force where it was driven; null when it has none. */
const linesOf = async (now: Library, id: SessionId): Promise<string | null> => {
  const found = await now.session(id)
  const layout = found.ok ? found.value.layout : null
  return layout && `${layout.id} ${gateVersionInForce(layout).version}`
}
