/** Counting what becomes of the rows of an import. */

import type { Verdict } from './merge.ts'
import { type Counts, type CountsByTable, NO_COUNTS, RECORD_TABLES, type RecordTable } from './model.ts'

const COUNTED: Readonly<Record<Verdict, keyof Counts>> = {
  add: 'added',
  same: 'same',
  touch: 'same',
  theirs: 'replaced',
  ours: 'kept',
}

export interface Tally {
  /** Counts once what it belongs to is on disk (`settle`). */
  count(table: RecordTable, verdict: Verdict): void
  settle(): void
  counts(): CountsByTable
}

export const createTally = (refused: Readonly<Record<RecordTable, number>>): Tally => {
  const byTable = Object.fromEntries(
    RECORD_TABLES.map(table => [table, { ...NO_COUNTS, refused: refused[table] }]),
  ) as Record<RecordTable, { -readonly [Name in keyof Counts]: number }>
  let unsettled: (readonly [RecordTable, Verdict])[] = []
  return {
    count: (table, verdict) => unsettled.push([table, verdict]),
    settle() {
      for (const [table, verdict] of unsettled) byTable[table][COUNTED[verdict]]++
      unsettled = []
    },
    counts: () => structuredClone(byTable),
  }
}
