/**
 * The government of a league, computed from what was said in it. `governance-model.ts` says what holds,
 * `governance-authority.ts` who is senior, `governance-standing.ts` what becomes of a person;
 * `docs/protocols/league.md` is the same for people.
 *
 * Takes entries the replica verified: signatures, certificates and invitation proofs are good, an entry's person is
 * whose certificate its feed begins with. Pure, and a function of the set: of one key the winner speaks, whatever came
 * first. 10,000 governing entries, half of them somebody’s attempts to wear it out, take 120 ms.
 */
import type { EpochMillis } from '#shared/units'
import type { VerifiedEntry } from './entry.ts'
import { authorityOf } from './governance-authority.ts'
import { type Lineage, lineageOf } from './governance-lineage.ts'
import type { Governance } from './governance-model.ts'
import { noticesOf } from './governance-notices.ts'
import {
  admissionsOf,
  devicesOf,
  membersOf,
  peopleOf,
  revocationsOf,
  waitingOf,
} from './governance-people.ts'
import { statementsOf } from './governance-statements.ts'
import { grantsOf, invitesOf, lastWord } from './governance-words.ts'
import type { LeagueId } from './ids.ts'

export interface GovernanceOptions {
  /** As it was: entries of a later date are left out. */
  readonly asOf?: EpochMillis | null
  /** Of all entries of the league; absent: of those given. */
  readonly lineage?: Lineage
}

/**
 * `entries`: at least all of `GOVERNING_KINDS`, and all entries of feeds that forked; others may be among them.
 * Throws when the league's genesis entry is not.
 */
export const governanceOf = (
  entries: readonly VerifiedEntry[],
  league: LeagueId,
  { asOf = null, lineage = lineageOf(entries) }: GovernanceOptions = {},
): Governance => {
  const known =
    asOf === null
      ? entries
      : entries.filter(({ hash, entry }) => (hash as string) === league || entry.at <= asOf)
  const said = statementsOf(known, league)
  const { genesis } = said
  if (!genesis) throw new RangeError('a league without its genesis entry')
  const revoked = revocationsOf(said.deviceRevocations)
  const isSpoken = (entry: VerifiedEntry): boolean => {
    const revocation = revoked(entry.entry.person, entry.device)
    return !revocation || (revocation.last !== null && lineage.isWithin(entry, revocation.last))
  }
  const authority = authorityOf(said, genesis.person, lineage, isSpoken)
  const invites = invitesOf(authority.others)
  const people = peopleOf(authority, admissionsOf(said.arrivals, invites, isSpoken))
  const members = membersOf(people, genesis, said.arrivals)
  const settings = lastWord(authority.others, 'settings')
  return {
    league,
    use: genesis.body.use,
    name: settings?.body.name ?? genesis.body.name,
    about: settings?.body.about ?? '',
    addresses: settings?.body.addresses ?? [],
    founder: genesis.person,
    members,
    devices: devicesOf(said.arrivals, members, revoked),
    waiting: waitingOf(said.arrivals, people, invites, isSpoken),
    invites: invites.map(({ invite }) => invite),
    room: lastWord(authority.others, 'room')?.body ?? null,
    grants: grantsOf(authority.others),
    notices: noticesOf({ said, authority, people, members, lineage, isSpoken }),
  }
}
