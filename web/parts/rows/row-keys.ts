/**
 * Which element shows which row: a row that comes takes over the element of one that goes, because writing into a row
 * costs a fraction of making one (some 2 ms each) and throwing the other away.
 *
 * Invariants: a row keeps its element as long as it is there. While one holds the focus nothing is taken over: the
 * focus would land on a row nobody chose, and moving elements about takes it away.
 */
export type RowKeys<Id> = ReadonlyMap<Id, number>

export const assignKeys = <Id>(before: RowKeys<Id>, ids: readonly Id[], hasFocus: boolean): RowKeys<Id> => {
  const stay = new Set(ids)
  const free: number[] = []
  let next = 0
  for (const [id, key] of before) {
    next = Math.max(next, key + 1)
    if (!stay.has(id) && !hasFocus) free.push(key)
  }
  free.reverse()
  return new Map(ids.map(id => [id, before.get(id) ?? free.pop() ?? next++]))
}
