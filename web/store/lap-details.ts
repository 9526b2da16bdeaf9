/**
 * Laps of any sessions, each with where, by whom and in what it was driven: what a comparison names.
 *
 * Invariant: as many answers as ids, in their order; null for a lap that is not in the library or whose session
 * was deleted.
 */
import type { LapId } from '#shared/id'
import type { Car, Driver, Lap, Session } from '#shared/lap'
import type { Layout, Track } from '#shared/track'
import type { Connection, TableName } from './connection.ts'
import { type DamageLog, readRowsByKey } from './damage.ts'
import type { Outcome } from './failures.ts'
import { isCarRow, isDriverRow, isLapRow, isLayoutRow, isSessionRecord, isTrackRow } from './guards.ts'

export interface LapDetail {
  readonly lap: Lap
  readonly session: Session
  readonly track: Track | null
  readonly layout: Layout | null
  readonly car: Car | null
  readonly driver: Driver | null
}

export interface LapDetailReader {
  lapDetails(ids: readonly LapId[]): Promise<Outcome<readonly (LapDetail | null)[]>>
}

const TABLES: readonly TableName[] = ['laps', 'sessions', 'tracks', 'layouts', 'cars', 'drivers']

export const createLapDetailReader = (connection: Connection, damage: DamageLog): LapDetailReader => {
  const { laps, sessions, tracks, layouts, cars, drivers } = connection.tables
  return {
    lapDetails: ids =>
      connection.run('r', TABLES, async () => {
        const lapById = await readRowsByKey(laps, ids, isLapRow, damage)
        const lapRows = [...lapById.values()]
        const sessionIds = lapRows.map(lap => lap.sessionId)
        const sessionById = await readRowsByKey(sessions, sessionIds, isSessionRecord, damage)
        const sessionRows = [...sessionById.values()]
        const known = <T>(values: readonly (T | null)[]): T[] => values.filter(value => value !== null)
        const trackById = await readRowsByKey(
          tracks,
          known(sessionRows.map(row => row.trackId)),
          isTrackRow,
          damage,
        )
        const layoutById = await readRowsByKey(
          layouts,
          known(sessionRows.map(row => row.layoutId)),
          isLayoutRow,
          damage,
        )
        const carById = await readRowsByKey(cars, known(sessionRows.map(row => row.carId)), isCarRow, damage)
        const driverById = await readRowsByKey(
          drivers,
          lapRows.map(lap => lap.driverId),
          isDriverRow,
          damage,
        )
        return ids.map(id => {
          const lap = lapById.get(id)
          const session = lap && sessionById.get(lap.sessionId)
          if (!lap || !session || lap.deletedAt !== null || session.deletedAt !== null) return null
          return {
            lap,
            session,
            track: (session.trackId && trackById.get(session.trackId)) || null,
            layout: (session.layoutId && layoutById.get(session.layoutId)) || null,
            car: (session.carId && carById.get(session.carId)) || null,
            driver: driverById.get(lap.driverId) ?? null,
          }
        })
      }),
  }
}
