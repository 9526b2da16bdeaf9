/**
 * Files on their way into the library, each with its own end: the list, and the work on it.
 *
 * Invariants: at most AT_ONCE run; one file's end never stops another; what is stopped was not kept, or is in the
 * library as a whole and says so. A job this tab may not work on only shows what another tab says of it.
 */
import type { CsvMapping } from '#shared/formats'
import type { SessionId } from '#shared/id'
import { leadership, type TabId } from '#web/leader'
import { library } from '#web/state'
import {
  type ImportOutcome,
  type ImportRequest,
  importFile,
  type KnownSession,
  type Stopped,
  type WorkOptions,
} from '#web/workers'
import { endingOfFirst, groupFiles, type PickedFile } from './grouping.ts'
import { ImportJob, type JobId, type JobState, type JobView, newJobId } from './job.svelte.ts'

/** One reads while another is saved; more only share the same disk and cores. */
const AT_ONCE = 2

export interface QueueEvents {
  /** A file came to its end, here or in the tab that works on it. */
  readonly onEnded?: (job: ImportJob) => void
  /** Work done here brought a job into another state. */
  readonly onChange?: (job: ImportJob) => void
}

type Run = (request: ImportRequest, options: WorkOptions) => Promise<ImportOutcome | Stopped>

export interface QueueOptions extends QueueEvents {
  readonly run?: Run
  readonly tab?: TabId
  /** Whether this tab works on it; asked anew at every turn. */
  readonly mayWork?: (job: ImportJob) => boolean
}

export class ImportQueue {
  jobs = $state.raw<readonly ImportJob[]>([])
  readonly #run: Run
  readonly #tab: TabId
  readonly #events: QueueEvents
  readonly #mayWork: (job: ImportJob) => boolean
  readonly #running = new Set<ImportJob>()

  constructor({ run = importFile, tab = leadership.id, mayWork = () => true, ...events }: QueueOptions = {}) {
    this.#run = run
    this.#tab = tab
    this.#mayWork = mayWork
    this.#events = events
  }

  get open(): number {
    return this.jobs.filter(job => !job.isOver).length
  }

  /** Of those given to this tab. */
  get own(): readonly ImportJob[] {
    return this.jobs.filter(job => job.owner === this.#tab)
  }

  find(id: JobId): ImportJob | undefined {
    return this.jobs.find(job => job.id === id)
  }

  add(picked: readonly PickedFile[]): readonly ImportJob[] {
    const fresh = { owner: this.#tab, state: { kind: 'waiting' }, mapping: null } as const
    const first = this.#nextTurn()
    const added = groupFiles(picked).map(
      (group, i) => new ImportJob({ ...fresh, id: newJobId(), group, turn: first + i }),
    )
    this.jobs = [...added, ...this.jobs]
    this.work()
    return added
  }

  /** From another tab; what is here already stays as it is. */
  take(views: readonly JobView[]): void {
    const added = views.filter(({ id }) => !this.find(id))
    const first = this.#nextTurn()
    const jobs = added.map((view, i) => new ImportJob({ ...unstarted(view), turn: first + i }))
    if (jobs.length > 0) this.jobs = [...jobs, ...this.jobs]
    this.work()
  }

  /** The jobs as another tab has them, in this order; those here that it does not name are let go. */
  mirror(views: readonly JobView[]): void {
    this.jobs = views.map(view => this.find(view.id) ?? new ImportJob(view))
    for (const view of views) this.mirrorChange(view)
  }

  /** Whether the job is here. */
  mirrorChange({ id, state, mapping, turn }: Omit<JobView, 'group' | 'owner'>): boolean {
    const job = this.find(id)
    if (!job) return false
    job.mapping = mapping
    job.turn = turn
    const wasOver = job.isOver
    job.state = state
    if (job.isOver && !wasOver) this.#events.onEnded?.(job)
    return true
  }

  /** Stops it where it is; nothing of it is kept. */
  cancel(job: ImportJob): void {
    job.stop.abort()
    if (job.state.kind === 'waiting') this.#show(job, { kind: 'cancelled' })
  }

  /** Once more, for a table with what its columns mean. */
  again(job: ImportJob, mapping: CsvMapping | null = null): void {
    if (!job.isOver) return
    job.mapping = mapping
    job.stop = new AbortController()
    this.#show(job, { kind: 'waiting' })
    this.work()
  }

  dismiss(job: ImportJob): void {
    if (job.isOver) this.jobs = this.jobs.filter(other => other !== job)
  }

  /** Begins what may begin: here, and of what another tab left unfinished all from its beginning. */
  work(): void {
    const ready = this.jobs.filter(job => !job.isOver && !this.#running.has(job) && this.#mayWork(job))
    const inTurn = ready.toSorted((a, b) => a.turn - b.turn)
    for (const job of inTurn.slice(0, Math.max(0, AT_ONCE - this.#running.size))) void this.#work(job)
    for (const job of ready) {
      if (!this.#running.has(job) && job.state.kind === 'running') this.#show(job, { kind: 'waiting' })
    }
  }

  /** Stops work on what this tab may not work on any more; another tab does it from its beginning. */
  yield(): void {
    for (const job of this.#running) {
      if (this.#mayWork(job)) continue
      const { stop } = job
      job.stop = new AbortController()
      job.state = { kind: 'waiting' }
      this.#running.delete(job)
      stop.abort()
    }
  }

  #nextTurn(): number {
    return Math.max(0, ...this.jobs.map(job => job.turn)) + 1
  }

  #show(job: ImportJob, state: JobState): void {
    const wasOver = job.isOver
    job.state = state
    this.#events.onChange?.(job)
    if (job.isOver && !wasOver) this.#events.onEnded?.(job)
  }

  async #work(job: ImportJob): Promise<void> {
    const { file, companions } = job.group
    const { stop } = job
    /** Not when it was taken from this tab meanwhile. */
    const isOurs = (): boolean => job.stop === stop && this.#running.has(job)
    let saving: readonly SessionId[] = []
    this.#running.add(job)
    this.#show(job, { kind: 'running', progress: { stage: 'checking', done: 0 } })
    const outcome = await this.#run(
      { file, companions, mapping: job.mapping },
      {
        libraryName: library.now?.name,
        signal: stop.signal,
        onProgress: progress => {
          saving = progress.saving ?? saving
          if (isOurs() && job.state.kind === 'running') this.#show(job, { kind: 'running', progress })
        },
      },
    )
    const state = await toState(outcome, file.name, saving)
    if (!isOurs()) return
    this.#running.delete(job)
    this.#show(job, state)
    this.work()
  }
}

/** What another tab began, nobody works on any more. */
const unstarted = (view: JobView): JobView =>
  view.state.kind === 'running' ? { ...view, state: { kind: 'waiting' } } : view

const toState = async (
  outcome: ImportOutcome | Stopped,
  name: string,
  saving: readonly SessionId[],
): Promise<JobState> => {
  if (outcome.kind === 'unknown-csv') return { kind: 'table', table: outcome.table, reason: outcome.reason }
  const first = outcome.kind === 'failed' ? endingOfFirst(name) : null
  if (first !== null) return { kind: 'lone', first }
  if (outcome.kind !== 'cancelled') return outcome
  const saved = await savedDespite(saving)
  return saved.length > 0 ? { kind: 'already', sessions: saved, readWith: [] } : outcome
}

/** Stopped in the last milliseconds of saving, it may be there all the same; then that is what is said. */
const savedDespite = async (saving: readonly SessionId[]): Promise<readonly KnownSession[]> => {
  const saved: KnownSession[] = []
  for (const id of saving) {
    const found = await library.now?.session(id)
    if (!found?.ok) continue
    const { session, track } = found.value
    const { startedAt, utcOffsetMin } = session
    saved.push({ id, track: track?.name ?? null, startedAt, utcOffsetMin })
  }
  return saved
}
