/**
 * The rows of bests: read for a layout, a car or all; derived anew when how they are derived has changed.
 *
 * Invariant: a row is there for every session that is not deleted, once `rederive` has run with this page's
 * DERIVED_VERSION; until then older ones may be missing, and whoever shows bests says that they are being gathered.
 */
import type { CarId, LayoutId, TrackId } from '#shared/id'
import type { Connection } from '../connection.ts'
import { type DamageLog, readGoodRows } from '../damage.ts'
import { type Outcome, succeed } from '../failures.ts'
import { isBestsRow, isNamedRow } from '../guards.ts'
import type { BestsRow } from '../rows.ts'
import { DERIVED_TABLES } from './derive.ts'
import { deriveMany } from './derive-many.ts'

/** To be raised whenever `deriveSession` answers differently for the same session. */
const DERIVED_VERSION = 1

const DERIVED_WITH = 'derived-with'

/** Sessions derived in one transaction: some 20 ms with 20 laps each, so that nobody waits long behind it. */
const AT_ONCE = 20

export interface BestsOf {
  readonly layoutId?: LayoutId
  readonly carId?: CarId
  /** Of all its layouts, and without one. */
  readonly trackId?: TrackId
}

export interface BestsReader {
  /** Of one layout, car or track: the first that is given. */
  bestsOf(filter?: BestsOf): Promise<Outcome<readonly BestsRow[]>>
  /** Answers how many sessions were derived anew: none, when that was done already. */
  rederive(options?: { readonly always?: boolean }): Promise<Outcome<number>>
}

export const createBestsReader = (connection: Connection, damage: DamageLog): BestsReader => {
  const { sessions, bests, meta } = connection.tables

  const isDone = () =>
    connection.run('r', ['meta'], async () => {
      const row: unknown = await meta.get(DERIVED_WITH)
      return isNamedRow(row) && row.value === DERIVED_VERSION
    })

  return {
    bestsOf: ({ layoutId, carId, trackId } = {}) =>
      connection.run('r', ['bests'], async () => {
        const only = layoutId ? { layoutId } : carId ? { carId } : trackId ? { trackId } : null
        return readGoodRows(only ? bests.where(only) : bests, bests, isBestsRow, damage)
      }),

    async rederive({ always = false } = {}) {
      const done = await isDone()
      if (!done.ok) return done
      if (done.value && !always) return succeed(0)
      const ids = await connection.run('r', ['sessions'], () => sessions.toCollection().primaryKeys())
      if (!ids.ok) return ids
      for (let from = 0; from < ids.value.length; from += AT_ONCE) {
        const some = ids.value.slice(from, from + AT_ONCE)
        const written = await connection.run('rw', DERIVED_TABLES, () => deriveMany(connection, damage, some))
        if (!written.ok) return written
      }
      const noted = await connection.run('rw', ['meta'], () =>
        meta.put({ key: DERIVED_WITH, value: DERIVED_VERSION }),
      )
      return noted.ok ? succeed(ids.value.length) : noted
    },
  }
}
