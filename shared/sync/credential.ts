/**
 * The entry a device shows of its admission, for those who were away when it was written or whose disk lost it.
 *
 * Of all that admitted this person it is the one most others can judge: a word about the person before an invitation,
 * which may run out; of several by the admin who is nearest to the founder, since whoever lacks some of what governs knows
 * the later admins least; of theirs the newest. Never the person's own word: an admin who gave up that role would show it
 * to a founder who does not know yet that they were one (seed 200917).
 */
import { decodeEntry, type Entry, type PersonId, readBody, type SignedEntry } from '#shared/logbook'

interface Admitting {
  readonly entry: Entry
  readonly signed: SignedEntry
}

/** `governing` includes the league's genesis. Null for the founder. */
export const credentialOf = (
  governing: readonly SignedEntry[],
  person: PersonId,
  inviteKey: string | null,
): SignedEntry | null => {
  const admitting: Admitting[] = []
  const appointed = new Map<PersonId, Set<PersonId>>()
  let founder: PersonId | null = null
  for (const signed of governing) {
    const decoded = decodeEntry(signed.bytes)
    if (!decoded.ok || decoded.entry.body === null) continue
    const { entry } = decoded
    if (entry.kind === 'genesis') founder = entry.person
    if (isAppointing(entry)) {
      const by = appointed.get(entry.person) ?? new Set()
      appointed.set(entry.person, by.add(entry.id as string as PersonId))
    }
    const isNaming = entry.kind === 'member' && entry.id === person && entry.person !== person
    const isInviting = entry.kind === 'invite' && entry.id === inviteKey
    if (isNaming || isInviting) admitting.push({ entry, signed })
  }
  const steps = stepsFrom(founder, appointed)
  const stepsOf = ({ entry }: Admitting): number => steps.get(entry.person) ?? Number.POSITIVE_INFINITY
  const isInvitation = ({ entry }: Admitting): number => Number(entry.kind === 'invite')
  const [best] = admitting.sort(
    (a, b) =>
      isInvitation(a) - isInvitation(b) || compare(stepsOf(a), stepsOf(b)) || b.entry.rev - a.entry.rev,
  )
  return best?.signed ?? null
}

const isAppointing = (entry: Entry): boolean => {
  if (entry.kind !== 'member') return false
  const read = readBody(entry)
  return read.what === 'known' && read.kind === 'member' && read.body.role === 'admin'
}

/** For a sort, where subtracting would make NaN of two who are both infinitely far. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

/** How many appointments lie between the founder and each who ever was an admin. */
const stepsFrom = (
  founder: PersonId | null,
  appointed: ReadonlyMap<PersonId, ReadonlySet<PersonId>>,
): ReadonlyMap<PersonId, number> => {
  const steps = new Map<PersonId, number>(founder ? [[founder, 0]] : [])
  // Whoever is put in while this runs is come to later.
  for (const [by, count] of steps)
    for (const admin of appointed.get(by) ?? []) if (!steps.has(admin)) steps.set(admin, count + 1)
  return steps
}
