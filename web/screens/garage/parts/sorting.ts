/**
 * Lists of the garage in order: by any column, up or down. Ties keep the order the rows came in, and what is not known
 * comes last either way.
 */
export type Direction = 'ascending' | 'descending'

export interface Order<Column extends string> {
  readonly by: Column
  readonly direction: Direction
}

export interface SortKey<Row> {
  /** What a person looks for first: the most laps, the latest day, the beginning of the alphabet. */
  readonly first: Direction
  readonly of: (row: Row) => string | number | null
}
export type SortKeys<Column extends string, Row> = Readonly<Record<Column, SortKey<Row>>>

/** What pressing a column's name does. */
export const pressed = <Column extends string, Row>(
  order: Order<Column>,
  by: Column,
  keys: SortKeys<Column, Row>,
): Order<Column> => (order.by === by ? reversed(order) : { by, direction: keys[by].first })

export const reversed = <Column extends string>({ by, direction }: Order<Column>): Order<Column> => ({
  by,
  direction: direction === 'ascending' ? 'descending' : 'ascending',
})

/** `tag` is the reader's language: 'Lap 9' comes before 'Lap 10', and ä beside a where it does. */
export const inOrder = <Column extends string, Row>(
  rows: readonly Row[],
  { by, direction }: Order<Column>,
  keys: SortKeys<Column, Row>,
  tag: string,
): readonly Row[] => {
  const sign = direction === 'ascending' ? 1 : -1
  const names = new Intl.Collator(tag, { numeric: true, sensitivity: 'base' })
  const keyed = rows.map(row => ({ row, key: keys[by].of(row) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    return sign * (typeof a.key === 'string' ? names.compare(a.key, String(b.key)) : a.key - Number(b.key))
  })
  return keyed.map(({ row }) => row)
}
