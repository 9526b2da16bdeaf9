/** How a league stands with the other devices, in the few words a screen has room for. */
import type { DeviceId } from '#shared/logbook'
import type { EndReason, PeerState } from '#shared/sync'
import type { EpochMillis } from '#shared/units'
import type { SyncState } from '../model.ts'
import type { LeagueNetwork } from './network.ts'

/** Ends that somebody should know of: the others are what networks and people do every day. */
export const ALARMING: ReadonlySet<EndReason> = new Set([
  'wrong-proof',
  'broken-protocol',
  'too-much',
  'lied',
  'newer-version',
  'older-version',
])

const VERSIONS: ReadonlySet<EndReason> = new Set(['newer-version', 'older-version'])

/** What happened longer ago than this does not colour the whole league any more; the list still has it. */
const ALARM_MS = 60 * 60_000

const sum = (peers: readonly PeerState[], read: (peer: PeerState) => number): number =>
  peers.reduce((total, peer) => total + read(peer), 0)

export interface SyncView {
  readonly network: LeagueNetwork | null
  readonly isPaused: boolean
  /** From an earlier time this page was open. */
  readonly lastLevelAt: EpochMillis | null
  readonly nameOf: (device: DeviceId) => string | null
  readonly now: number
}

export const toSyncState = ({ network, isPaused, lastLevelAt, nameOf, now }: SyncView): SyncState => {
  const peers = network?.peers ?? []
  const moving = peers.filter(({ phase }) => phase !== 'level')
  const about = moving.length > 0 ? moving : peers
  const levelAt = network?.lastLevelAt ?? lastLevelAt
  // A stranger who knocks is listed, and is no reason to doubt what is here.
  const wasAlarmed = (network?.ends ?? []).some(
    ({ device, reason, at }) =>
      ALARMING.has(reason) && now - at < ALARM_MS && (device !== null || VERSIONS.has(reason)),
  )
  const kindOf = (): SyncState['kind'] => {
    if (isPaused) return 'paused'
    if (wasAlarmed) return 'attention'
    if (moving.length > 0) return 'moving'
    if (peers.length > 0) return 'level'
    const wasMet = levelAt !== null || Object.keys(network?.seenAt ?? {}).length > 0
    return wasMet ? 'away' : 'alone'
  }
  return {
    kind: kindOf(),
    peers: peers.length,
    toSend: sum(peers, peer => peer.entriesToSend),
    toReceive: sum(peers, peer => peer.entriesToReceive),
    peerName: about.length === 1 ? nameOf(about[0]!.device) : null,
    lastLevelAt: levelAt,
  }
}
