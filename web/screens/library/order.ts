/**
 * The order of the library: by any column, up or down. Ties are in the order of their dates, newest first, and
 * what is not known comes last either way.
 */
import { sessionStart } from '#shared/lap'
import type { SessionListing } from '#web/store'

export const COLUMNS = ['date', 'track', 'car', 'driver', 'laps', 'best', 'origin'] as const
export type Column = (typeof COLUMNS)[number]
export type Direction = 'ascending' | 'descending'

export interface Order {
  readonly by: Column
  readonly direction: Direction
}

export const NEWEST_FIRST: Order = { by: 'date', direction: 'descending' }

/** What a person looks for first in a column: the newest, the most laps, the fastest, the beginning of the alphabet. */
const FIRST_DIRECTION: Readonly<Record<Column, Direction>> = {
  date: 'descending',
  track: 'ascending',
  car: 'ascending',
  driver: 'ascending',
  laps: 'descending',
  best: 'ascending',
  origin: 'ascending',
}

export const orderBy = (by: Column): Order => ({ by, direction: FIRST_DIRECTION[by] })

export const reversed = ({ by, direction }: Order): Order => ({
  by,
  direction: direction === 'ascending' ? 'descending' : 'ascending',
})

/** What pressing a column's name does. */
export const pressed = (order: Order, by: Column): Order => (order.by === by ? reversed(order) : orderBy(by))

/**
 * Compares names as the reader's language does, 'Lap 9' before 'Lap 10'. What compares is made once and only when
 * it is needed: making it costs some 20 ms, and the first list has no use for it.
 */
export const createCompareNames = (tag: string): ((a: string, b: string) => number) => {
  let compare: ((a: string, b: string) => number) | null = null
  return (a, b) => {
    compare ??= new Intl.Collator(tag, { numeric: true, sensitivity: 'base' }).compare
    return compare(a, b)
  }
}

export const inOrder = (
  rows: readonly SessionListing[],
  { by, direction }: Order,
  compareNames: (a: string, b: string) => number,
): readonly SessionListing[] => {
  const sign = direction === 'ascending' ? 1 : -1
  const keyed = rows.map(row => ({ row, key: KEYS[by](row) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) {
      return Number(a.key === null) - Number(b.key === null) || newestFirst(a.row, b.row)
    }
    const compared =
      typeof a.key === 'string' ? compareNames(a.key, b.key as string) : a.key - (b.key as number)
    return sign * compared || newestFirst(a.row, b.row)
  })
  return keyed.map(({ row }) => row)
}

const KEYS: Readonly<Record<Column, (row: SessionListing) => string | number | null>> = {
  date: row => sessionStart(row.session),
  track: row => row.track && `${row.track} ${row.layout ?? ''}`,
  car: row => row.car,
  driver: row => row.drivers.join(', ') || null,
  laps: row => row.lapCount,
  best: row => row.best?.timeMs ?? null,
  origin: row => row.session.origin.kind,
}

const newestFirst = (a: SessionListing, b: SessionListing): number =>
  sessionStart(b.session) - sessionStart(a.session) || (a.session.id < b.session.id ? -1 : 1)
