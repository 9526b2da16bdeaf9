/**
 * What was written together in a league's documents, update by update.
 *
 * Invariants: a row is there whole or not at all; numbers of rows only grow while a document is there; compacting puts the
 * snapshot and takes the rows away in one transaction.
 */
import Dexie from 'dexie'
import type { LeagueId } from '#shared/logbook'
import type { DocumentKept, DocumentStore, DocumentRow as KeptRow } from '#shared/sync'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { type Outcome, Refusal } from '../failures.ts'
import { isDocumentRow } from './guards.ts'
import type { DocumentRow } from './rows.ts'

export const createDexieDocumentStore = (
  connection: Connection,
  damage: DamageLog,
  league: LeagueId,
): DocumentStore => {
  const { documents } = connection.tables

  const rowsOf = (id: string) =>
    documents.where(':id').between([league, id, Dexie.minKey], [league, id, Dexie.maxKey])

  const read = async (id: string, isBad: boolean): Promise<KeptRow[]> => {
    const found = await connection.run('r', ['documents'], () =>
      readGoodRows(
        rowsOf(id) as never,
        documents as never,
        isDocumentRow as (row: unknown) => row is DocumentRow,
        damage,
      ),
    )
    if (!found.ok) throw new Refusal(found)
    return found.value.filter(row => row.isBad === isBad).map(({ row, bytes }) => ({ row, bytes }))
  }

  /** Inside the transaction. `slice`: a view would be stored with everything it was cut from. */
  const add = async (id: string, bytes: Uint8Array): Promise<number> => {
    const [last] = await rowsOf(id).reverse().limit(1).primaryKeys()
    const row = last ? last[2] + 1 : 0
    await documents.add({ league, id, row, bytes: new Uint8Array(bytes), isBad: false })
    return row
  }

  return {
    async list() {
      const keys = await connection.run('r', ['documents'], () =>
        documents
          .where(':id')
          .between([league, Dexie.minKey, Dexie.minKey], [league, Dexie.maxKey, Dexie.maxKey])
          .filter(row => !row.isBad)
          .primaryKeys(),
      )
      if (!keys.ok) throw new Refusal(keys)
      return [...new Set(keys.value.map(([, id]) => id))]
    },

    load: id => read(id, false),
    quarantined: id => read(id, true),

    append: async (id, update) => keptOf(await connection.run('rw', ['documents'], () => add(id, update))),

    compact: async (id, rows, snapshot) =>
      keptOf(
        await connection.run('rw', ['documents'], async () => {
          const kept = await add(id, snapshot)
          await documents.bulkDelete(rows.map(row => [league, id, row] as const) as never)
          return kept
        }),
      ),

    async quarantine(id, row) {
      await connection.run('rw', ['documents'], async () => {
        const bad: unknown = await documents.get([league, id, row])
        if (isDocumentRow(bad)) await documents.put({ ...bad, isBad: true })
      })
    },

    async remove(id) {
      await connection.run('rw', ['documents'], () => rowsOf(id).delete())
    },
  }
}

const keptOf = (outcome: Outcome<number>): DocumentKept => {
  if (outcome.ok) return outcome.value
  return outcome.kind === 'full' ? 'full' : 'unavailable'
}
