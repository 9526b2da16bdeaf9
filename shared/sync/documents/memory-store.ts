/** Documents' updates that are forgotten with the program: for tests, and guests that may keep nothing. */
import type { DocumentRow, DocumentStore } from './model.ts'

export interface MemoryDocumentStore extends DocumentStore {
  /** The bytes themselves, for tests that damage them. */
  readonly rows: Map<string, DocumentRow[]>
  isFull: boolean
}

export const createMemoryDocumentStore = (): MemoryDocumentStore => {
  const rows = new Map<string, DocumentRow[]>()
  const aside = new Map<string, DocumentRow[]>()
  let next = 0

  const into = (places: Map<string, DocumentRow[]>, id: string): DocumentRow[] => {
    const found = places.get(id) ?? []
    places.set(id, found)
    return found
  }

  const store: MemoryDocumentStore = {
    rows,
    isFull: false,
    list: async () => [...rows.keys()].sort(),
    load: async id => (rows.get(id) ?? []).slice(),
    async append(id, bytes) {
      if (store.isFull) return 'full'
      into(rows, id).push({ row: next, bytes: bytes.slice() })
      return next++
    },
    async compact(id, gone, bytes) {
      if (store.isFull) return 'full'
      rows.set(id, [{ row: next, bytes }, ...into(rows, id).filter(({ row }) => !gone.includes(row))])
      return next++
    },
    async quarantine(id, row) {
      const bad = into(rows, id).find(one => one.row === row)
      if (!bad) return
      rows.set(
        id,
        into(rows, id).filter(one => one.row !== row),
      )
      into(aside, id).push(bad)
    },
    quarantined: async id => (aside.get(id) ?? []).slice(),
    async remove(id) {
      rows.delete(id)
      aside.delete(id)
    },
  }
  return store
}
