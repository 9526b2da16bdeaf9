/**
 * Who may what in a league, as computed from its governing entries alone (`governanceOf`). Plain data: it crosses to
 * and from workers.
 *
 * Invariants: it depends on the set of entries, never on the order they came in or on a clock; no admin is removed or
 * demoted by somebody who became one after them; there is always an admin.
 */
import type { EpochMillis } from '#shared/units'
import type { GrantBody, InviteBody, LeagueUse, Role, RoomBody } from './bodies.ts'
import type { Tip } from './entry.ts'
import type { DeviceId, EntryHash, LeagueId, PersonId } from './ids.ts'

export const GOVERNING_KINDS = [
  'genesis',
  'member',
  'device',
  'role',
  'revoke',
  'invite',
  'room',
  'grant',
  'league-settings',
] as const

const GOVERNING: ReadonlySet<string> = new Set(GOVERNING_KINDS)
export const isGoverning = (kind: string): boolean => GOVERNING.has(kind)

export interface Governance {
  readonly league: LeagueId
  readonly use: LeagueUse
  readonly name: string
  readonly about: string
  readonly addresses: readonly string[]
  readonly founder: PersonId
  /** Those who ever were admins first, senior to junior, then the others in the order of admission. Removed people too. */
  readonly members: readonly Member[]
  readonly devices: readonly DeviceStanding[]
  /** People who hold an invitation that asks for approval, or has ended since, and are not members. */
  readonly waiting: readonly Waiting[]
  readonly invites: readonly Invite[]
  readonly room: RoomBody | null
  readonly grants: readonly { readonly person: PersonId; readonly may: GrantBody['may'] }[]
  /** What somebody should look at. */
  readonly notices: readonly GovernanceNotice[]
}

export interface Member {
  readonly person: PersonId
  readonly name: string
  readonly role: Role
  readonly since: EpochMillis
  readonly admittedBy: PersonId | null
  /** Set once removed. */
  readonly removed: {
    readonly by: PersonId
    readonly at: EpochMillis
    readonly reason: string
    readonly last: readonly Tip[]
  } | null
  /** Roles held before, with where each of the person's devices stood when it ended: earlier words still have that weight. */
  readonly formerRoles: readonly { readonly role: Role; readonly until: readonly Tip[] }[]
}

export interface DeviceStanding {
  readonly device: DeviceId
  readonly person: PersonId
  readonly name: string
  readonly since: EpochMillis
  /** Its person's word or an admin's; entries after `last` are void, all of them when it is null. */
  readonly revoked: { readonly by: PersonId; readonly at: EpochMillis; readonly last: Tip | null } | null
}

export interface Waiting {
  readonly person: PersonId
  readonly name: string
  readonly device: DeviceId
  readonly deviceName: string
  readonly role: Role
  readonly invite: string
  readonly at: EpochMillis
}

export interface Invite extends InviteBody {
  readonly key: string
  readonly by: PersonId
  readonly at: EpochMillis
  readonly revoked: boolean
}

export type GovernanceNotice =
  | {
      readonly kind: 'fork'
      readonly device: DeviceId
      readonly person: PersonId
      readonly seq: number
      readonly branches: number
    }
  /** Two admins removed each other, or somebody acted on an elder: the younger's word was not heard. */
  | { readonly kind: 'overruled'; readonly by: PersonId; readonly on: PersonId; readonly entry: EntryHash }
  | { readonly kind: 'last-admin'; readonly person: PersonId; readonly entry: EntryHash }
  | {
      readonly kind: 'not-entitled'
      readonly person: PersonId
      readonly entry: EntryHash
      readonly what: string
    }
