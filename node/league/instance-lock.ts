/**
 * One program at a time in one data folder: two with one device key would write two feeds under one name. The lock is
 * held by an open SQLite file, so the system lets it go however the program ends; no file with a process number is
 * left behind to be wrong.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'

export interface InstanceLock {
  release(): void
}

/** Null when another program has it. */
export const takeInstanceLock = (dataFolder: string): InstanceLock | null => {
  const database = new Database(join(dataFolder, 'lock.sqlite'), { timeout: 0 })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (by TEXT) STRICT; COMMIT;')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
