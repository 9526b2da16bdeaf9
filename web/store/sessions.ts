/**
 * Sessions with their laps: saving, deleting with a way back, and purging.
 *
 * Invariants:
 * - A session, its laps and the names of its bytes appear in one transaction, on disk before the promise
 *   resolves; its bytes are written before that, without names.
 * - Deleting marks the session and its laps; nothing is lost until `purge`, which takes bytes along only when
 *   no other session refers to them.
 */
import type { FillRandom, SessionId } from '#shared/id'
import type { BlobRef } from '#shared/lap'
import type { EpochMillis } from '#shared/units'
import { type DexieBlobStore, NAMING_TABLES } from './blobs.ts'
import type { Connection, TableName } from './connection.ts'
import { type DamageLog, readGoodRows } from './damage.ts'
import { createDerivedWriter, DERIVED_TABLES } from './derived/derive.ts'
import { fail, type Outcome, Refusal, succeed } from './failures.ts'
import { isSessionRecord } from './guards.ts'
import { draftsOf, type RecordedSession, refsOf, rowsOf } from './record.ts'
import { createReferences } from './references.ts'

/** Laps whose bytes were cut, hashed and handed to the database. */
export interface SaveProgress {
  readonly lapsDone: number
  readonly lapCount: number
}

export interface SessionWriter {
  save(recorded: RecordedSession, onProgress?: (progress: SaveProgress) => void): Promise<Outcome<SessionId>>
  delete(ids: readonly SessionId[]): Promise<Outcome<null>>
  restore(ids: readonly SessionId[]): Promise<Outcome<null>>
  /** Forgets for good what was deleted before this moment; answers how many sessions. */
  purge(deletedBefore: EpochMillis): Promise<Outcome<number>>
}

export interface SessionWriterOptions {
  readonly connection: Connection
  readonly blobs: DexieBlobStore
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

const SAVE_TABLES: readonly TableName[] = [...DERIVED_TABLES, ...NAMING_TABLES]

export const createSessionWriter = (options: SessionWriterOptions): SessionWriter => {
  const { connection, blobs, damage, fillRandom, now } = options
  const { sessions, laps, bests } = connection.tables
  const references = createReferences(connection)

  const derived = createDerivedWriter(connection, damage)
  const { lapsOf } = derived

  const setDeleted = (ids: readonly SessionId[], deletedAt: EpochMillis | null): Promise<Outcome<null>> =>
    connection.run('rw', DERIVED_TABLES, async () => {
      for (const id of ids) {
        const row: unknown = await sessions.get(id)
        if (!isSessionRecord(row)) throw new Refusal(fail(row === undefined ? 'missing' : 'damaged'))
        const updatedAt = now()
        const rows = await lapsOf(id)
        await derived.put(
          { ...row, deletedAt, updatedAt },
          rows.map(lap => ({ ...lap, updatedAt })),
        )
      }
      return null
    })

  const purgeOne = async (id: SessionId, refs: readonly BlobRef[]): Promise<void> => {
    await laps.where({ sessionId: id }).delete()
    await sessions.delete(id)
    await bests.delete(id)
    await blobs.removeInTransaction(await references.unreferred(refs))
  }

  return {
    save: (recorded, onProgress) =>
      connection.hold(async () => {
        const lapCount = recorded.laps.length
        const drafts = draftsOf(recorded, lapsDone => onProgress?.({ lapsDone, lapCount }))
        const staged = await blobs.stage(drafts)
        if (!staged.ok) return staged
        const rows = rowsOf(recorded, staged.value, fillRandom, now())
        const written = await connection.run('rw', SAVE_TABLES, async () => {
          if ((await sessions.get(recorded.id)) !== undefined) {
            await blobs.dropInTransaction(staged.value)
            return
          }
          await blobs.nameInTransaction(staged.value)
          await derived.put(rows.session, rows.laps)
        })
        if (written.ok) return succeed(recorded.id)
        await blobs.drop(staged.value)
        return written
      }),

    delete: ids => setDeleted(ids, now()),
    restore: ids => setDeleted(ids, null),

    purge: deletedBefore =>
      connection.run('rw', SAVE_TABLES, async () => {
        const query = sessions.where('deletedAt').below(deletedBefore)
        const gone = await readGoodRows(query, sessions, isSessionRecord, damage)
        for (const session of gone) await purgeOne(session.id, refsOf(session, await lapsOf(session.id)))
        return gone.length
      }),
  }
}
