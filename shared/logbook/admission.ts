/**
 * Who was ever admitted to a league, as far as this replica knows: it only grows, whatever is said later, so that two
 * replicas with the same entries would take the same ones again. Who is a member *now* is for the governance to say.
 *
 *   founder                                              admin
 *   named by a `member` entry of somebody ever admin     member, or admin if that is the role
 *   came by an invitation of somebody ever admin         member if it admits, else waiting
 *
 * Statements of people who are not admins (yet) are remembered: their authority may arrive after their words.
 */
import type { VerifiedEntry } from './entry.ts'
import { LEAGUE_LIMITS } from './entry.ts'
import type { DeviceId, PersonId } from './ids.ts'
import { readBodyOf } from './schemas.ts'

/** Each level includes those before it. */
const LEVELS = ['stranger', 'waiting', 'member', 'admin'] as const
export type Level = (typeof LEVELS)[number]

export interface Admission {
  /** Takes in an entry that is in the store. Those that govern nothing are passed over. */
  note(entry: VerifiedEntry): void
  levelOf(person: PersonId): Level
  /** What a person would be, were this entry 0 of a device taken: their invitation may be what admits them. */
  levelWith(entry: VerifiedEntry): Level
  /** Whether one more device of this person, by this invitation, would be one too many. */
  isCrowded(entry: VerifiedEntry): boolean
}

interface Invitation {
  admits: boolean
}

export const createAdmission = (): Admission => {
  const levels = new Map<PersonId, Level>()
  const devices = new Map<PersonId, Set<DeviceId>>()
  /** What each person said about others, for when they turn out to be an admin. */
  const namings = new Map<PersonId, Map<PersonId, Level>>()
  const invitations = new Map<PersonId, Map<string, Invitation>>()
  /** Invitations by somebody ever admin: whether they admit. */
  const open = new Map<string, Level>()
  /** People who proved to hold an invitation. */
  const claims = new Map<string, Set<PersonId>>()

  const levelOf = (person: PersonId): Level => levels.get(person) ?? 'stranger'

  const raise = (first: PersonId, to: Level): void => {
    const work: [PersonId, Level][] = [[first, to]]
    for (let next = work.pop(); next; next = work.pop()) {
      const [person, level] = next
      if (!isHigher(level, levelOf(person))) continue
      levels.set(person, level)
      if (level !== 'admin') continue
      work.push(...(namings.get(person) ?? []))
      for (const [key, { admits }] of invitations.get(person) ?? []) work.push(...openInvitation(key, admits))
    }
  }

  const openInvitation = (key: string, admits: boolean): [PersonId, Level][] => {
    const level = admits ? 'member' : 'waiting'
    if (isHigher(level, open.get(key) ?? 'stranger')) open.set(key, level)
    return [...(claims.get(key) ?? [])].map(person => [person, open.get(key)!])
  }

  const name = (by: PersonId, person: PersonId, level: Level): void => {
    const named = entryOf(namings, by, () => new Map<PersonId, Level>())
    if (isHigher(level, named.get(person) ?? 'stranger')) named.set(person, level)
    if (levelOf(by) === 'admin') raise(person, level)
  }

  const invite = (by: PersonId, key: string, admits: boolean): void => {
    const mine = entryOf(invitations, by, () => new Map<string, Invitation>())
    const invitation = entryOf(mine, key, () => ({ admits }))
    invitation.admits ||= admits
    if (levelOf(by) !== 'admin') return
    for (const [person, level] of openInvitation(key, invitation.admits)) raise(person, level)
  }

  const inviteOf = ({ entry }: VerifiedEntry): string | null => {
    const read = readBodyOf(entry)
    return read.what === 'known' && read.kind === 'device' ? (read.body.invite?.key ?? null) : null
  }

  return {
    levelOf,

    levelWith(entry) {
      const level = levelOf(entry.entry.person)
      const key = inviteOf(entry)
      const invited = key === null ? 'stranger' : (open.get(key) ?? 'stranger')
      return isHigher(invited, level) ? invited : level
    },

    isCrowded(entry) {
      const { person } = entry.entry
      const known = devices.get(person)
      if (known && !known.has(entry.device) && known.size >= LEAGUE_LIMITS.devicesPerPerson) return true
      const key = inviteOf(entry)
      const came = key === null ? undefined : claims.get(key)
      if (!came || came.has(person) || came.size < LEAGUE_LIMITS.peoplePerInvite) return false
      return levelOf(person) === 'stranger'
    },

    note(verified) {
      const { device, entry } = verified
      const { person, kind, id, seq } = entry
      if (seq === 0) entryOf(devices, person, () => new Set<DeviceId>()).add(device)
      if (kind === 'genesis') return raise(person, 'admin')
      if (kind !== 'device' && kind !== 'member' && kind !== 'invite') return
      const read = readBodyOf(entry)
      if (read.what !== 'known') return
      if (read.kind === 'member') {
        name(person, id as string as PersonId, read.body.role === 'admin' ? 'admin' : 'member')
      } else if (read.kind === 'invite') {
        invite(person, id, read.body.admits)
      } else if (read.kind === 'device' && read.body.invite) {
        const { key } = read.body.invite
        entryOf(claims, key, () => new Set<PersonId>()).add(person)
        const level = open.get(key)
        if (level) raise(person, level)
      }
    },
  }
}

const isHigher = (a: Level, b: Level): boolean => LEVELS.indexOf(a) > LEVELS.indexOf(b)

const entryOf = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
