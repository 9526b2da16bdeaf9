/**
 * How an import can be undone: deeds written in the same transactions as the rows themselves.
 *
 * One kind of deed takes back what came in (rows as they were before; sessions that are new go where deleted ones
 * are), the other holds the versions that were not taken, so that undoing it takes them. Each is split into several
 * rows of `deeds`, so that none grows beyond some megabytes.
 */
import { createId, type DeedId, type FillRandom } from '#shared/id'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import { isDeedRow } from '../guards.ts'
import type { DeedRow, RowBefore } from '../rows.ts'

/** Some 600 bytes each. */
const ROWS_PER_DEED = 500

export interface ImportDeeds {
  /** Undoing puts `row` there. */
  takeBack(before: RowBefore): void
  setAside(before: RowBefore): void
  /** Inside the caller's transaction, which includes `deeds`. */
  write(): Promise<void>
  ids(): readonly DeedId[]
}

interface Open {
  row: DeedRow | null
  noted: RowBefore[]
}

export const createImportDeeds = (
  { tables: { deeds } }: Connection,
  about: string,
  fillRandom: FillRandom,
  now: () => EpochMillis,
): ImportDeeds => {
  const kinds = {
    'merge-library': { row: null, noted: [] } as Open,
    'set-aside': { row: null, noted: [] } as Open,
  }
  const ids: DeedId[] = []

  const momentAfterAll = async (): Promise<EpochMillis> => {
    const last: unknown = await deeds.orderBy('at').last()
    return asEpochMillis(isDeedRow(last) ? Math.max(now(), last.at + 1) : now())
  }

  const write = async (kind: keyof typeof kinds): Promise<void> => {
    const open = kinds[kind]
    while (open.noted.length > 0) {
      if (!open.row || open.row.before.length >= ROWS_PER_DEED) {
        const id = createId<'deed'>(fillRandom)
        open.row = { id, at: await momentAfterAll(), kind, about, count: 0, before: [] }
        ids.push(id)
      }
      const some = open.noted.splice(0, ROWS_PER_DEED - open.row.before.length)
      const before = [...open.row.before, ...some]
      open.row = { ...open.row, before, count: before.length }
      await deeds.put(open.row)
    }
  }

  return {
    takeBack: before => kinds['merge-library'].noted.push(before),
    setAside: before => kinds['set-aside'].noted.push(before),
    async write() {
      await write('merge-library')
      await write('set-aside')
    },
    ids: () => ids,
  }
}
