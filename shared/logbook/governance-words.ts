/**
 * Words about the league itself: its settings, room, grants and invitations.
 *
 * Of those about one thing the highest rev counts, which goes through all admins (`nextRev`); of equal revs the most
 * senior admin's, then the lowest hash. So any admin can change what another set, and none can set it for good.
 */

import type { Governance, Invite } from './governance-model.ts'
import type { Act, Rank } from './governance-standing.ts'
import type { Word } from './governance-statements.ts'

type Of<K extends Word['kind']> = Extract<Word, { readonly kind: K }>

interface Said<K extends Word['kind']> {
  readonly rank: Rank
  readonly act: Act
  readonly word: Of<K>
}

export interface KnownInvite {
  readonly invite: Invite
  readonly rank: Rank
  readonly seq: number
}

export const lastWord = <K extends 'settings' | 'room'>(acts: readonly Act[], kind: K): Of<K> | null =>
  strongest(saidOf(acts, kind))?.word ?? null

export const grantsOf = (acts: readonly Act[]): Governance['grants'] =>
  Array.from(
    Map.groupBy(saidOf(acts, 'grant'), ({ word }) => word.person),
    ([person, said]) => ({ person, may: strongest(said)?.word.body?.may ?? [] }),
  )
    .filter(({ may }) => may.length > 0)
    .sort((a, b) => (a.person < b.person ? -1 : 1))

/** Revoked ones too; by seniority of who made them, then in the order of their feed. */
export const invitesOf = (acts: readonly Act[]): readonly KnownInvite[] =>
  Array.from(
    Map.groupBy(saidOf(acts, 'invite'), ({ word }) => word.key),
    ([key, said]): KnownInvite[] => {
      const made = strongest(said.filter(({ word }) => word.body !== null))
      if (!made?.word.body) return []
      const { entry, by } = made.act.statement
      const revoked = strongest(said)!.word.body === null
      return [
        {
          invite: { ...made.word.body, key, by, at: entry.entry.at, revoked },
          rank: made.rank,
          seq: entry.entry.seq,
        },
      ]
    },
  )
    .flat()
    .sort((a, b) => a.rank - b.rank || a.seq - b.seq || (a.invite.key < b.invite.key ? -1 : 1))

const saidOf = <K extends Word['kind']>(acts: readonly Act[], kind: K): Said<K>[] =>
  acts.flatMap(act => {
    const { word } = act.statement
    return word.kind === kind ? [{ rank: act.rank, act, word: word as Of<K> }] : []
  })

const strongest = <K extends Word['kind']>(said: readonly Said<K>[]): Said<K> | null => {
  let best: Said<K> | null = null
  for (const one of said) if (!best || isStronger(one, best)) best = one
  return best
}

const isStronger = (
  { act: a }: Pick<Said<'room'>, 'act'>,
  { act: b }: Pick<Said<'room'>, 'act'>,
): boolean => {
  const [one, other] = [a.statement, b.statement]
  if (one.rev !== other.rev) return one.rev > other.rev
  if (a.rank !== b.rank) return a.rank < b.rank
  return one.entry.hash < other.entry.hash
}
