/**
 * The people of a league and their devices, out of the words about them.
 *
 * Somebody who shows an invitation that admits is a member with its role from then on, for as long as it holds: when
 * it is revoked, whoever came by it and was not named by an admin since waits for one. (Who came before the revocation
 * and who after cannot be told apart: dates can be written as one likes.)
 */
import type { Role } from './bodies.ts'
import type { VerifiedEntry } from './entry.ts'
import type { Authority } from './governance-authority.ts'
import type { DeviceStanding, Member, Waiting } from './governance-model.ts'
import { levelOf, NO_RANK, type Standing, standingOf } from './governance-standing.ts'
import type { Arrival, DeviceRevocation } from './governance-statements.ts'
import type { KnownInvite } from './governance-words.ts'
import type { DeviceId, PersonId } from './ids.ts'

/** How an invitation made somebody a member. */
export interface Admission {
  readonly known: KnownInvite
  readonly arrival: Arrival
}

export interface Person {
  readonly person: PersonId
  readonly standing: Standing
  readonly admission: Admission | null
  /** First rank as an admin. */
  readonly rank: number
}

export type Revoked = (person: PersonId, device: DeviceId) => DeviceRevocation | null

/** Only a person takes back what a device of theirs may say; of several words the one that leaves the least. */
export const revocationsOf = (revocations: readonly DeviceRevocation[]): Revoked => {
  const lowest = new Map<string, DeviceRevocation>()
  for (const revocation of revocations) {
    const key = `${revocation.person} ${revocation.device}`
    const other = lowest.get(key)
    if (!other || isLower(revocation, other)) lowest.set(key, revocation)
  }
  return (person, device) => lowest.get(`${person} ${device}`) ?? null
}

const isLower = (a: DeviceRevocation, b: DeviceRevocation): boolean => {
  const [seqA, seqB] = [a.last?.seq ?? -1, b.last?.seq ?? -1]
  if (seqA !== seqB) return seqA < seqB
  const [hashA, hashB] = [a.last?.hash ?? '', b.last?.hash ?? '']
  return hashA === hashB ? a.entry.hash < b.entry.hash : hashA < hashB
}

/** The strongest role of those somebody was invited to. */
export const admissionsOf = (
  arrivals: readonly Arrival[],
  invites: readonly KnownInvite[],
  isSpoken: (entry: VerifiedEntry) => boolean,
): ReadonlyMap<PersonId, Admission> => {
  const byKey = new Map(invites.map(known => [known.invite.key, known]))
  const admissions = new Map<PersonId, Admission>()
  for (const arrival of arrivals) {
    const known = byKey.get(inviteOf(arrival) ?? '')
    if (!known || !isSpoken(arrival.entry)) continue
    const { admits, revoked, until, role } = known.invite
    if (!admits || revoked || (until !== null && arrival.entry.entry.at > until)) continue
    const other = admissions.get(arrival.person)
    if (other && levelOf(other.known.invite.role) <= levelOf(role)) continue
    admissions.set(arrival.person, { known, arrival })
  }
  return admissions
}

const inviteOf = ({ body }: Arrival): string | null => ('invite' in body ? (body.invite?.key ?? null) : null)

/** Everybody anybody who may speak spoke about, and everybody an invitation admits. */
export const peopleOf = (
  { founder, actsOn, tenures }: Authority,
  admissions: ReadonlyMap<PersonId, Admission>,
): readonly Person[] =>
  Array.from(new Set([founder, ...actsOn.keys(), ...admissions.keys()]), (person): Person => {
    const admission = admissions.get(person) ?? null
    const base: Role | null = person === founder ? 'admin' : (admission?.known.invite.role ?? null)
    const own = tenures.get(person) ?? []
    const standing = standingOf(person, base, own, actsOn.get(person) ?? [])
    return { person, standing, admission, rank: standing.wasAdmin ? (own[0]?.rank ?? NO_RANK) : NO_RANK }
  })

export const membersOf = (
  people: readonly Person[],
  founding: Arrival,
  arrivals: readonly Arrival[],
): readonly Member[] => {
  const names = ownNames(arrivals)
  return people
    .filter(({ standing }) => standing.role !== null)
    .sort(bySeniority)
    .map(({ person, standing, admission }): Member => {
      const { role, name, removed, former } = standing
      const entry = standing.admission?.statement.entry ?? admission?.arrival.entry ?? founding.entry
      return {
        person,
        name: name ?? names.get(person) ?? '',
        role: role!,
        since: entry.entry.at,
        admittedBy: standing.admission?.statement.by ?? admission?.known.invite.by ?? null,
        removed: removed && {
          by: removed.by,
          at: removed.entry.entry.at,
          reason: removed.reason,
          last: removed.last,
        },
        formerRoles: former,
      }
    })
}

const bySeniority = (a: Person, b: Person): number => {
  if (a.rank !== b.rank) return a.rank - b.rank
  const [one, other] = [placeOf(a), placeOf(b)]
  return one.rank - other.rank || one.seq - other.seq || (a.person < b.person ? -1 : 1)
}

/** Who let them in, and when in that feed. */
const placeOf = ({ standing, admission }: Person): { readonly rank: number; readonly seq: number } => {
  const act = standing.admission
  if (act) return { rank: act.rank, seq: act.statement.entry.entry.seq }
  return admission?.known ?? { rank: 0, seq: 0 }
}

/** What people call themselves: the latest revision, of several devices' the lowest device's. */
const ownNames = (arrivals: readonly Arrival[]): ReadonlyMap<PersonId, string> => {
  const latest = new Map<PersonId, Arrival>()
  for (const arrival of arrivals) {
    const other = latest.get(arrival.person)
    if (!other || arrival.entry.entry.rev > other.entry.entry.rev) latest.set(arrival.person, arrival)
  }
  return new Map(Array.from(latest, ([person, { body }]) => [person, body.personName]))
}

export const devicesOf = (
  arrivals: readonly Arrival[],
  members: readonly Member[],
  revoked: Revoked,
): readonly DeviceStanding[] => {
  const people = new Set(members.map(({ person }) => person))
  const byDevice = Map.groupBy(
    arrivals.filter(({ person }) => people.has(person)),
    ({ device }) => device,
  )
  return Array.from(byDevice, ([device, [first, ...later]]): DeviceStanding => {
    const { person, entry } = first!
    const named = later.reduce((a, b) => (b.entry.entry.rev > a.entry.entry.rev ? b : a), first!)
    const revocation = revoked(person, device)
    return {
      device,
      person,
      name: named.body.deviceName,
      since: entry.entry.at,
      revoked: revocation && {
        by: revocation.entry.entry.person,
        at: revocation.entry.entry.at,
        last: revocation.last,
      },
    }
  })
}

/** People an admin has to look at: the first device they came with, in order of device. */
export const waitingOf = (
  arrivals: readonly Arrival[],
  people: readonly Person[],
  invites: readonly KnownInvite[],
  isSpoken: (entry: VerifiedEntry) => boolean,
): readonly Waiting[] => {
  const judged = new Set(people.map(({ person }) => person))
  const byKey = new Map(invites.map(({ invite }) => [invite.key, invite]))
  const waiting = new Map<PersonId, Waiting>()
  for (const arrival of arrivals) {
    const { person, device, body, entry } = arrival
    const invite = byKey.get(inviteOf(arrival) ?? '')
    if (!invite || judged.has(person) || waiting.has(person) || !isSpoken(entry)) continue
    waiting.set(person, {
      person,
      name: body.personName,
      device,
      deviceName: body.deviceName,
      role: invite.role,
      invite: invite.key,
      at: entry.entry.at,
    })
  }
  return Array.from(waiting.values())
}
