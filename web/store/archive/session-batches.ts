/** The sessions of an export with their laps, a few at a time: as many as one transaction does well. */
import type { SessionId, Sha256 } from '#shared/id'
import { refsOf } from '../record.ts'
import type { LapRow, SessionRow } from '../rows.ts'
import type { OpenedExport } from './open-export.ts'
import type { Fields } from './records.ts'

export interface ArchivedSession {
  /** Null for laps whose session is not in the archive. */
  readonly session: Fields | null
  readonly laps: readonly Fields[]
}

export interface SessionBatch {
  readonly sessions: readonly Fields[]
  readonly laps: readonly Fields[]
  readonly refs: ReadonlySet<Sha256>
}

/** Each batch costs some flushes of the disk; bytes beyond this would be long in one transaction. */
const MAX_SESSIONS = 40
const MAX_LAPS = 2000
const MAX_BYTES = 32 << 20

export const sessionsOf = (rows: OpenedExport['rows']): readonly ArchivedSession[] => {
  const lapsById = new Map<SessionId, Fields[]>()
  for (const lap of rows.laps) {
    const id = lap.sessionId as SessionId
    const laps = lapsById.get(id)
    if (laps) laps.push(lap)
    else lapsById.set(id, [lap])
  }
  const sessions: ArchivedSession[] = rows.sessions.map(session => {
    const laps = lapsById.get(session.id as SessionId) ?? []
    lapsById.delete(session.id as SessionId)
    return { session, laps }
  })
  return [...sessions, ...[...lapsById.values()].map(laps => ({ session: null, laps }))]
}

export const refsOfArchived = ({ session, laps }: ArchivedSession): Sha256[] => {
  const rows = laps as unknown as readonly LapRow[]
  const refs = session
    ? refsOf(session as unknown as SessionRow, rows)
    : rows.flatMap(lap => (lap.trace ? [lap.trace] : []))
  return refs.map(ref => ref.sha256)
}

export function* batchesOf(
  all: readonly ArchivedSession[],
  { blobs }: Pick<OpenedExport, 'blobs'>,
): Generator<SessionBatch> {
  let sessions: Fields[] = []
  let laps: Fields[] = []
  let refs = new Set<Sha256>()
  let bytes = 0
  for (const each of all) {
    if (each.session) sessions.push(each.session)
    laps.push(...each.laps)
    for (const sha256 of refsOfArchived(each)) {
      if (refs.has(sha256)) continue
      refs.add(sha256)
      bytes += blobs.get(sha256)?.entry.size ?? 0
    }
    if (sessions.length < MAX_SESSIONS && laps.length < MAX_LAPS && bytes < MAX_BYTES) continue
    yield { sessions, laps, refs }
    sessions = []
    laps = []
    refs = new Set()
    bytes = 0
  }
  if (sessions.length + laps.length > 0) yield { sessions, laps, refs }
}
