/**
 * The drivers with what they drove, put together in one pass over the rows of bests; no lap is read.
 *
 * A driver's part of a session is its groups in that session's row; laps of others do not count.
 */
import { type SessionBests, type Totals, totalsOf } from '#shared/bests'
import type { DriverId, TrackId } from '#shared/id'
import type { Driver } from '#shared/lap'
import type { PlaceNames } from '../parts/place-names.ts'
import type { SortKeys } from '../parts/sorting.ts'

export interface DriverRow {
  readonly driver: Driver
  readonly totals: Totals
  /** By name, those driven most first. */
  readonly tracks: readonly string[]
  /** The sessions with only this driver's groups. */
  readonly bests: readonly SessionBests[]
}

export const driverRowsOf = (
  drivers: readonly Driver[],
  bests: readonly SessionBests[],
  places: PlaceNames,
): readonly DriverRow[] => {
  const byDriver = new Map<DriverId, SessionBests[]>()
  for (const row of bests) {
    for (const [driverId, groups] of Map.groupBy(row.groups, group => group.driverId)) {
      const own = groups.length === row.groups.length ? row : { ...row, groups }
      const rows = byDriver.get(driverId)
      if (rows) rows.push(own)
      else byDriver.set(driverId, [own])
    }
  }
  return drivers.map(driver => {
    const rows = byDriver.get(driver.id) ?? []
    return {
      driver,
      totals: totalsOf(rows, places.lengthOf),
      tracks: tracksOf(rows, places),
      bests: rows,
    }
  })
}

const tracksOf = (rows: readonly SessionBests[], places: PlaceNames): readonly string[] => {
  const laps = new Map<TrackId, number>()
  for (const { trackId, groups } of rows) {
    if (trackId === null) continue
    for (const { lapCount } of groups) laps.set(trackId, (laps.get(trackId) ?? 0) + lapCount)
  }
  return [...laps]
    .sort(([, a], [, b]) => b - a)
    .map(([id]) => places.trackName(id) ?? '')
    .filter(name => name !== '')
}

export const DRIVER_COLUMNS = ['name', 'sessions', 'laps', 'tracks', 'last'] as const
export type DriverColumn = (typeof DRIVER_COLUMNS)[number]

export const DRIVER_KEYS: SortKeys<DriverColumn, DriverRow> = {
  name: { first: 'ascending', of: row => row.driver.name || null },
  sessions: { first: 'descending', of: row => row.totals.sessionCount },
  laps: { first: 'descending', of: row => row.totals.lapCount },
  tracks: { first: 'descending', of: row => row.tracks.length },
  last: { first: 'descending', of: row => row.totals.lastAt },
}
