/**
 * What the library keeps although it follows from something else: a session's summary, what its laps copy from it
 * for the indexes, and its row of bests.
 *
 * Invariant: whoever writes a session or its laps writes them through `createDerivedWriter`, in the same
 * transaction; so what is derived is never older than what it was derived from.
 */
import { sessionBests, whyNotRanked } from '#shared/bests'
import type { SessionId } from '#shared/id'
import { isOfOthers, lapTimeMs } from '#shared/lap'
import type { Layout } from '#shared/track'
import type { Connection, TableName } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { isLapRow, isLayoutRow } from '../guards.ts'
import type { BestsRow, LapRow, SessionRow } from '../rows.ts'
import { summaryOf } from './summary.ts'

/** Tables a transaction that writes derived rows must include. */
export const DERIVED_TABLES: readonly TableName[] = ['sessions', 'laps', 'bests', 'layouts']

export interface DerivedRows {
  readonly session: SessionRow
  readonly laps: readonly LapRow[]
  /** Null while the session is deleted, and for laps of other people. */
  readonly bests: BestsRow | null
}

/** A session as it is stored, whatever was derived from it before. */
export type SessionRecord = Omit<SessionRow, 'summary'>

export const deriveSession = (
  record: SessionRecord,
  laps: readonly LapRow[],
  layout: Pick<Layout, 'frame'> | null,
): DerivedRows => {
  const rows = laps.map(lap => withCopies(lap, record))
  const session: SessionRow = { ...record, summary: summaryOf(rows) }
  const isCounted = record.deletedAt === null && !isOfOthers(record)
  const bests = isCounted ? sessionBests(session, rows, layout) : null
  return { session, laps: rows, bests }
}

/** The lap with what it copies from its session, and its `rankMs` on a lap of mine that counts and is not deleted. */
const withCopies = ({ rankMs: _, ...lap }: LapRow, session: SessionRecord): LapRow => {
  const { layoutId, carId, deletedAt } = session
  const copied: LapRow = { ...lap, layoutId, carId, deletedAt }
  const ranks = !isOfOthers(session) && whyNotRanked(copied, session) === null
  return ranks ? { ...copied, rankMs: lapTimeMs(copied) } : copied
}

/** All inside the caller's transaction, which includes DERIVED_TABLES. */
export interface DerivedWriter {
  lapsOf(id: SessionId): Promise<LapRow[]>
  /**
   * Writes the session with these laps; laps it had beside them stay where they are. `changed` names those that are not
   * on disk as they are, when the others are: writing 500 laps takes 80 ms.
   */
  put(session: SessionRecord, laps: readonly LapRow[], changed?: readonly LapRow[]): Promise<void>
}

export const createDerivedWriter = ({ tables }: Connection, damage: DamageLog): DerivedWriter => {
  const { sessions, laps, bests, layouts } = tables

  const lapsOf = (id: SessionId): Promise<LapRow[]> =>
    readGoodRows(laps.where({ sessionId: id }), laps, isLapRow, damage)

  const put: DerivedWriter['put'] = async (record, rows, changed = rows) => {
    const layout: unknown = record.layoutId && (await layouts.get(record.layoutId))
    const derived = deriveSession(record, rows, isLayoutRow(layout) ? layout : null)
    const toWrite = new Set(changed)
    await laps.bulkPut(derived.laps.filter((_, i) => toWrite.has(rows[i]!)))
    await sessions.put(derived.session)
    if (derived.bests) await bests.put(derived.bests)
    else await bests.delete(record.id)
  }

  return { lapsOf, put }
}
