/** A league as screens show it, out of what the worker keeps and what the network sees. Pure: everything is passed in. */
import type { DeviceStanding, Governance, Member } from '#shared/logbook'
import type { LeagueStanding } from '#web/workers'
import type {
  AttentionRow,
  ChangeRow,
  DeviceRow,
  LeagueDetail,
  LeagueSummary,
  Me,
  PersonRow,
} from '../model.ts'
import type { LeagueNetwork } from './network.ts'
import { ALARMING, type SyncView, toSyncState } from './sync-state.ts'

export interface LeagueParts {
  readonly standing: LeagueStanding
  readonly governance: Governance | null
  readonly network: LeagueNetwork | null
  readonly isPaused: boolean
  readonly me: Me
  readonly now: number
}

const deviceName = (governance: Governance | null): SyncView['nameOf'] => {
  const names = new Map(governance?.devices.map(({ device, name }) => [device, name]))
  return device => names.get(device) ?? null
}

export const toSummary = ({ standing, governance, network, isPaused, now }: LeagueParts): LeagueSummary => ({
  id: standing.id,
  use: standing.use,
  name: standing.name,
  role: standing.role,
  standing: standing.standing,
  members: standing.members,
  sessions: standing.sessions,
  sync: toSyncState({
    network,
    isPaused: isPaused || standing.paused,
    lastLevelAt: standing.lastLevelAt,
    nameOf: deviceName(governance),
    now,
  }),
})

const toDeviceRow = ({ device, name, revoked }: DeviceStanding, { network, me }: LeagueParts): DeviceRow => {
  const peer = network?.peers.find(other => other.device === device)
  return {
    device,
    name,
    isThis: device === me.device,
    connected: peer
      ? { route: peer.route, since: peer.since as DeviceStanding['since'], phase: peer.phase }
      : null,
    lastSeenAt: network?.seenAt[device] ?? null,
    revoked: revoked !== null,
    version: peer?.version ?? null,
  }
}

const toPersonRow = (member: Member, governance: Governance, parts: LeagueParts): PersonRow => ({
  person: member.person,
  name: member.name,
  role: member.role,
  isMe: member.person === parts.me.person,
  since: member.since,
  removed: member.removed && {
    byName: governance.members.find(({ person }) => person === member.removed?.by)?.name ?? '',
    at: member.removed.at,
    reason: member.removed.reason,
  },
  devices: governance.devices
    .filter(({ person }) => person === member.person)
    .map(device => toDeviceRow(device, parts)),
})

/** Who was dropped, and why. */
const toDropped = ({ network, governance }: LeagueParts): AttentionRow[] =>
  (network?.ends ?? [])
    .filter(({ device, reason }) => ALARMING.has(reason) || device === null)
    .map(({ device, reason, at }) => ({
      kind: 'dropped-peer',
      who: (device && deviceName(governance)(device)) ?? '',
      reason,
      at: at as AttentionRow['at'],
    }))

export const toDetail = (
  parts: LeagueParts,
  changes: readonly ChangeRow[],
  attention: readonly AttentionRow[],
): LeagueDetail => {
  const { governance, standing } = parts
  const links = new Map(standing.invites.map(({ key, link }) => [key, link]))
  return {
    ...toSummary(parts),
    about: governance?.about ?? '',
    addresses: governance?.addresses ?? standing.addresses,
    people: (governance?.members ?? []).map(member => toPersonRow(member, governance!, parts)),
    waiting: (governance?.waiting ?? []).map(({ person, name, deviceName, role, at }) => ({
      ...{ person, name, deviceName, role, at },
    })),
    invites: (governance?.invites ?? [])
      .filter(({ revoked, until }) => !revoked && (until === null || until > parts.now))
      .map(({ key, role, admits, until, note }) => ({
        ...{ key, role, admits, until, note },
        link: links.get(key) ?? null,
      })),
    changes,
    attention: [...toDropped(parts), ...attention],
  }
}
