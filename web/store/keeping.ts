/**
 * What keeps a library safe, as one part of it: export and import, the check, what takes room, the last backup.
 *
 * The code behind it is loaded when it is first used: none of it is needed to show a lap.
 */
import type { ArchiveSink } from '#shared/archive'
import type { Hashing } from '#shared/blob'
import type { FillRandom } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import type {
  ExportOptions,
  ExportReport,
  ImportEnd,
  ImportOptions,
  ImportPreview,
  OpenedExport,
} from './archive/index.ts'
import { type BackupKeeping, createBackups } from './backups.ts'
import type { DexieBlobStore } from './blobs.ts'
import type { CheckOptions, CheckReport } from './check-model.ts'
import type { Connection } from './connection.ts'
import type { DamageLog } from './damage.ts'
import type { DeedWriter } from './deeds.ts'
import type { Outcome } from './failures.ts'
import type { StorageBySession } from './usage-by-session.ts'

export interface Keeping extends BackupKeeping {
  /** The whole library into one archive, described in docs/formats/library-export.md. */
  exportLibrary(sink: ArchiveSink, options: ExportOptions): Promise<Outcome<ExportReport>>
  previewImport(opened: OpenedExport): Promise<Outcome<ImportPreview>>
  importLibrary(opened: OpenedExport, options: ImportOptions): Promise<ImportEnd>
  /** Finds what does not fit together and, when asked to, mends what can be mended without losing anything. */
  checkLibrary(options?: CheckOptions): Promise<Outcome<CheckReport>>
  storageBySession(): Promise<Outcome<StorageBySession>>
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
  exportLibrary: async (sink, each) => (await import('./archive/index.ts')).exportLibrary(options, sink, each),
  previewImport: async opened =>
    (await import('./archive/index.ts')).previewImport(options.connection, opened, options.now()),
  importLibrary: async (opened, each) => (await import('./archive/index.ts')).importLibrary(options, opened, each),
  checkLibrary: async each => (await import('./check.ts')).checkLibrary(options, each),
  storageBySession: async () => (await import('./usage-by-session.ts')).storageBySession(options.connection),
})
