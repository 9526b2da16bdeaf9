/**
 * Which sessions and laps refer to some bytes, so that bytes go only with the last thing that needs them.
 *
 * Both functions run inside the caller's transaction, which must include `sessions` and `laps`.
 */
import type { SessionId, Sha256 } from '#shared/id'
import type { BlobRef } from '#shared/lap'
import type { Connection } from './connection.ts'
import { filesOf } from './imported.ts'

export interface References {
  /** Sessions that keep this file beside their first one; no index knows them. */
  sessionsKeeping(sha256: Sha256): Promise<SessionId[]>
  /** Of these bytes, the names of those that nothing refers to any more. */
  unreferred(refs: readonly BlobRef[]): Promise<Sha256[]>
}

export const createReferences = ({ tables: { sessions, laps } }: Connection): References => {
  const isIndexed = async (sha256: Sha256): Promise<boolean> =>
    (await laps.where({ 'trace.sha256': sha256 }).count()) > 0 ||
    (await sessions.where({ 'betweenTrace.sha256': sha256 }).count()) > 0 ||
    (await sessions.where({ 'origin.original.sha256': sha256 }).count()) > 0

  /** Reads every session: tens of milliseconds for thousands, and only where something is removed or imported. */
  const keptBeside = async (): Promise<{ id: SessionId; sha256: Sha256 }[]> => {
    const kept: { id: SessionId; sha256: Sha256 }[] = []
    await sessions.each((row: unknown) => {
      if (typeof row !== 'object' || row === null || !('id' in row)) return
      const id = row.id as SessionId
      for (const { original } of filesOf(row)) kept.push({ id, sha256: original.sha256 })
    })
    return kept
  }

  return {
    sessionsKeeping: async sha256 =>
      (await keptBeside()).filter(file => file.sha256 === sha256).map(file => file.id),

    async unreferred(refs) {
      const names = [...new Set(refs.map(ref => ref.sha256))]
      const unindexed: Sha256[] = []
      for (const sha256 of names) if (!(await isIndexed(sha256))) unindexed.push(sha256)
      if (unindexed.length === 0) return []
      const kept = new Set((await keptBeside()).map(file => file.sha256))
      return unindexed.filter(sha256 => !kept.has(sha256))
    },
  }
}
