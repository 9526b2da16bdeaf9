/**
 * Which of two versions of a row is in force.
 *
 * The one changed later; what says it was changed after now counts as changed now; when both were changed at the same
 * moment, the one whose text comes first. That is an order of all versions, so libraries that took the same exports
 * agree, in whatever order they took them. (A person who corrects a row gives it a later moment than it had.)
 */
import type { EpochMillis } from '#shared/units'
import { canonicalText } from './canonical.ts'
import type { StampedTable } from './model.ts'
import { type Fields, isGoodRow, withoutDerived } from './records.ts'

/**
 * add = there was none, or a damaged one · same = nothing to do · touch = only the moment differs, take theirs ·
 * theirs, ours = they differ, and this one is in force.
 */
export type Verdict = 'add' | 'same' | 'touch' | 'theirs' | 'ours'

export const judge = (table: StampedTable, present: unknown, theirs: Fields, now: EpochMillis): Verdict => {
  if (!isGoodRow(table, present)) return 'add'
  const [mine, other] = [withoutDerived(table, present), withoutDerived(table, theirs)]
  const [myText, otherText] = [canonicalText(mine) ?? '', canonicalText(other) ?? '']
  if (myText === otherText) return 'same'
  const isTheirs = comesBefore([momentOf(other, now), otherText], [momentOf(mine, now), myText])
  const saysTheSame = canonicalText(unstamped(mine)) === canonicalText(unstamped(other))
  if (saysTheSame) return isTheirs ? 'touch' : 'same'
  return isTheirs ? 'theirs' : 'ours'
}

const comesBefore = (
  [a, aText]: readonly [number, string],
  [b, bText]: readonly [number, string],
): boolean => (a === b ? aText < bText : a > b)

const momentOf = ({ updatedAt }: Fields, now: EpochMillis): number => Math.min(Number(updatedAt), now)

const unstamped = ({ updatedAt: _, ...rest }: Fields): Fields => rest
