/**
 * Puts rows of an export into the library, each where its version is in force, and notes how to undo it.
 *
 * Inside the caller's transaction, which includes the table. Rows keep the moment they were changed at, so that a
 * library taken out and in again is the same.
 */
import type { Table } from 'dexie'
import type { EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import type { RowBefore, Stored } from '../rows.ts'
import { canonicalText } from './canonical.ts'
import type { ImportDeeds } from './import-deeds.ts'
import { judge } from './merge.ts'
import type { StampedTable } from './model.ts'
import { type Fields, withoutDerived } from './records.ts'
import { rowsAt } from './rows-at.ts'
import type { Tally } from './tally.ts'

export interface MergeDeps {
  readonly connection: Connection
  readonly deeds: ImportDeeds
  readonly tally: Tally
  /** Versions that were set aside before, by `markOf`: importing again sets nothing aside twice. */
  readonly aside: ReadonlySet<string>
  readonly now: EpochMillis
}

export interface Merged {
  /** The row that was there, for rows that were written. */
  readonly before: unknown
  readonly row: Fields
}

/** A version that undoing would put in the place of one that was changed at `left`. */
export const markOf = ({ table, key, row, left }: RowBefore): string =>
  `${table} ${key} ${left} ${canonicalText(withoutDerived(table, row as Fields))}`

export const mergeRows = async (
  { connection, deeds, tally, aside, now }: MergeDeps,
  table: StampedTable,
  rows: readonly Fields[],
): Promise<readonly Merged[]> => {
  const stored = connection.tables[table] as unknown as Table<Fields, string>
  const present = await rowsAt(
    stored,
    rows.map(row => String(row.id)),
  )
  const written: Merged[] = []
  for (const [i, row] of rows.entries()) {
    const before = present[i]
    const verdict = judge(table, before, row, now)
    tally.count(table, verdict)
    const key = String(row.id)
    const left = (row as unknown as Stored).updatedAt
    if (verdict === 'ours') {
      const other = { table, key, row, left: (before as Stored).updatedAt }
      if (!aside.has(markOf(other))) deeds.setAside(other)
    }
    if (verdict === 'same' || verdict === 'ours') continue
    written.push({ before, row })
    if (verdict === 'theirs' || (verdict === 'add' && before !== undefined))
      deeds.takeBack({ table, key, row: before, left })
    else if (verdict === 'add' && isThrownAway(table) && row.deletedAt === null)
      deeds.takeBack({ table, key, row: { ...row, deletedAt: now }, left })
  }
  // What is known to be new is added: a put would look for what was there once more.
  await stored.bulkAdd(written.filter(({ before }) => before === undefined).map(({ row }) => row))
  await stored.bulkPut(written.filter(({ before }) => before !== undefined).map(({ row }) => row))
  return written
}

/** New ones of these go where deleted ones are when the import is undone. */
const isThrownAway = (table: StampedTable): boolean => table === 'sessions' || table === 'setups'
