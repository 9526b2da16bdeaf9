/**
 * One file on its way into the library, and what became of it.
 *
 *   waiting ─▶ running ─▶ done | already | table | failed | lone | cancelled
 *                 all but done and already ─▶ waiting again, on request; a table with what its columns mean
 */
import type { CsvMapping, CsvSniff } from '#shared/formats'
import { createId, type Id } from '#shared/id'
import type { TabId } from '#web/leader'
import type { ImportProgress, ImportReport, KnownSession } from '#web/workers'
import type { FileGroup } from './grouping.ts'

export type JobId = Id<'import-job'>

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

/** A job as one tab tells it to another. */
export interface JobView {
  readonly id: JobId
  /** The tab it was given to. */
  readonly owner: TabId
  readonly group: FileGroup
  /** Lower comes first. */
  readonly turn: number
  readonly state: JobState
  readonly mapping: CsvMapping | null
}

export const newJobId = (): JobId => createId<'import-job'>(bytes => crypto.getRandomValues(bytes))

export class ImportJob {
  readonly id: JobId
  readonly owner: TabId
  readonly group: FileGroup
  turn: number
  state = $state.raw<JobState>({ kind: 'waiting' })
  mapping: CsvMapping | null
  /** Of the attempt that runs; another one for each. */
  stop = new AbortController()

  constructor({ id, owner, group, turn, state, mapping }: JobView) {
    this.id = id
    this.owner = owner
    this.group = group
    this.turn = turn
    this.state = state
    this.mapping = mapping
  }

  get isOver(): boolean {
    return this.state.kind !== 'waiting' && this.state.kind !== 'running'
  }

  get view(): JobView {
    const { id, owner, group, turn, state, mapping } = this
    return { id, owner, group, turn, state, mapping }
  }
}
