/**
 * Recordings of one drop that go on where another ends: only the driver knows whether they were one session, so
 * it is offered and never done unasked.
 */
import type { SessionId } from '#shared/id'
import { library, toasts } from '#web/state'
import { findContinuations, type ImportProgress, joinKeptSessions, type SessionReport } from '#web/workers'
import type { ImportJob } from './job.svelte.ts'

export interface JoinPart {
  readonly id: SessionId
  /** The file, as a person knows it. */
  readonly name: string
}

export interface JoinOffer {
  readonly first: JoinPart
  readonly second: JoinPart
}

export interface JoinWords {
  readonly joined: string
  readonly undo: string
}

class Joins {
  offers = $state.raw<readonly JoinOffer[]>([])
  running = $state.raw<{ readonly offer: JoinOffer; readonly progress: ImportProgress } | null>(null)
  /** What became of a session that was joined. */
  into = $state.raw<ReadonlyMap<SessionId, SessionId>>(new Map())
  #refused = new Set<string>()

  /** Looks at all that was given to this tab and imported so far. */
  async look(jobs: readonly ImportJob[]): Promise<void> {
    const parts = jobs.flatMap(({ state, group }) =>
      state.kind === 'done'
        ? state.report.sessions.map(report => ({ id: report.id, name: group.file.name, report }))
        : [],
    )
    const open = parts.filter(({ id }) => !this.into.has(id))
    if (!mayFollow(open.map(part => part.report))) return
    const pairs = await findContinuations(open.map(part => part.report.ends))
    this.offers = pairs
      .map(([a, b]): JoinOffer => ({ first: toPart(open[a]!), second: toPart(open[b]!) }))
      .filter(offer => !this.#refused.has(keyOf(offer)))
  }

  refuse(offer: JoinOffer): void {
    this.#refused.add(keyOf(offer))
    this.offers = this.offers.filter(other => other !== offer)
  }

  async accept(offer: JoinOffer, words: JoinWords): Promise<void> {
    if (this.running) return
    const { first, second } = offer
    this.running = { offer, progress: { stage: 'reading', done: 0 } }
    const outcome = await joinKeptSessions(first.id, second.id, {
      libraryName: library.now?.name,
      onProgress: progress => {
        this.running = { offer, progress }
      },
    })
    this.running = null
    if (outcome.kind === 'failed') {
      this.refuse(offer)
      toasts.show({ tone: 'problem', text: outcome.reason })
    }
    if (outcome.kind !== 'joined') return
    const { id } = outcome
    const name = `${first.name} + ${second.name}`
    this.into = new Map([...this.into, [first.id, id], [second.id, id]])
    // A third part follows the joined session now.
    const now = (part: JoinPart): JoinPart =>
      part.id === first.id || part.id === second.id ? { id, name } : part
    this.offers = this.offers
      .filter(other => other !== offer)
      .map(other => ({ first: now(other.first), second: now(other.second) }))
    const run = (): void => void this.#undo(id, first.id, second.id)
    toasts.show({ tone: 'plain', text: words.joined, action: { label: words.undo, run } })
  }

  async #undo(joined: SessionId, ...parts: readonly SessionId[]): Promise<void> {
    for (const id of parts) await library.now?.restoreSession(id)
    await library.now?.deleteSession(joined)
    this.into = new Map([...this.into].filter(([, into]) => into !== joined))
  }
}

/** Only recordings of one format can be one session; asking the worker about others would be for nothing. */
const mayFollow = (reports: readonly SessionReport[]): boolean =>
  reports.some((a, i) => reports.some((b, j) => i < j && a.ends.format === b.ends.format))

const toPart = ({ id, name }: JoinPart): JoinPart => ({ id, name })
const keyOf = ({ first, second }: JoinOffer): string => `${first.id} ${second.id}`

export const joins = new Joins()
