/**
 * Which blobs a folder holds, as an SQLite file beside them: a name is given here, in one transaction, after the bytes
 * are on the disk. A file that no row names is no blob; a row whose file is gone is a blob that was damaged.
 */
import Database from 'better-sqlite3'
import { BLOB_KINDS, type BlobInfo, type BlobKind, type StoreId } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { LeagueId } from '#shared/logbook'
import type { EpochMillis } from '#shared/units'

export interface BlobIndex {
  get(sha256: Sha256): BlobInfo | null
  /** SHA-256 of each chunk; null when nobody asked for it yet. */
  chunkHashes(sha256: Sha256): Uint8Array<ArrayBuffer> | null
  setChunkHashes(sha256: Sha256, hashes: Uint8Array): void
  /** What was own stays own. */
  put(info: BlobInfo): void
  /** Members of that league gave us these bytes. */
  noteFrom(sha256: Sha256, league: LeagueId): void
  isFrom(sha256: Sha256, league: LeagueId): boolean
  /** Leagues whose members gave us these bytes. */
  from(sha256: Sha256): readonly LeagueId[]
  remove(sha256: Sha256): void
  usage(): Record<BlobKind, number>
  names(): readonly Sha256[]
  /** All or nothing; the work may touch files, which a failure does not bring back. */
  together<T>(work: () => T): T
  stage(store: StoreId, at: EpochMillis): void
  isStaged(store: StoreId): boolean
  unstage(store: StoreId): void
  stagedBefore(at: EpochMillis): readonly StoreId[]
  close(): void
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS blobs (
    sha256 TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    chunk_root TEXT NOT NULL,
    chunk_count INTEGER NOT NULL,
    kind TEXT NOT NULL,
    own INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    chunk_hashes BLOB
  ) STRICT;
  CREATE TABLE IF NOT EXISTS came_from (
    sha256 TEXT NOT NULL REFERENCES blobs ON DELETE CASCADE,
    league TEXT NOT NULL,
    PRIMARY KEY (sha256, league)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS staged (store TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT;
`

interface BlobRow {
  readonly sha256: Sha256
  readonly size: number
  readonly chunk_root: Sha256
  readonly chunk_count: number
  readonly kind: BlobKind
  readonly own: number
  readonly created_at: EpochMillis
}

const rowToInfo = (row: BlobRow): BlobInfo => ({
  sha256: row.sha256,
  size: row.size,
  chunkRoot: row.chunk_root,
  chunkCount: row.chunk_count,
  kind: row.kind,
  own: row.own === 1,
  createdAt: row.created_at,
})

export const openBlobIndex = (path: string): BlobIndex => {
  const database = new Database(path, { timeout: 10_000 })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.exec(TABLES)

  const get = database.prepare<[string], BlobRow>('SELECT * FROM blobs WHERE sha256 = ?')
  const hashes = database
    .prepare<[string], Buffer | null>('SELECT chunk_hashes FROM blobs WHERE sha256 = ?')
    .pluck()
  const setHashes = database.prepare('UPDATE blobs SET chunk_hashes = ? WHERE sha256 = ?')
  const put = database.prepare(
    `INSERT INTO blobs (sha256, size, chunk_root, chunk_count, kind, own, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (sha256) DO UPDATE SET own = max(own, excluded.own), created_at = excluded.created_at`,
  )
  const noteFrom = database.prepare(
    'INSERT INTO came_from (sha256, league) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const isFrom = database
    .prepare<[string, string], 1>('SELECT 1 FROM came_from WHERE sha256 = ? AND league = ?')
    .pluck()
  const from = database.prepare<[string], LeagueId>('SELECT league FROM came_from WHERE sha256 = ?').pluck()
  const remove = database.prepare('DELETE FROM blobs WHERE sha256 = ?')
  const sums = database.prepare<[], { kind: BlobKind; bytes: number }>(
    'SELECT kind, sum(size) AS bytes FROM blobs GROUP BY kind',
  )
  const names = database.prepare<[], Sha256>('SELECT sha256 FROM blobs').pluck()
  const stage = database.prepare('INSERT INTO staged (store, at) VALUES (?, ?)')
  const isStaged = database.prepare<[string], 1>('SELECT 1 FROM staged WHERE store = ?').pluck()
  const unstage = database.prepare('DELETE FROM staged WHERE store = ?')
  const stagedBefore = database.prepare<[number], StoreId>('SELECT store FROM staged WHERE at < ?').pluck()

  return {
    get: sha256 => {
      const row = get.get(sha256)
      return row ? rowToInfo(row) : null
    },
    chunkHashes: sha256 => {
      const kept = hashes.get(sha256)
      return kept ? new Uint8Array(kept) : null
    },
    setChunkHashes: (sha256, list) => void setHashes.run(list, sha256),
    put: info =>
      void put.run(
        info.sha256,
        info.size,
        info.chunkRoot,
        info.chunkCount,
        info.kind,
        info.own ? 1 : 0,
        info.createdAt,
      ),
    noteFrom: (sha256, league) => void noteFrom.run(sha256, league),
    isFrom: (sha256, league) => isFrom.get(sha256, league) === 1,
    from: sha256 => from.all(sha256),
    remove: sha256 => void remove.run(sha256),
    usage: () => {
      const bytes = Object.fromEntries(BLOB_KINDS.map(kind => [kind, 0])) as Record<BlobKind, number>
      for (const sum of sums.all()) bytes[sum.kind] = sum.bytes
      return bytes
    },
    names: () => names.all(),
    together: work => database.transaction(work).immediate(),
    stage: (store, at) => void stage.run(store, at),
    isStaged: store => isStaged.get(store) === 1,
    unstage: store => void unstage.run(store),
    stagedBefore: at => stagedBefore.all(at),
    close: () => void database.close(),
  }
}
