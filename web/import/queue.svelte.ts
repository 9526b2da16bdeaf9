/**
 * Files on their way into the library, each with its own end.
 *
 *   waiting ─▶ running ─▶ done | already | table | failed | cancelled
 *                 table ─▶ waiting again, with what its columns mean; failed and cancelled too, on request
 *
 * Invariants: at most AT_ONCE run; one file's end never stops another; what is stopped was not kept, or is in the
 * library as a whole and says so.
 */
import type { CsvMapping, CsvSniff } from '#shared/formats'
import type { SessionId } from '#shared/id'
import { library } from '#web/state'
import {
  type ImportOutcome,
  type ImportProgress,
  type ImportReport,
  type ImportRequest,
  importFile,
  type KnownSession,
  type Stopped,
  type WorkOptions,
} from '#web/workers'
import { endingOfFirst, type FileGroup, groupFiles, type PickedFile } from './grouping.ts'

/** One reads while another is saved; more only share the same disk and cores. */
const AT_ONCE = 2

export type JobState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly progress: ImportProgress }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | {
      readonly kind: 'already'
      readonly sessions: readonly KnownSession[]
      readonly readWith: readonly string[]
    }
  | { readonly kind: 'table'; readonly table: CsvSniff; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }
  /** A second file (.ldx) whose first was not given. */
  | { readonly kind: 'lone'; readonly first: string }
  | { readonly kind: 'cancelled' }

export class ImportJob {
  readonly id: number
  readonly group: FileGroup
  state = $state.raw<JobState>({ kind: 'waiting' })
  mapping: CsvMapping | null = null
  stop = new AbortController()

  constructor(id: number, group: FileGroup) {
    this.id = id
    this.group = group
  }

  get isOver(): boolean {
    return this.state.kind !== 'waiting' && this.state.kind !== 'running'
  }
}

export interface QueueEvents {
  /** One more file is in the library. */
  readonly onImported?: () => void
  /** Nothing is left to do. */
  readonly onAllDone?: () => void
}

type Run = (request: ImportRequest, options: WorkOptions) => Promise<ImportOutcome | Stopped>

export class ImportQueue {
  jobs = $state.raw<readonly ImportJob[]>([])
  readonly #run: Run
  readonly #events: QueueEvents
  #made = 0

  constructor(run: Run = importFile, events: QueueEvents = {}) {
    this.#run = run
    this.#events = events
  }

  get open(): number {
    return this.jobs.filter(job => !job.isOver).length
  }

  add(picked: readonly PickedFile[]): void {
    const added = groupFiles(picked).map(group => {
      this.#made += 1
      return new ImportJob(this.#made, group)
    })
    this.jobs = [...added, ...this.jobs]
    this.#next()
  }

  /** Stops it where it is; nothing of it is kept. */
  cancel(job: ImportJob): void {
    if (job.state.kind === 'waiting') job.state = { kind: 'cancelled' }
    job.stop.abort()
  }

  cancelAll(): void {
    for (const job of this.jobs) if (!job.isOver) this.cancel(job)
  }

  /** Once more, for a table with what its columns mean. */
  again(job: ImportJob, mapping: CsvMapping | null = null): void {
    if (!job.isOver) return
    job.mapping = mapping
    job.stop = new AbortController()
    job.state = { kind: 'waiting' }
    this.#next()
  }

  dismiss(job: ImportJob): void {
    if (job.isOver) this.jobs = this.jobs.filter(other => other !== job)
  }

  clear(): void {
    this.jobs = this.jobs.filter(job => !job.isOver)
  }

  #next(): void {
    const running = this.jobs.filter(job => job.state.kind === 'running').length
    // Added on top, worked off from the first picked on.
    const waiting = this.jobs.filter(job => job.state.kind === 'waiting').sort((a, b) => a.id - b.id)
    for (const job of waiting.slice(0, Math.max(0, AT_ONCE - running))) void this.#work(job)
  }

  async #work(job: ImportJob): Promise<void> {
    const { file, companions } = job.group
    let saving: readonly SessionId[] = []
    job.state = { kind: 'running', progress: { stage: 'checking', done: 0 } }
    const outcome = await this.#run(
      { file, companions, mapping: job.mapping },
      {
        libraryName: library.now?.name,
        signal: job.stop.signal,
        onProgress: progress => {
          saving = progress.saving ?? saving
          if (job.state.kind === 'running') job.state = { kind: 'running', progress }
        },
      },
    )
    job.state = await toState(outcome, job.group.file.name, saving)
    if (job.state.kind === 'done') this.#events.onImported?.()
    this.#next()
    if (this.open === 0) this.#events.onAllDone?.()
  }
}

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
