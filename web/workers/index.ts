export type { ExportTarget, TakeOutcome } from './archive-model.ts'
export {
  type ArchiveWorkOptions,
  checkLibrary,
  type ExportEnd,
  exportToFile,
  exportToSave,
  type OpenImport,
  openLibraryImport,
  type PrivateExport,
} from './archiving.ts'
export { type CreatedSample, type CreateSampleOptions, createSampleSession } from './create-sample.ts'
export type { OpenedTrace } from './decode.ts'
export type {
  BestScope,
  DeskAnswer,
  DeskBests,
  DeskChannel,
  DeskColumn,
  DeskFindings,
  DeskLapView,
  DeskPath,
  DeskRequest,
  DeskView,
  PutTogether,
} from './desk-model.ts'
export { createDeskService, type DeskService, prepareDesk } from './desking.ts'
export type {
  AgainOutcome,
  ImportOutcome,
  ImportProgress,
  ImportReport,
  ImportRequest,
  ImportStage,
  JoinOutcome,
  KnownSession,
  LapAtLine,
  OpenedLine,
  SaveLineOutcome,
  SessionReport,
  TimedLine,
} from './import-model.ts'
export {
  findContinuations,
  importFile,
  joinKeptSessions,
  type LineMover,
  openLineMover,
  readerVersions,
  readSessionAgain,
  type Stopped,
  tableOfSession,
  type WorkOptions,
} from './importing.ts'
export type * from './league-model.ts'
export { loadLeagueWork } from './load-league-work.ts'
export type { Rechecker, RecheckerOptions } from './rechecking.ts'
export {
  type LinesPreviewer,
  moveLayoutLines,
  openLinesPreview,
  type RetimeOptions,
  retimeSession,
} from './retime-calls.ts'
export type {
  LinesPreview,
  MoveLinesOutcome,
  MoveLinesRequest,
  NewLines,
  PreviewedLap,
  RetimeOutcome,
  RetimeProgress,
  SessionsAtLines,
  UntimedSession,
} from './retime-model.ts'
export { sessionsAtLines } from './retime-reach.ts'
export type { SampleOptions, SampleProgress } from './sample.ts'
export { createTraceReader, type TraceReader, type TraceReaderOptions } from './traces.ts'
export type { UpdateVetting } from './vetting.ts'
