/**
 * What stewards said was one all along: any number of merges, in any order, into one name each.
 *
 * What is merged is called by the first key of the latest merge it is in, by the date its steward wrote: dates may be
 * wrong, and then a thing has another of its own names.
 */
import type { MergeBody } from '#shared/logbook'
import type { BoardRecord } from './record.ts'

export type NameOf = (key: string) => string

/** `canonical` is applied to every key first: keys that are one anyway. */
export const mergesOf = (
  records: readonly BoardRecord[],
  what: MergeBody['what'],
  canonical: NameOf = key => key,
): NameOf => {
  const parents = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up
    for (let at = key; at !== root; ) {
      const up = parents.get(at)!
      parents.set(at, root)
      at = up
    }
    return root
  }
  for (const { said } of records.toSorted(byDate)) {
    if (said.of !== 'merge' || said.facts.what !== what) continue
    const [first, ...others] = said.facts.keys.map(canonical)
    if (first === undefined) continue
    makeRoot(parents, first, rootOf(first))
    for (const other of others) {
      const root = rootOf(other)
      if (root !== first) parents.set(root, first)
    }
  }
  return key => rootOf(canonical(key))
}

/** Turns the tree so that this key is what all in it are called. */
const makeRoot = (parents: Map<string, string>, key: string, root: string): void => {
  if (root === key) return
  parents.delete(key)
  parents.set(root, key)
}

const byDate = (a: BoardRecord, b: BoardRecord): number =>
  a.entry.at - b.entry.at || (a.hash < b.hash ? -1 : 1)
