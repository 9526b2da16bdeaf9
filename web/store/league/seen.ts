/** Devices of a league that were met: when, by which way, and where they were reached. */
import Dexie from 'dexie'
import type { DeviceId, LeagueId } from '#shared/logbook'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import type { Outcome } from '../failures.ts'
import { isSeenRow } from './guards.ts'
import type { SeenRow } from './rows.ts'

export type Seen = Omit<SeenRow, 'league'>

export interface SeenKeeping {
  noteMet(league: LeagueId, met: Pick<Seen, 'device' | 'route' | 'addresses'>): Promise<Outcome<null>>
  /** These have all that this device has now. */
  noteLevel(league: LeagueId, devices: readonly DeviceId[]): Promise<Outcome<null>>
  /** Last met first. */
  seen(league: LeagueId): Promise<Outcome<readonly Seen[]>>
}

/** More addresses of one device are not tried. */
const KEPT_ADDRESSES = 8

export const createSeen = ({ run, tables: { seen } }: Connection, now: () => EpochMillis): SeenKeeping => ({
  noteMet: (league, { device, route, addresses }) =>
    run('rw', ['seen'], async () => {
      const before: unknown = await seen.get([league, device])
      const known = isSeenRow(before) ? before : null
      const all = [...new Set([...addresses, ...(known?.addresses ?? [])])].slice(0, KEPT_ADDRESSES)
      await seen.put({ ...known, league, device, route, at: now(), addresses: all })
      return null
    }),

  noteLevel: (league, devices) =>
    run('rw', ['seen'], async () => {
      for (const device of devices) {
        const before: unknown = await seen.get([league, device])
        if (isSeenRow(before)) await seen.put({ ...before, levelAt: now() })
      }
      return null
    }),

  seen: league =>
    run('r', ['seen'], async () => {
      const rows = await seen.where(':id').between([league, Dexie.minKey], [league, Dexie.maxKey]).toArray()
      return rows
        .filter(isSeenRow)
        .map(({ league: _, ...row }) => row)
        .sort((a, b) => b.at - a.at)
    }),
})
