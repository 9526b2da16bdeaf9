/**
 * What the words of admins make of one person.
 *
 * Words about one person are heard in order of their rev, which counts through all who speak about that person
 * (`nextRev`); of equal revs the senior's is heard last. A word is not heard ("overruled") when
 *
 * - it demotes or removes an admin, and its author did not become one before them;
 * - it takes back a removal, or gives back the office of admin, and somebody senior to its author took it.
 *
 * Everybody may leave, and come back from where they went by themselves; an admin who leaves or resigns is one no more.
 * Whoever gave up being admin may be made one again by any admin: with the rank of somebody new.
 */
import { ROLES, type Role } from './bodies.ts'
import type { Tip, VerifiedEntry } from './entry.ts'
import type { Lineage, Placed } from './governance-lineage.ts'
import type { Statement } from './governance-statements.ts'
import type { EntryHash, PersonId } from './ids.ts'

/** Lower is senior: place in the order in which people became admins. */
export type Rank = number

/** Of those who never were admin: they speak about themselves only. */
export const NO_RANK: Rank = Number.POSITIVE_INFINITY

export interface Act {
  readonly rank: Rank
  readonly statement: Statement
}

export interface Removal {
  readonly by: PersonId
  readonly rank: Rank
  readonly entry: VerifiedEntry
  readonly last: readonly Tip[]
  readonly reason: string
}

export interface Standing {
  readonly role: Role | null
  /** Null when nobody named them: what they call themselves is all there is. */
  readonly name: string | null
  /** What made them a member; null for the founder, and for whom an invitation did. */
  readonly admission: Act | null
  readonly removed: Removal | null
  readonly former: readonly { readonly role: Role; readonly until: readonly Tip[] }[]
  /** Own words that gave up the office of admin, in the order heard. */
  readonly resignations: readonly VerifiedEntry[]
  readonly wasAdmin: boolean
  readonly overruled: readonly Statement[]
}

/** The later the role, the less it may. */
export const levelOf = (role: Role): number => ROLES.indexOf(role)

export const mayAct = (role: Role | null, needed: Role): boolean =>
  role !== null && levelOf(role) <= levelOf(needed)

/** Words about one person in the order they are heard. */
export const inHearing = (a: Act, b: Act): number =>
  a.statement.rev - b.statement.rev ||
  (a.rank === b.rank ? 0 : b.rank - a.rank) ||
  weight(a) - weight(b) ||
  a.statement.entry.entry.seq - b.statement.entry.entry.seq ||
  (a.statement.entry.hash > b.statement.entry.hash ? -1 : 1)

/** Of one author's words of one rev, what gives less is heard last. */
const weight = ({ statement }: Act): number =>
  statement.word.kind === 'pardon' ? 0 : statement.word.kind === 'member' ? 1 : 2

/** A time as admin, and the word that opened it; the founder's opens with the league. */
export interface Tenure {
  readonly rank: Rank
  readonly opened: EntryHash | null
}

/** `tenures`: oldest first. `base`: the role before anybody spoke, as founder or by an invitation. */
export const standingOf = (
  person: PersonId,
  base: Role | null,
  tenures: readonly Tenure[],
  acts: readonly Act[],
): Standing => {
  let role = base
  let name: string | null = null
  let admission: Act | null = null
  let removed: Removal | null = null
  let tenure = 0
  let officeTakenBy: Rank | null = null
  let wasAdmin = role === 'admin'
  const former: { role: Role; until: readonly Tip[] }[] = []
  const resignations: VerifiedEntry[] = []
  const overruled: Statement[] = []

  const become = (next: Role, until: readonly Tip[]): void => {
    if (role !== null && levelOf(role) < levelOf(next)) former.push({ role, until })
    role = next
    if (next !== 'admin') return
    wasAdmin = true
    officeTakenBy = null
  }
  const resign = (next: Role, { entry }: Statement, until: readonly Tip[]): void => {
    resignations.push(entry)
    become(next, until)
  }
  const mayPromote = ({ rank, statement }: Act): boolean => {
    if (officeTakenBy !== null && rank > officeTakenBy) return false
    const opens = tenures.findIndex(({ opened }) => opened === statement.entry.hash)
    if (opens > tenure) tenure = opens
    return opens >= tenure || rank < ownRank()
  }
  const ownRank = (): Rank => tenures[tenure]?.rank ?? NO_RANK

  for (const act of acts.toSorted(inHearing)) {
    const { rank, statement } = act
    const { word, by } = statement
    const isSelf = by === person
    const isAdmin: boolean = role === 'admin' && removed === null
    const isJunior = isAdmin && !isSelf && rank >= ownRank()
    if (word.kind === 'member') {
      const wanted = word.body.role
      if (isJunior) {
        if (wanted !== 'admin') overruled.push(statement)
      } else if (isSelf) {
        if (isAdmin && wanted !== 'admin') resign(wanted, statement, word.body.until)
      } else if (removed !== null && removed.by !== person && rank > removed.rank) overruled.push(statement)
      else if (wanted === 'admin' && !isAdmin && !mayPromote(act)) {
        if (officeTakenBy !== null) overruled.push(statement)
      } else {
        if (role === null || removed !== null) admission = act
        if (isAdmin && wanted !== 'admin') officeTakenBy = rank
        become(wanted, removed?.last ?? word.body.until)
        removed = null
        name = word.body.name
      }
    } else if (word.kind === 'removal') {
      if (isSelf) {
        if (removed !== null) continue
        if (isAdmin) resign('driver', statement, word.last)
        removed = { by, rank: NO_RANK, entry: statement.entry, last: word.last, reason: word.reason }
      } else if (isJunior) overruled.push(statement)
      else if (removed === null || rank <= removed.rank) {
        if (isAdmin) officeTakenBy = rank
        removed = { by, rank, entry: statement.entry, last: word.last, reason: word.reason }
      }
    } else if (word.kind === 'pardon' && removed !== null) {
      if (removed.by === by || (!isSelf && rank < removed.rank)) removed = null
      else if (!isSelf) overruled.push(statement)
    }
  }
  return { role, name, admission, removed, former, resignations, wasAdmin, overruled }
}

/** Whether what somebody of this standing said in this entry has the weight of a role. */
export const holds = (
  standing: {
    readonly role: Role | null
    readonly removed: { readonly last: readonly Tip[] } | null
    readonly formerRoles: readonly { readonly role: Role; readonly until: readonly Tip[] }[]
  },
  needed: Role,
  entry: Placed,
  lineage: Lineage,
): boolean => {
  const isBefore = (tips: readonly Tip[]): boolean => tips.some(tip => lineage.isWithin(entry, tip))
  if (standing.removed && !isBefore(standing.removed.last)) return false
  if (mayAct(standing.role, needed)) return true
  return standing.formerRoles.some(({ role, until }) => mayAct(role, needed) && isBefore(until))
}
