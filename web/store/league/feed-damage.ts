/**
 * Which feeds of a league turned out to be damaged while something of them was read.
 *
 * Invariant: whoever is told is told later, outside of the transaction that found it, and of a feed once until it was mended.
 */
import { type DeviceId, type EntryStore, isDeviceId, type LeagueId } from '#shared/logbook'
import type { DamageLog } from '../damage.ts'

export interface FeedDamage extends DamageLog, Pick<EntryStore, 'onDamage'> {
  note(device: DeviceId): void
  mended(device: DeviceId): void
}

export const createFeedDamage = (league: LeagueId, all: DamageLog): FeedDamage => {
  const listeners = new Set<(device: DeviceId) => void>()
  const told = new Set<DeviceId>()

  const note = (device: DeviceId): void => {
    if (told.has(device)) return
    told.add(device)
    setTimeout(() => {
      for (const listener of [...listeners]) listener(device)
    })
  }

  return {
    damaged: all.damaged,
    report(table, key) {
      all.report(table, key)
      const [of, device] = Array.isArray(key) ? key : []
      if (table === 'entries' && of === league && isDeviceId(device)) note(device)
    },
    note,
    mended: device => void told.delete(device),
    onDamage(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
