/** What people of a small league do to each other, and what comes of it. */
import {
  type Governance,
  governanceOf,
  lineageOf,
  type Role,
  type Tip,
  type VerifiedEntry,
  verdict,
} from '#shared/logbook'
import { asEpochMillis } from '#shared/units'
import { foundLeague, type Invitation, invitationOf, joinLeague, type Scribe } from './scribe.ts'

export const member = (
  by: Scribe,
  who: Scribe,
  role: Role,
  rev = 0,
  until: readonly Tip[] = [],
): VerifiedEntry => by.say('member', who.person, { name: who.name, role, until }, { rev })

export const remove = (by: Scribe, who: Scribe, rev: number, last: readonly Tip[] = []): VerifiedEntry =>
  by.say('revoke', who.person, { what: 'person', person: who.person, last, reason: 'Enough.' }, { rev })

export const invite = (
  by: Scribe,
  name: string,
  body: { role?: Role; admits?: boolean; until?: number } = {},
): Invitation => {
  const invitation = invitationOf(name)
  by.say('invite', invitation.key, {
    role: body.role ?? 'driver',
    admits: body.admits ?? true,
    until: body.until === undefined ? null : asEpochMillis(body.until),
    note: name,
  })
  return invitation
}

export const govern = (...scribes: readonly Scribe[]): Governance =>
  governanceOf(
    scribes.flatMap(({ said }) => said),
    scribes[0]!.league,
  )

export const judge = (scribes: readonly Scribe[], entry: VerifiedEntry): string =>
  verdict(govern(...scribes), lineageOf(scribes.flatMap(({ said }) => said)), entry)

/** Name and role of who is in, in order of seniority; with a minus who was removed. */
export const roll = ({ members }: Governance): string[] =>
  members.map(({ name, role, removed }) => `${removed ? '-' : ''}${name} ${role}`)

export const founded = () => {
  const sam = foundLeague('Sam')
  const join = (name: string) => joinLeague(sam.league, name)
  return { sam, join }
}
