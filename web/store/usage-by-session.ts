/**
 * Which sessions the kept bytes belong to.
 *
 * Invariant: every byte is counted once. Bytes that several sessions need (a file that was split into them) are
 * counted by themselves, because deleting one of the sessions frees none of them.
 */
import type { SessionId, Sha256 } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import type { Connection } from './connection.ts'
import type { Outcome } from './failures.ts'
import { isBlobRow, isLapRow, isSessionRecord } from './guards.ts'
import { refsOf } from './record.ts'
import type { LapRow } from './rows.ts'

export interface SessionUse {
  readonly id: SessionId
  /** Freed when it is deleted for good. */
  readonly bytes: number
  readonly deletedAt: EpochMillis | null
}

export interface StorageBySession {
  /** Largest first. */
  readonly sessions: readonly SessionUse[]
  /** Needed by several sessions. */
  readonly sharedBytes: number
  /** Needed by no session: pictures of cars, and what is kept so that something can be undone. */
  readonly otherBytes: number
}

export const storageBySession = ({ run, tables }: Connection): Promise<Outcome<StorageBySession>> =>
  run('r', ['sessions', 'laps', 'blobs'], async () => {
    const sizes = new Map<Sha256, number>()
    await tables.blobs.each((row: unknown) => {
      if (isBlobRow(row)) sizes.set(row.sha256, row.size)
    })
    const lapsById = new Map<SessionId, LapRow[]>()
    await tables.laps.each((row: unknown) => {
      if (!isLapRow(row)) return
      const laps = lapsById.get(row.sessionId)
      if (laps) laps.push(row)
      else lapsById.set(row.sessionId, [row])
    })
    const needs = new Map<SessionId, ReadonlySet<Sha256>>()
    const timesNeeded = new Map<Sha256, number>()
    const deleted = new Map<SessionId, EpochMillis>()
    await tables.sessions.each((row: unknown) => {
      if (!isSessionRecord(row)) return
      const refs = new Set(refsOf(row, lapsById.get(row.id) ?? []).map(ref => ref.sha256))
      needs.set(row.id, refs)
      if (row.deletedAt !== null) deleted.set(row.id, row.deletedAt)
      for (const sha256 of refs) timesNeeded.set(sha256, (timesNeeded.get(sha256) ?? 0) + 1)
    })
    const sum = (names: Iterable<Sha256>): number => {
      let bytes = 0
      for (const sha256 of names) bytes += sizes.get(sha256) ?? 0
      return bytes
    }
    const ownOf = (refs: ReadonlySet<Sha256>) => [...refs].filter(sha256 => timesNeeded.get(sha256) === 1)
    const sessions = [...needs].map(([id, refs]) => ({
      id,
      bytes: sum(ownOf(refs)),
      deletedAt: deleted.get(id) ?? null,
    }))
    return {
      sessions: sessions.sort((a, b) => b.bytes - a.bytes || (a.id < b.id ? -1 : 1)),
      sharedBytes: sum([...timesNeeded].filter(([, times]) => times > 1).map(([sha256]) => sha256)),
      otherBytes: sum([...sizes.keys()].filter(sha256 => !timesNeeded.has(sha256))),
    }
  })
