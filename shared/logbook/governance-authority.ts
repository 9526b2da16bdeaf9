/**
 * Who is senior to whom, and which governing words are heard.
 *
 * Admins are heard in the order of their rank: the founder first; then everybody the founder made an admin, in the
 * order of the founder's feed; then everybody the next of these made one, and so on. No clock is asked: a date can be
 * written as one likes, an order of grants cannot. When the words of somebody are weighed, all their seniors were
 * heard, and only seniors can have taken their office, so each word is weighed once and for all.
 *
 * There is always an admin: when all gave their office up, the last to do so keeps it (by the date they wrote
 * themselves, the one place where a date decides; only those who gave the office up are in it).
 */
import type { VerifiedEntry } from './entry.ts'
import type { Lineage } from './governance-lineage.ts'
import {
  type Act,
  holds,
  NO_RANK,
  type Rank,
  type Standing,
  standingOf,
  type Tenure,
} from './governance-standing.ts'
import { isOnStanding, type Statement, type Statements } from './governance-statements.ts'
import type { EntryHash, PersonId } from './ids.ts'

export interface Authority {
  readonly founder: PersonId
  /** Words about each person that were heard from who may speak, in no order. */
  readonly actsOn: ReadonlyMap<PersonId, readonly Act[]>
  /** Words about the league itself and its invitations, likewise. */
  readonly others: readonly Act[]
  /** Those anybody made an admin, whether it was upheld or not. */
  readonly tenures: ReadonlyMap<PersonId, readonly Tenure[]>
  /** Words that were weighed and found to have the weight. */
  readonly heard: ReadonlySet<EntryHash>
  /** Own words that would have left the league without an admin. */
  readonly keptInOffice: readonly { readonly person: PersonId; readonly entry: VerifiedEntry }[]
}

/** `isSpoken`: false for entries of a device after its person revoked it. */
export const authorityOf = (
  statements: Statements,
  founder: PersonId,
  lineage: Lineage,
  isSpoken: (entry: VerifiedEntry) => boolean,
): Authority => {
  const staying = new Set<PersonId>()
  const keptInOffice: { person: PersonId; entry: VerifiedEntry }[] = []
  for (;;) {
    const { authority, resigned } = hearAll(statements, founder, lineage, isSpoken, staying)
    if (resigned === null) return { ...authority, keptInOffice }
    staying.add(resigned.person)
    keptInOffice.push(resigned)
  }
}

const hearAll = (
  { byPerson }: Statements,
  founder: PersonId,
  lineage: Lineage,
  isSpoken: (entry: VerifiedEntry) => boolean,
  staying: ReadonlySet<PersonId>,
): {
  readonly authority: Omit<Authority, 'keptInOffice'>
  readonly resigned: { readonly person: PersonId; readonly entry: VerifiedEntry } | null
} => {
  /** Place in this list is the rank. */
  const admins: PersonId[] = [founder]
  const tenures = new Map<PersonId, Tenure[]>([[founder, [{ rank: 0, opened: null }]]])
  const actsOn = new Map<PersonId, Act[]>()
  const others: Act[] = []
  const heard = new Set<EntryHash>()

  const standing = (person: PersonId): Standing =>
    standingOf(
      person,
      person === founder ? 'admin' : null,
      tenures.get(person) ?? [],
      actsOn.get(person) ?? [],
    )

  const take = (statement: Statement, rank: Rank): void => {
    const { word } = statement
    heard.add(statement.entry.hash)
    if (!isOnStanding(word)) {
      others.push({ rank, statement })
      return
    }
    const act = { rank: word.person === statement.by ? NO_RANK : rank, statement }
    const acts = actsOn.get(word.person)
    if (acts) acts.push(act)
    else actsOn.set(word.person, [act])
  }

  /** A second rank is due to whom no earlier one makes an admin: they gave it up, or never held it. */
  const appoint = ({ word, entry }: Statement): void => {
    if (word.kind !== 'member' || word.body.role !== 'admin') return
    const { person } = word
    const own = tenures.get(person) ?? []
    if (own.length > 0 && isAdmin(standing(person))) return
    tenures.set(person, [...own, { rank: admins.length, opened: entry.hash }])
    if (own.length === 0 || isAdmin(standing(person))) admins.push(person)
    else tenures.set(person, own)
  }

  for (let rank = 0; rank < admins.length; rank++) {
    const person = admins[rank]!
    const mine = (byPerson.get(person) ?? []).filter(({ entry }) => !heard.has(entry.hash) && isSpoken(entry))
    const before = asHeld(standing(person))
    for (const statement of mine) {
      if (!isAboutSelf(statement) || !holds(before, 'admin', statement.entry, lineage)) continue
      if (!staying.has(person)) take(statement, rank)
    }
    const after = asHeld(standing(person))
    for (const statement of mine) {
      if (isAboutSelf(statement) || !holds(after, 'admin', statement.entry, lineage)) continue
      take(statement, rank)
      appoint(statement)
    }
  }

  // Who is no admin may still leave, and come back.
  const toLeave = Array.from(byPerson.values(), said => said.filter(isAboutSelf)).flat()
  for (const statement of toLeave) {
    const { word, entry, by } = statement
    if (word.kind === 'member' || heard.has(entry.hash) || !isSpoken(entry)) continue
    if (!staying.has(by)) take(statement, NO_RANK)
  }

  const standings = Array.from(tenures, ([person, own]) => ({
    person,
    rank: own.at(-1)!.rank,
    standing: standing(person),
  }))
  const isLed = standings.some(({ standing }) => isAdmin(standing))
  const resigned = isLed ? null : lastToResign(standings)
  return { authority: { founder, actsOn, others, tenures, heard }, resigned }
}

export const isAboutSelf = ({ word, by }: Statement): boolean => isOnStanding(word) && word.person === by

const isAdmin = ({ role, removed }: Standing): boolean => role === 'admin' && removed === null

export const asHeld = ({ role, removed, former }: Standing): Parameters<typeof holds>[0] => ({
  role,
  removed,
  formerRoles: former,
})

/** Somebody has: nobody but the founder's own word ends the first rank. */
const lastToResign = (
  admins: readonly { readonly person: PersonId; readonly rank: Rank; readonly standing: Standing }[],
): { readonly person: PersonId; readonly entry: VerifiedEntry } => {
  const all = admins.flatMap(({ person, rank, standing }) => {
    const entry = standing.resignations.at(-1)
    return entry ? [{ person, entry, rank }] : []
  })
  all.sort((a, b) => b.entry.entry.at - a.entry.entry.at || b.rank - a.rank)
  return all[0]!
}
