/** Importing, as the page knows it: files on their way in, and the promise to keep what arrived. */
import { importFile } from '#web/workers'
import { joins } from './joins.svelte.ts'
import { keptSafe } from './kept-safe.svelte.ts'
import { ImportQueue } from './queue.svelte.ts'

export { type CatchUpOptions, catchUpWhenIdle } from './again.ts'
export type { FileGroup, PickedFile } from './grouping.ts'
export { type JoinOffer, joins } from './joins.svelte.ts'
export { keptSafe } from './kept-safe.svelte.ts'
export { followLaunches } from './launches.ts'
export { filesFromDrop, filesFromPaste, holdsFiles, MAX_FILES, type Picked, toPicked } from './picking.ts'
export { ImportJob, ImportQueue, type JobState } from './queue.svelte.ts'
export {
  choiceOf,
  choiceToMapping,
  columnsOfTime,
  type Lacking,
  ROLES,
  type Role,
  SPEED_UNITS,
  type TableChoice,
  UNITS,
  withRole,
  withTime,
} from './table-choice.ts'

/** The queue of this page; it goes on while other screens are open. */
export const imports: ImportQueue = new ImportQueue(importFile, {
  onImported: () => void keptSafe.afterImport(),
  onAllDone: () => void joins.look(imports.jobs),
})
