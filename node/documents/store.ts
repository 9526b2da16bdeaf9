/**
 * One league's documents in an SQLite file, update by update.
 *
 * Write-ahead log with one flush a write: what was answered is on the disk, whatever happens to the program. Numbers of
 * rows only grow; a snapshot takes the place of its rows in one transaction. The bytes are peers' and are judged by
 * whoever opens the document, not here.
 */
import Database from 'better-sqlite3'
import type { DocumentKept, DocumentRow, DocumentStore } from '#shared/sync'

export type OpenedDocuments =
  | { readonly ok: true; readonly store: DocumentStore; readonly close: () => void }
  | { readonly ok: false; readonly message: string }

/** Of the tables; a file of a newer version is left alone. */
const DOCUMENTS_VERSION = 1
const WAIT_FOR_LOCK_MS = 10_000

const CREATE_TABLES = `
  CREATE TABLE updates (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    bytes BLOB NOT NULL,
    is_bad INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX updates_by_document ON updates (document, is_bad, row);
  PRAGMA user_version = ${DOCUMENTS_VERSION};
`

export const openDocumentStore = (path: string): OpenedDocuments => {
  let database: Database.Database | null = null
  try {
    const file = new Database(path, { timeout: WAIT_FOR_LOCK_MS })
    database = file
    file.pragma('journal_mode = WAL')
    file.pragma('synchronous = FULL')
    const create = file.transaction(() => {
      const version = file.pragma('user_version', { simple: true }) as number
      if (version === 0) file.exec(CREATE_TABLES)
      return version
    })
    if (create.immediate() <= DOCUMENTS_VERSION)
      return { ok: true, store: createStore(file), close: () => file.close() }
    file.close()
    return {
      ok: false,
      message: `${path} was written by a newer Paddock, so it was left as it is: update this Paddock, or name another folder with --data.`,
    }
  } catch (error) {
    database?.close()
    const reason = error instanceof Error ? error.message : String(error)
    return {
      ok: false,
      message: `The file of the league's notes ${path} cannot be used (${reason}), so nothing was changed in it: see that this user may write there, or move it away, and what was written together is fetched again from the other members.`,
    }
  }
}

interface Row {
  readonly row: number
  readonly bytes: Buffer
}

const createStore = (database: Database.Database): DocumentStore => {
  const insert = database.prepare('INSERT INTO updates (document, bytes) VALUES (?, ?)')
  const select = database.prepare<[string, number], Row>(
    'SELECT row, bytes FROM updates WHERE document = ? AND is_bad = ? ORDER BY row',
  )
  const documents = database
    .prepare<[], string>('SELECT DISTINCT document FROM updates WHERE is_bad = 0 ORDER BY document')
    .pluck()
  const forget = database.prepare('DELETE FROM updates WHERE document = ? AND row = ?')
  const setAside = database.prepare('UPDATE updates SET is_bad = 1 WHERE document = ? AND row = ?')
  const remove = database.prepare('DELETE FROM updates WHERE document = ?')

  const add = (id: string, bytes: Uint8Array): number => Number(insert.run(id, bytes).lastInsertRowid)
  const replace = database.transaction((id: string, rows: readonly number[], snapshot: Uint8Array) => {
    for (const row of rows) forget.run(id, row)
    return add(id, snapshot)
  })

  /** What is read owns its memory. */
  const read = (id: string, isBad: boolean): DocumentRow[] =>
    select.all(id, isBad ? 1 : 0).map(({ row, bytes }) => ({ row, bytes: new Uint8Array(bytes) }))

  return {
    list: async () => documents.all(),
    load: async id => read(id, false),
    append: async (id, update) => kept(() => add(id, update)),
    compact: async (id, rows, snapshot) => kept(() => replace.immediate(id, rows, snapshot)),
    quarantine: async (id, row) => void setAside.run(id, row),
    quarantined: async id => read(id, true),
    remove: async id => void remove.run(id),
  }
}

const kept = (write: () => number): DocumentKept => {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    return error.code === 'SQLITE_FULL' ? 'full' : 'unavailable'
  }
}
