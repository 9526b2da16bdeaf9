/** Where a device is, in words: how it is reached now, or when it last was. */
import type { DeviceRow } from '#web/league'
import { momentText, type SyncWords } from '#web/parts/sync'
import type { LeagueWords } from '../words/index.ts'

export const deviceText = (
  device: DeviceRow,
  t: LeagueWords['people'],
  sync: SyncWords,
  tag: string,
  nowMs: number,
): string =>
  [placeText(device, t, sync, tag, nowMs), device.version ? t.version(device.version) : '']
    .filter(text => text !== '')
    .join(', ')

const placeText = (
  { isThis, connected, lastSeenAt, revoked }: DeviceRow,
  t: LeagueWords['people'],
  sync: SyncWords,
  tag: string,
  nowMs: number,
): string => {
  if (revoked) return t.revoked
  if (isThis) return t.thisDevice
  if (connected) {
    const phase = connected.phase === 'level' ? '' : `, ${sync.phases[connected.phase]}`
    return `${t.connectedBy(sync.routes[connected.route])}${phase}`
  }
  return lastSeenAt === null ? t.neverSeen : t.lastSeen(momentText(lastSeenAt, tag, nowMs))
}
