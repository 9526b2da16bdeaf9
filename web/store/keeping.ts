/**
 * What keeps a library safe, as one part of it: export and import, the check, what takes room, the last backup.
 *
 * The code behind it is loaded when it is first used: none of it is needed to show a lap.
 */
import type { ArchiveSink } from '#shared/archive'
import type { Hashing } from '#shared/blob'
import type { FillRandom, SessionId } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import type {
  ExportOptions,
  ExportReport,
  ImportEnd,
  ImportOptions,
  ImportPreview,
  OpenedExport,
  OpenOptions,
  OpenOutcome,
} from './archive/index.ts'
import { type BackupKeeping, createBackups } from './backups.ts'
import type { DexieBlobStore } from './blobs.ts'
import type { CheckOptions, CheckReport } from './check/model.ts'
import type { Connection, TableName } from './connection.ts'
import type { DamageLog } from './damage.ts'
import type { DeedWriter } from './deeds/deeds.ts'
import type { Outcome } from './failures.ts'
import type { StorageBySession } from './usage-by-session.ts'

export interface Keeping extends BackupKeeping {
  /** The whole library into one archive, described in docs/formats/library-export.md. */
  exportLibrary(sink: ArchiveSink, options: ExportOptions): Promise<Outcome<ExportReport>>
  /** What is in an export; nothing of it is in the library by that. */
  openExport(file: Blob, options?: OpenOptions): Promise<OpenOutcome>
  previewImport(opened: OpenedExport): Promise<Outcome<ImportPreview>>
  importLibrary(opened: OpenedExport, options: ImportOptions): Promise<ImportEnd>
  /** Finds what does not fit together and, when asked to, mends what can be mended without losing anything. */
  checkLibrary(options?: CheckOptions): Promise<Outcome<CheckReport>>
  storageBySession(): Promise<Outcome<StorageBySession>>
  /** When each deleted session was deleted. */
  deletedAt(): Promise<Outcome<ReadonlyMap<SessionId, EpochMillis>>>
  /** How many rows each table has. */
  rowCounts(): Promise<Outcome<Readonly<Record<TableName, number>>>>
}

export interface KeepingOptions {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly blobs: DexieBlobStore
  readonly deeds: DeedWriter
  readonly hashing: Hashing
  readonly fillRandom: FillRandom
  readonly now: () => EpochMillis
}

export const createKeeping = (options: KeepingOptions): Keeping => ({
  ...createBackups(options),
  exportLibrary: async (sink, each) =>
    (await import('./archive/index.ts')).exportLibrary(options, sink, each),
  openExport: async (file, each) => (await import('./archive/index.ts')).openExport(file, each),
  previewImport: async opened =>
    (await import('./archive/index.ts')).previewImport(options.connection, opened, options.now()),
  importLibrary: async (opened, each) =>
    (await import('./archive/index.ts')).importLibrary(options, opened, each),
  checkLibrary: async each => (await import('./check/check-library.ts')).checkLibrary(options, each),
  storageBySession: async () => (await import('./usage-by-session.ts')).storageBySession(options.connection),
  deletedAt: () => readDeletedAt(options.connection),
  rowCounts: () => countRows(options.connection),
})

const countRows = ({ run, tables }: Connection): Promise<Outcome<Record<TableName, number>>> => {
  const names = Object.keys(tables) as TableName[]
  return run('r', names, async () => {
    const counts = {} as Record<TableName, number>
    for (const name of names) counts[name] = await tables[name].count()
    return counts
  })
}

const readDeletedAt = ({ run, tables: { sessions } }: Connection) =>
  run('r', ['sessions'], async () => {
    const moments = new Map<SessionId, EpochMillis>()
    await sessions
      .where('deletedAt')
      .above(0)
      .each(({ id, deletedAt }) => {
        if (deletedAt !== null) moments.set(id, deletedAt)
      })
    return moments
  })
