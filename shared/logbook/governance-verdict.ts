/**
 * Whether an entry counts in a league, and which of several about one thing speaks.
 *
 * What one may say: a viewer nothing but who they are; a driver sessions, layouts, cars, manifests, sign-ups and
 * protests; a steward decisions, merges, seasons, calendars and results; an admin all that governs. Everybody may revoke
 * their own devices, and leave. A relay with the grant `results` may say results, with `uploads` manifests.
 */
import type { Role } from './bodies.ts'
import type { Entry } from './entry.ts'
import type { Lineage, Placed } from './governance-lineage.ts'
import type { Governance } from './governance-model.ts'
import { holds } from './governance-standing.ts'
import { LARGEST_REV } from './governance-statements.ts'
import type { EntryHash } from './ids.ts'

/**
 * counts · void = said by a device or person after they were cut off, or by nobody of this league · waiting = its
 * person waits for approval · not-entitled = a member without the role
 */
export type Verdict = 'counts' | 'void' | 'waiting' | 'not-entitled'

const NEEDED: Readonly<Record<string, Role>> = {
  session: 'driver',
  layout: 'driver',
  car: 'driver',
  manifest: 'driver',
  'sign-up': 'driver',
  protest: 'driver',
  decision: 'steward',
  merge: 'steward',
  season: 'steward',
  calendar: 'steward',
  result: 'steward',
  notice: 'steward',
  member: 'admin',
  role: 'admin',
  revoke: 'admin',
  invite: 'admin',
  room: 'admin',
  grant: 'admin',
  'league-settings': 'admin',
}

/** All of an entry that is judged; `body` matters to revocations only. */
export interface Judgeable extends Placed {
  readonly entry: Pick<Entry, 'kind' | 'person' | 'id' | 'seq' | 'body'>
}

/** Judges many entries by one government. */
export const judgeOf = (governance: Governance, lineage: Lineage): ((entry: Judgeable) => Verdict) => {
  const members = new Map(governance.members.map(member => [member.person, member]))
  const devices = new Map(governance.devices.map(device => [device.device, device]))
  const waiting = new Set(governance.waiting.map(({ person }) => person))
  const grants = new Map(governance.grants.map(({ person, may }) => [person, may]))
  return verified => {
    const { device, entry } = verified
    const member = members.get(entry.person)
    if (!member) return waiting.has(entry.person) ? 'waiting' : 'void'
    const revoked = devices.get(device)?.revoked
    if (revoked && !isOwnRevocation(entry)) {
      if (revoked.last === null || !lineage.isWithin(verified, revoked.last)) return 'void'
    }
    const { removed } = member
    if (removed && !removed.last.some(tip => lineage.isWithin(verified, tip))) {
      return removed.by === entry.person && isOnOwnStanding(entry) ? 'counts' : 'void'
    }
    const needed = NEEDED[entry.kind] ?? 'viewer'
    if (holds(member, needed, verified, lineage)) return 'counts'
    const may = grants.get(entry.person)
    if (entry.kind === 'result' && may?.includes('results')) return 'counts'
    if (entry.kind === 'manifest' && may?.includes('uploads')) return 'counts'
    return isOwnRevocation(entry) || isOnOwnStanding(entry) ? 'counts' : 'not-entitled'
  }
}

export const verdict = (governance: Governance, lineage: Lineage, entry: Judgeable): Verdict =>
  judgeOf(governance, lineage)(entry)

/** Its certificate says whose word it is; the replica takes no other than its person's. */
const isOwnRevocation = ({ kind, id, person, body }: Judgeable['entry']): boolean =>
  kind === 'revoke' && id !== person && isOf(body, 'device')

const isOnOwnStanding = ({ kind, id, person }: Judgeable['entry']): boolean =>
  kind === 'revoke' && id === person

const isOf = (body: unknown, what: string): boolean =>
  typeof body === 'object' && body !== null && 'what' in body && body.what === what

export interface Revision {
  readonly hash: EntryHash
  readonly entry: { readonly rev: number }
}

/** Of the entries of one key (kind, person, id) the one that speaks: the highest rev, then the lowest hash. */
export const winnerOf = <T extends Revision>(entries: readonly T[]): T | null => {
  let winner: T | null = null
  for (const entry of entries) if (!winner || isStronger(entry, winner)) winner = entry
  return winner
}

export const isStronger = (a: Revision, b: Revision): boolean =>
  a.entry.rev === b.entry.rev ? a.hash < b.hash : a.entry.rev > b.entry.rev

/** Kinds whose revisions are counted together, whoever writes them: one answers what another said. */
const COUNTED_TOGETHER: readonly (readonly string[])[] = [
  ['member', 'revoke'],
  ['invite'],
  ['room'],
  ['grant'],
  ['league-settings'],
]

/** The kinds to look through for `nextRev`, whoever wrote them; null where only one's own revisions of one key matter. */
export const countedTogether = (kind: string): readonly string[] | null =>
  COUNTED_TOGETHER.find(kinds => kinds.includes(kind)) ?? null

/** The rev of a new entry: after all there are about this id. */
export const nextRev = (earlier: readonly Revision[]): number =>
  earlier.reduce((rev, { entry }) => Math.max(rev, Math.min(entry.rev, LARGEST_REV - 1) + 1), 0)
