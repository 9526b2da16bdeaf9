/**
 * Derives sessions of an export from what the export says, so that those that are new are written once.
 *
 * Inside the caller's transaction, which includes `layouts`. Sessions that were here before have to be derived again
 * from what is in force.
 */
import type { LayoutId, SessionId } from '#shared/id'
import type { Connection } from '../connection.ts'
import { type DamageLog, readRowsByKey } from '../damage.ts'
import { deriveSession } from '../derived/derive.ts'
import { isLayoutRow } from '../guards.ts'
import type { BestsRow, LapRow, SessionRow } from '../rows.ts'
import type { Fields } from './records.ts'
import type { SessionBatch } from './session-batches.ts'

export interface DerivedBatch {
  readonly sessions: readonly Fields[]
  readonly laps: readonly Fields[]
  readonly bests: ReadonlyMap<SessionId, BestsRow>
  readonly lapCounts: ReadonlyMap<SessionId, number>
}

export const deriveArchived = async (
  { tables: { layouts } }: Connection,
  damage: DamageLog,
  batch: SessionBatch,
): Promise<DerivedBatch> => {
  const lapsById = Map.groupBy(batch.laps as unknown as readonly LapRow[], lap => lap.sessionId)
  const records = batch.sessions as unknown as readonly SessionRow[]
  const layoutIds = records.flatMap(({ layoutId }): LayoutId[] => (layoutId ? [layoutId] : []))
  const layoutById = await readRowsByKey(layouts, layoutIds, isLayoutRow, damage)
  const sessions: SessionRow[] = []
  const laps: LapRow[] = []
  const bests = new Map<SessionId, BestsRow>()
  const lapCounts = new Map<SessionId, number>()
  for (const record of records) {
    const layout = (record.layoutId && layoutById.get(record.layoutId)) || null
    const own = lapsById.get(record.id) ?? []
    const derived = deriveSession(record, own, layout)
    lapsById.delete(record.id)
    lapCounts.set(record.id, own.length)
    sessions.push(derived.session)
    laps.push(...derived.laps)
    if (derived.bests) bests.set(record.id, derived.bests)
  }
  for (const homeless of lapsById.values()) laps.push(...homeless)
  return {
    sessions: sessions as unknown as Fields[],
    laps: laps as unknown as Fields[],
    bests,
    lapCounts,
  }
}
