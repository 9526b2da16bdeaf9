/**
 * The relay as a member of leagues: joins those of `--league`, goes on with those its data folder knows. libp2p is loaded
 * only when there is one (it takes a second to start).
 */
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Member, MemberStart } from '#node/league'
import type { Log } from '#node/log'

export interface LeagueSettings {
  readonly host: string
  readonly p2pPort: number
  readonly mdns: boolean
  /** Of recordings, in gigabytes. */
  readonly leagueGb: number
  readonly name: string | null
}

export interface RelayMemberParts {
  readonly dataFolder: string
  readonly links: readonly string[]
  readonly settings: LeagueSettings
  readonly version: string
  readonly log: Log
}

/** Null when there is no league to be a member of. */
export const startRelayMember = async (parts: RelayMemberParts): Promise<MemberStart | null> => {
  const { dataFolder, links, settings } = parts
  if (links.length === 0 && !existsSync(join(dataFolder, 'leagues'))) return null
  const { readInvitations, startMember } = await import('#node/league')
  const invitations = readInvitations(links)
  if (!invitations.ok) return invitations
  return await startMember({
    dataFolder,
    invitations: invitations.value,
    host: settings.host === 'localhost' ? '127.0.0.1' : settings.host,
    port: settings.p2pPort,
    isWebSocketBehindHttp: true,
    isRelay: true,
    usesMdns: settings.mdns,
    names: { person: settings.name ?? `Relay on ${hostname()}`, device: hostname() },
    version: parts.version,
    capacityBytes: settings.leagueGb * 1e9,
    log: parts.log,
  })
}

const isLoopback = (address: string): boolean => /^\/(ip4\/127\.|ip6\/::1\/)/.test(address)

/**
 * What may stand in an invitation: where this relay listens, and its WebSocket on the port of its page. Addresses of this
 * machine only are left out where there are others.
 */
export const invitationAddresses = (member: Member, port: number): readonly string[] => {
  const own = member.addresses()
  const sockets = own.flatMap(address => {
    const [, start] = /^(\/ip[46]\/[^/]+)\/tcp\/\d+$/.exec(address) ?? []
    return start === undefined ? [] : [`${start}/tcp/${port}/ws`]
  })
  const all = [...own, ...sockets]
  const others = all.filter(address => !isLoopback(address))
  return others.length > 0 ? others : all
}
