/**
 * What a person did to the library, kept with the rows as they were before, so that any of it can be undone for 30
 * days: after a reload, in any order that does not undo what a later deed built on.
 *
 * Invariants:
 * - A deed and its changes are one transaction. Every row it writes gets an `updatedAt` later than the one it had:
 *   clocks that jump back make no older row look newer.
 * - Undoing is a deed too, and can be undone. It refuses as a whole when a row it would put back was changed since.
 * - Rows are put back as they were but for `updatedAt`; what is derived is derived again.
 */
import type { SessionId } from '#shared/id'
import { createId, type DeedId, type FillRandom } from '#shared/id'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import type { Connection, TableName } from '../connection.ts'
import type { DamageLog } from '../damage.ts'
import { deriveMany } from '../derived/derive-many.ts'
import { fail, type Outcome, Refusal } from '../failures.ts'
import { isDeedRow } from '../guards.ts'
import type {
  CarRow,
  DeedKind,
  DeedRow,
  DriverRow,
  LapRow,
  LayoutRow,
  RowBefore,
  SessionRow,
  SetupRow,
  Stored,
  TrackRow,
} from '../rows.ts'

type DeedTable = RowBefore['table']
type StoredRow = Stored & { readonly id: string }

interface DeedRows {
  readonly sessions: SessionRow
  readonly laps: LapRow
  readonly tracks: TrackRow
  readonly layouts: LayoutRow
  readonly cars: CarRow
  readonly drivers: DriverRow
  readonly setups: SetupRow
}

/** What a list of deeds shows; the rows before are read only to undo. */
export type Deed = Omit<DeedRow, 'before'>

export interface DeedOutcome {
  readonly deed: DeedId
  readonly count: number
}

/** Hands rows to the library and remembers what was there. */
export interface Doing {
  /** The row with a later `updatedAt`, whatever the given one says. */
  put<Name extends DeedTable>(table: Name, row: DeedRows[Name]): Promise<void>
  /** A row nobody wants any more; it is gone until the deed is undone. */
  remove(table: DeedTable, id: string): Promise<void>
  /** Laps of a session and the session itself are written together, derived anew at the end. */
  touch(id: SessionId): void
}

export interface DeedWriter {
  /** Runs `work` in one transaction. `about` names what it was done to; `count` how many things. */
  run(
    kind: DeedKind,
    work: (doing: Doing) => Promise<{ readonly about: string; readonly count: number }>,
  ): Promise<Outcome<DeedOutcome>>
  /** Newest first. */
  list(): Promise<Outcome<readonly Deed[]>>
  undo(id: DeedId): Promise<Outcome<DeedOutcome>>
  /** Inside the caller's transaction; answers how many were forgotten. */
  forgetBefore(moment: EpochMillis): Promise<number>
}

export interface DeedOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

/** Every table a deed may write, in the order transactions name them. */
export const DEED_TABLES: readonly TableName[] = [
  'sessions',
  'laps',
  'bests',
  'tracks',
  'layouts',
  'cars',
  'drivers',
  'setups',
  'deeds',
]

/** More than anybody does in 30 days; a list longer than this is cut at its old end. */
const MAX_LISTED = 500

export const createDeeds = ({ connection, damage, fillRandom, now }: DeedOptions): DeedWriter => {
  const { tables } = connection
  const { deeds } = tables
  const rowsIn = (table: DeedTable) =>
    tables[table] as unknown as {
      get(id: string): Promise<unknown>
      put(row: unknown): Promise<unknown>
      delete(id: string): Promise<void>
    }

  const laterThanAll = async (): Promise<EpochMillis> => {
    const last: unknown = await deeds.orderBy('at').last()
    const at = now()
    return asEpochMillis(isDeedRow(last) && last.at >= at ? last.at + 1 : at)
  }

  const run: DeedWriter['run'] = (kind, work) =>
    connection.run('rw', DEED_TABLES, async () => {
      const stamp = await laterThanAll()
      const before = new Map<string, RowBefore>()
      const touched = new Set<SessionId>()
      const remember = async (table: DeedTable, key: string, left: (row: unknown) => EpochMillis | null) => {
        const mark = `${table} ${key}`
        const known = before.get(mark)
        const row: unknown = known ? known.row : ((await rowsIn(table).get(key)) ?? null)
        const remembered = { table, key, row, left: left(row) }
        before.set(mark, remembered)
        return remembered.left
      }
      const doing: Doing = {
        async put(table, row) {
          const updatedAt = await remember(table, row.id, old => laterThan(old, stamp))
          await rowsIn(table).put({ ...row, updatedAt })
          if (table === 'sessions') touched.add(row.id as SessionId)
          if (table === 'laps') touched.add((row as LapRow).sessionId)
        },
        async remove(table, id) {
          await remember(table, id, () => null)
          await rowsIn(table).delete(id)
        },
        touch: id => touched.add(id),
      }
      const { about, count } = await work(doing)
      await deriveMany(connection, damage, [...touched])
      const deed: DeedRow = {
        id: createId<'deed'>(fillRandom),
        at: stamp,
        kind,
        about,
        count,
        before: [...before.values()],
      }
      await deeds.add(deed)
      return { deed: deed.id, count }
    })

  const putBack = async (doing: Doing, { table, key, row, left }: RowBefore): Promise<void> => {
    const present = (await rowsIn(table).get(key)) as StoredRow | undefined
    if ((present?.updatedAt ?? null) !== left) throw new Refusal(fail('expired', CHANGED_SINCE))
    if (table === 'laps' && present) doing.touch((present as unknown as LapRow).sessionId)
    if (row === null) await doing.remove(table, key)
    else await doing.put(table, row as DeedRows[DeedTable])
    if (table === 'sessions') doing.touch(key as SessionRow['id'])
  }

  return {
    run,

    list: () =>
      connection.run('r', ['deeds'], async () => {
        const rows: unknown[] = await deeds.orderBy('at').reverse().limit(MAX_LISTED).toArray()
        return rows.filter(isDeedRow).map(({ before: _, ...deed }) => deed)
      }),

    undo: id =>
      run('undo', async doing => {
        const deed: unknown = await deeds.get(id)
        if (!isDeedRow(deed)) throw new Refusal(fail(deed === undefined ? 'missing' : 'damaged'))
        for (const before of deed.before) await putBack(doing, before)
        await deeds.delete(id)
        return { about: deed.about, count: deed.count }
      }),

    async forgetBefore(moment) {
      return deeds.where('at').below(moment).delete()
    },
  }
}

/** The moment, or just after the row was last changed, whichever is later. */
const laterThan = (row: unknown, moment: EpochMillis): EpochMillis => {
  const changed = row === null ? 0 : (row as Stored).updatedAt
  return Number.isSafeInteger(changed) && changed >= moment ? asEpochMillis(changed + 1) : moment
}

const CHANGED_SINCE =
  'Something of this was changed again later, so it was not undone and everything stays as it is; undo the later change first.'
