/**
 * What tabs say to one another about files on their way into the library.
 *
 * Parties: the leading tab, which alone imports, and the others, which hand it their files and show its list.
 *
 *   hello            a tab, to the leader: what is on the list?
 *   list jobs        the leader, to all: the whole list in its order, with the files
 *   change jobs      the leader, to all: what became of these
 *   hand jobs        a tab, to the leader: import these
 *   wish n           a tab, to the leader: a person wants these stopped, tried again, or off the list
 *   got to           the leader, to one tab: what it handed over or wished has arrived
 *
 * A job given to a tab is, for that tab: untaken ─▶ taken (got, or on the list) ─▶ untaken again when the leader
 * changes: then it is handed to the new one. Untaken after HANDED_OVER times, because the leader runs another version
 * or nobody can lead, it is imported in its own tab.
 *
 * Invariants:
 * - Files travel with the list, so every tab could go on with every job: nothing is lost while one tab is open.
 * - Everything may arrive twice: a job is known by its id, an import by the hash of its file, a wish that is fulfilled
 *   changes nothing.
 * - Only the leader's list counts, and only one that comes from the tab known to lead.
 * Limits: what is unanswered is said again every AGAIN_MS; progress at most every PROGRESS_MS.
 * Versions: raise IMPORTS_VERSION when a JobState or a report changes its shape. Other versions are ignored, and so is
 * everything that is none of these.
 */
import { isId } from '#shared/id'
import { isTabId, type TabId } from '#web/leader'
import type { JobId, JobState, JobView } from './job.svelte.ts'

export const IMPORTS_VERSION = 1

/** Longer, and a person begins to wonder. */
export const AGAIN_MS = 1000
/** A leader that is busy but there answers within the second. */
export const HANDED_OVER = 3
/** Five times a second looks live and costs nothing. */
export const PROGRESS_MS = 200

/** A job without what never changes. */
export type JobChange = Omit<JobView, 'owner' | 'group'>

export interface Wish {
  readonly action: 'cancel' | 'again' | 'dismiss'
  readonly ids: readonly JobId[]
  /** What the columns of a table mean, for a table tried again. */
  readonly mapping: JobView['mapping']
}

export type TabMessage =
  | { readonly kind: 'hello'; readonly from: TabId }
  | { readonly kind: 'list' | 'hand'; readonly from: TabId; readonly jobs: readonly JobView[] }
  | { readonly kind: 'change'; readonly from: TabId; readonly jobs: readonly JobChange[] }
  | { readonly kind: 'wish'; readonly from: TabId; readonly n: number; readonly wish: Wish }
  | {
      readonly kind: 'got'
      readonly from: TabId
      readonly to: TabId
      readonly ids: readonly JobId[]
      readonly wishes: readonly number[]
    }

export const toTabMessage = (message: TabMessage): unknown => ({ v: IMPORTS_VERSION, ...message })

/** Null for whatever is none of this version. */
export const readTabMessage = (data: unknown): TabMessage | null =>
  isRecord(data) && data.v === IMPORTS_VERSION && isTabId(data.from) && isMessage(data)
    ? (data as unknown as TabMessage)
    : null

type Fields = Readonly<Record<string, unknown>>

const isMessage = ({ kind, jobs, n, wish, to, ids, wishes }: Fields): boolean => {
  switch (kind) {
    case 'hello':
      return true
    case 'list':
    case 'hand':
      return isListOf(jobs, job => isChange(job) && isTabId(job.owner) && isGroup(job.group))
    case 'change':
      return isListOf(jobs, isChange)
    case 'wish':
      return isCount(n) && isRecord(wish) && isWish(wish)
    case 'got':
      return isTabId(to) && isIds(ids) && Array.isArray(wishes) && wishes.every(isCount)
    default:
      return false
  }
}

const isWish = ({ action, ids, mapping }: Fields): boolean =>
  (action === 'cancel' || action === 'again' || action === 'dismiss') && isIds(ids) && isMapping(mapping)

const isChange = ({ id, turn, state, mapping }: Fields): boolean =>
  isId(id) && isCount(turn) && isRecord(state) && isState(state) && isMapping(mapping)

const isGroup = (group: unknown): boolean =>
  isRecord(group) &&
  group.file instanceof File &&
  Array.isArray(group.companions) &&
  group.companions.every(each => each instanceof File)

/** Inside, a tab of the same version is believed. */
const isState = (state: Fields): boolean => {
  const kind = state.kind as JobState['kind']
  switch (kind) {
    case 'waiting':
    case 'cancelled':
      return true
    case 'running':
      return isRecord(state.progress) && typeof state.progress.done === 'number'
    case 'done':
      return isRecord(state.report) && Array.isArray(state.report.sessions)
    case 'already':
      return Array.isArray(state.sessions) && Array.isArray(state.readWith)
    case 'table':
      return isRecord(state.table) && typeof state.reason === 'string'
    case 'failed':
      return typeof state.reason === 'string'
    case 'lone':
      return typeof state.first === 'string'
    default:
      return false
  }
}

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isListOf = (value: unknown, isOne: (one: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every(one => isRecord(one) && isOne(one))
const isIds = (value: unknown): boolean => Array.isArray(value) && value.every(isId)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value)
const isMapping = (value: unknown): boolean => value === null || isRecord(value)
