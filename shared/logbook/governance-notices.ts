/** What somebody should look at: forks, words that were not heard and why. In an order that depends on the entries only. */
import type { VerifiedEntry } from './entry.ts'
import { type Authority, isAboutSelf } from './governance-authority.ts'
import type { Lineage } from './governance-lineage.ts'
import type { GovernanceNotice, Member } from './governance-model.ts'
import type { Person } from './governance-people.ts'
import type { Statements } from './governance-statements.ts'

/** Of one person's; the rest says the same. */
const MAX_NOTICES_EACH = 16

export interface Heard {
  readonly said: Statements
  readonly authority: Authority
  readonly people: readonly Person[]
  readonly members: readonly Member[]
  readonly lineage: Lineage
  readonly isSpoken: (entry: VerifiedEntry) => boolean
}

export const noticesOf = (heard: Heard): readonly GovernanceNotice[] => {
  const { authority, people, lineage } = heard
  const forks = lineage.forks.map((fork): GovernanceNotice => ({ kind: 'fork', ...fork }))
  const overruled = people
    .toSorted((a, b) => (a.person < b.person ? -1 : 1))
    .flatMap(({ person, standing }) =>
      standing.overruled
        .slice(0, MAX_NOTICES_EACH)
        .map(({ by, entry }): GovernanceNotice => ({ kind: 'overruled', by, on: person, entry: entry.hash })),
    )
  const kept = authority.keptInOffice.map(
    ({ person, entry }): GovernanceNotice => ({ kind: 'last-admin', person, entry: entry.hash }),
  )
  return [...forks, ...overruled, ...kept, ...unheard(heard)]
}

/** Words of members without the office; those of people or devices cut off are void and nobody's business. */
const unheard = ({ said, authority, members, lineage, isSpoken }: Heard): GovernanceNotice[] => {
  const byPerson = new Map(members.map(member => [member.person, member]))
  return Array.from(said.byPerson)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([person, statements]) => {
      const member = byPerson.get(person)
      if (!member) return []
      const { removed } = member
      return statements
        .filter(
          statement =>
            !authority.heard.has(statement.entry.hash) &&
            !isAboutSelf(statement) &&
            isSpoken(statement.entry) &&
            (!removed || removed.last.some(tip => lineage.isWithin(statement.entry, tip))),
        )
        .slice(0, MAX_NOTICES_EACH)
        .map(
          ({ entry }): GovernanceNotice => ({
            kind: 'not-entitled',
            person,
            entry: entry.hash,
            what: entry.entry.kind,
          }),
        )
    })
}
