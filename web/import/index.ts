/** Importing, as the page knows it: files on their way in, and the promise to keep what arrived. */
import { leadership, openTabChannel, pageClock } from '#web/leader'
import { library } from '#web/state'
import { LIBRARY_NAME } from '#web/store'
import { joins } from './joins.svelte.ts'
import { keptSafe } from './kept-safe.svelte.ts'
import { SharedQueue } from './shared-queue.ts'

export { type CatchUpOptions, catchUpWhenIdle } from './again.ts'
export type { FileGroup, PickedFile } from './grouping.ts'
export type { ImportJob, JobState } from './job.svelte.ts'
export { type JoinOffer, joins } from './joins.svelte.ts'
export { keptSafe } from './kept-safe.svelte.ts'
export { followLaunches } from './launches.ts'
export { filesFromDrop, filesFromPaste, holdsFiles, MAX_FILES, type Picked, toPicked } from './picking.ts'
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

/** The imports of all tabs; they go on while other screens are open. */
export const imports: SharedQueue = new SharedQueue({
  leadership,
  channel: openTabChannel(`${LIBRARY_NAME} imports`),
  clock: pageClock,
  onEnded: job => {
    // A tab that was given files asks and offers what follows; the others only show what is there.
    const { own } = imports
    const isOwn = own.includes(job)
    if (job.state.kind === 'done') void (isOwn ? keptSafe.afterImport() : library.measure())
    if (isOwn && own.every(each => each.isOver)) void joins.look(own)
  },
})
