/**
 * Originals read again on their own when a reader has become better; and sessions timed anew, from files or not, when
 * a line was moved and the page was closed before every session was timed at it.
 *
 * Invariants: only while the page is idle and nothing is imported, one session at a time, in one tab; a file the
 * better reader cannot read is tried once, and its session stays as it was. A session that cannot be timed anew
 * stays as it was and is tried again the next time.
 */
import type { SessionId } from '#shared/id'
import { library } from '#web/state'
import type { Library } from '#web/store'
import { readerVersions, retimeSession } from '#web/workers'

const LOCK = 'paddock catch up'

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
  await untilIdle()
  if (options.signal.aborted || !library.now || !('locks' in navigator)) return
  const { now } = library
  await navigator.locks.request(LOCK, { ifAvailable: true }, async lock => {
    if (lock) await catchUp(now, options)
  })
}

const catchUp = async (now: Library, { isBusy, signal, onDone }: CatchUpOptions): Promise<void> => {
  const all = await now.listSessions()
  if (!all.ok || all.value.length === 0) return
  const hasFiles = all.value.some(({ session }) => session.origin.kind === 'file')
  const versions = hasFiles ? await readerVersions() : new Map<string, number>()
  const outdated = await now.outdatedSessions(versions)
  const moved = await now.sessionsTimedAtOldLines()
  const due = new Set([...(outdated.ok ? outdated.value : []), ...(moved.ok ? moved.value : [])])
  let count = 0
  for (const id of due) {
    await untilIdle()
    if (signal.aborted || isBusy()) break
    const read = await retimeSession(id, { libraryName: now.name, signal })
    if (read.kind === 'done' || read.kind === 'official') count += 1
    if (read.kind === 'failed') await noteTried(now, id, versions)
  }
  if (count > 0) onDone(count)
}

const noteTried = async (
  now: Library,
  id: SessionId,
  versions: ReadonlyMap<string, number>,
): Promise<void> => {
  const found = await now.session(id)
  const origin = found.ok ? found.value.session.origin : null
  const version = origin?.kind === 'file' ? versions.get(origin.reader.name) : undefined
  if (version !== undefined) await now.noteImport(id, { triedVersion: version })
}

const untilIdle = (): Promise<void> =>
  new Promise(resolve => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: PATIENCE_MS })
    else setTimeout(resolve, 1000)
  })
