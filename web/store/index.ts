export type {
  Counts,
  CountsByTable,
  ExportOptions,
  ExportProgress,
  ExportReport,
  ImportEnd,
  ImportOptions,
  ImportPreview,
  ImportProgress as LibraryImportProgress,
  ImportReport as LibraryImportReport,
  OpenedExport,
  RecordTable,
} from './archive/index.ts'
export type { Backup, BackupStanding } from './backups.ts'
export type { DexieBlobStore } from './blobs.ts'
export type { CheckOptions, CheckReport, Finding, RepairNames, StandInTable } from './check/model.ts'
export type { ConnectionState, TableName } from './connection.ts'
export type { DamagedRow } from './damage.ts'
export type { Deed, DeedOutcome } from './deeds/deeds.ts'
export type {
  CarEdit,
  Garage,
  LayoutEdit,
  MergedLayouts,
  NewSetup,
  SetupEdit,
  TrackEdit,
} from './deeds/garage.ts'
export { type Housekeeping, type LapEdit, LIMITS, type Mark, type SessionEdit } from './deeds/housekeeping.ts'
export { recordingOf, type SplitOutcome } from './deeds/splitting.ts'
export { summaryOf } from './derived/summary.ts'
export {
  fail,
  type Outcome,
  type StoreFailure,
  succeed,
  type UnavailableCause,
  unavailable,
} from './failures.ts'
export { createWebHashing } from './hashing.ts'
export type {
  FileToKeep,
  ImportBatch,
  ImportedLap,
  NewFile,
  SessionChange,
  SessionToImport,
} from './import-batch.ts'
export type { Imported, KeptFile, KeptRole } from './imported.ts'
export type { LapDetail } from './lap-details.ts'
export type {
  Admitted,
  BoardAnswer,
  Identity,
  LapCheck,
  LeagueInvited,
  LeagueOverview,
  LeagueStore,
  LetGo,
  Needs,
  OthersUse,
  Pointer,
  Preview,
  Recheck,
  SharedPlace,
  Wish,
} from './league/index.ts'
export { takenIdOf } from './league/taken-id.ts'
export { LIBRARY_NAME, type Library, type LibraryOptions, openLibrary } from './library.ts'
export type { BestsFilter, SessionDetail, SessionFilter, SessionListing } from './listing.ts'
export type { Live } from './live.ts'
export type { NameDraft, Place, PlaceDraft, TrackWithLayouts } from './places.ts'
export { lockOfPrivateExport, privateExportFolder, removePrivateExport } from './private-exports.ts'
export type { RecordedLap, RecordedOrigin, RecordedSession } from './record.ts'
export type { KeptRigLap } from './rig/keep-lap.ts'
export { spaceOf } from './rig/space.ts'
export type { BestsRow, DeedKind, RecordOrigin, SessionSummary } from './rows.ts'
export { type KnownThings, knownIdOfCar, knownIdOfTrack, loadKnown } from './same-thing.ts'
export { SCHEMA_VERSION } from './schema.ts'
export type { SaveProgress } from './sessions.ts'
export { DEFAULT_SETTINGS, SETTING_CHOICES, type SettingName, type Settings } from './settings.ts'
export { type TidyReport, UNDO_MS } from './tidy.ts'
export type { PersistenceAnswer, StorageUsage } from './usage.ts'
export type { SessionUse, StorageBySession } from './usage-by-session.ts'
