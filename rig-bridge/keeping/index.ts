/** Nothing lost: the journal of what a simulator says, and the shelf of finished laps. */
export { type AppendFile, type FileEntry, FileFailure, type JournalFiles } from './files.ts'
export {
  type Keeping,
  type KeepingOptions,
  type OpenedKeeping,
  openKeeping,
  type RecordingState,
} from './keeping.ts'
export { systemTime, type Time } from './time.ts'
