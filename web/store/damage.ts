/**
 * Reading rows that may be damaged: the good ones are answered, the bad ones are remembered and reported, and
 * nothing is thrown or deleted.
 *
 * Two kinds of damage: a row that does not look like a row any more, and a row the browser itself cannot read
 * (then reading many at once fails as a whole, so each is read on its own).
 */
import type { Collection, IndexableType, Table } from 'dexie'
import type { TableName } from './connection.ts'
import { type Cell, createCell } from './live.ts'

export interface DamagedRow {
  readonly table: TableName
  readonly key: string
}

export interface DamageLog {
  readonly damaged: Cell<readonly DamagedRow[]>
  report(table: TableName, key: unknown): void
}

export const createDamageLog = (): DamageLog => {
  const damaged = createCell<readonly DamagedRow[]>([])
  const known = new Set<string>()
  let fresh: DamagedRow[] = []
  return {
    damaged,
    report(table, key) {
      const row = { table, key: keyText(key) }
      const mark = `${table} ${row.key}`
      if (known.has(mark)) return
      known.add(mark)
      fresh.push(row)
      if (fresh.length > 1) return
      // Later, because a subscriber must not run inside the transaction that found the damage.
      setTimeout(() => {
        const all = [...damaged.get(), ...fresh]
        fresh = []
        damaged.set(all)
      })
    },
  }
}

type Guard<Row> = (row: unknown) => row is Row

/** Every good row of a query. */
export const readGoodRows = async <Row, Key extends IndexableType>(
  rows: Table<Row, Key> | Collection<Row, Key>,
  table: Table<Row, Key>,
  isGood: Guard<Row>,
  log: DamageLog,
): Promise<Row[]> => {
  const keyed = (row: unknown): unknown => primaryKeyOf(table, row)
  const keep = (row: unknown, key: unknown): row is Row => {
    if (isGood(row)) return true
    log.report(table.name as TableName, key)
    return false
  }
  try {
    const all: unknown[] = await rows.toArray()
    return all.filter((row): row is Row => keep(row, keyed(row)))
  } catch (error) {
    if (!isUnreadable(error)) throw error
  }
  const keys = await ('toCollection' in rows ? rows.toCollection() : rows).primaryKeys()
  const good: Row[] = []
  for (const key of keys) {
    const row = await table.get(key).catch(error => {
      if (isUnreadable(error)) return undefined
      throw error
    })
    if (keep(row, key)) good.push(row)
  }
  return good
}

/** The good ones among the rows with these keys, by key; absent and damaged ones are left out. */
export const readRowsByKey = async <Row, Key extends IndexableType & string>(
  table: Table<Row, Key>,
  keys: readonly Key[],
  isGood: Guard<Row>,
  log: DamageLog,
): Promise<Map<Key, Row>> => {
  const wanted = [...new Set(keys)]
  const rows: Map<Key, Row> = new Map()
  if (wanted.length === 0) return rows
  const found = await readGoodRows(table.where(':id').anyOf(wanted), table, isGood, log)
  for (const row of found) rows.set(primaryKeyOf(table, row) as Key, row)
  return rows
}

/** How browsers say that one stored value cannot be read back. */
const UNREADABLE_NAMES = ['DataError', 'NotReadableError', 'UnknownError', 'DataCloneError']

export const isUnreadable = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && UNREADABLE_NAMES.includes(`${error.name}`)

const primaryKeyOf = (table: { readonly schema: Table['schema'] }, row: unknown): unknown => {
  const path = table.schema.primKey.keyPath
  if (typeof row !== 'object' || row === null) return undefined
  const record = row as Record<string, unknown>
  return Array.isArray(path) ? path.map(part => record[part]) : record[`${path}`]
}

const keyText = (key: unknown): string => (Array.isArray(key) ? key.join('/') : String(key))
