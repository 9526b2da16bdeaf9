/** Rows by their keys, in their order; undefined where there is none, null where the browser itself cannot read it. */
import type { Table } from 'dexie'
import { isUnreadable } from '../damage.ts'

export const rowsAt = async (table: Table, keys: readonly unknown[]): Promise<unknown[]> => {
  try {
    return await table.bulkGet([...keys])
  } catch (error) {
    if (!isUnreadable(error)) throw error
  }
  const rows: unknown[] = []
  for (const key of keys) {
    const row: unknown = await table.get(key).catch(error => {
      if (isUnreadable(error)) return null
      throw error
    })
    rows.push(row)
  }
  return rows
}
