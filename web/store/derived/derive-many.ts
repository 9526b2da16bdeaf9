/**
 * Derives many sessions again at once: some reads and three writes for all of them instead of six for each.
 *
 * Inside the caller's transaction, which includes DERIVED_TABLES.
 */
import type { SessionId } from '#shared/id'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows, readRowsByKey } from '../damage.ts'
import { isLapRow, isLayoutRow, isSessionRecord } from '../guards.ts'
import type { BestsRow, LapRow, SessionRow } from '../rows.ts'
import { deriveSession } from './derive.ts'

/** A session that is gone, or damaged, leaves nothing derived. */
export const deriveMany = async (
  { tables }: Connection,
  damage: DamageLog,
  ids: readonly SessionId[],
): Promise<void> => {
  if (ids.length === 0) return
  const { sessions, laps, bests, layouts } = tables
  const records = await readGoodRows(
    sessions.where(':id').anyOf(ids),
    sessions,
    (row): row is SessionRow => isSessionRecord(row),
    damage,
  )
  const lapRows = await readGoodRows(laps.where('sessionId').anyOf(ids), laps, isLapRow, damage)
  const lapsById = Map.groupBy(lapRows, lap => lap.sessionId)
  const layoutIds = records.flatMap(({ layoutId }) => layoutId ?? [])
  const layoutById = await readRowsByKey(layouts, layoutIds, isLayoutRow, damage)
  const [newSessions, newLaps, newBests]: [SessionRow[], LapRow[], BestsRow[]] = [[], [], []]
  const without = new Set(ids)
  for (const record of records) {
    const layout = (record.layoutId && layoutById.get(record.layoutId)) ?? null
    const derived = deriveSession(record, lapsById.get(record.id) ?? [], layout)
    newSessions.push(derived.session)
    newLaps.push(...derived.laps)
    if (!derived.bests) continue
    newBests.push(derived.bests)
    without.delete(record.id)
  }
  await sessions.bulkPut(newSessions)
  await laps.bulkPut(newLaps)
  await bests.bulkPut(newBests)
  await bests.bulkDelete([...without])
}
