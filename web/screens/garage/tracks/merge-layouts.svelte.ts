/**
 * Two layouts made one: the sessions move in one deed, then each is timed anew at the lines of the layout it is on now,
 * one after the other.
 *
 * Invariants: what was moved stays moved when the timing is stopped or fails, and is named; a session changes as a whole
 * or not at all. Undo is offered until the first session was timed anew: from then on the library refuses it, because
 * the laps are others.
 */
import type { SessionBests } from '#shared/bests'
import type { LayoutId, SessionId } from '#shared/id'
import type { Layout } from '#shared/track'
import { library, offerUndo, toasts } from '#web/state'
import { retimeSession } from '#web/workers'
import { t } from './words/index.ts'

/** What is merged, and what there is to merge it into. */
export interface Merging {
  readonly layout: Layout
  readonly others: readonly Layout[]
  readonly bests: ReadonlyMap<LayoutId | null, readonly SessionBests[]>
}

export interface Untimed {
  readonly id: SessionId
  readonly reason: string
}

export type MergeState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'timing'; readonly session: number; readonly of: number; readonly done: number }
  | {
      readonly kind: 'done'
      readonly timed: number
      readonly official: number
      readonly untimed: readonly Untimed[]
      /** Not tried, because it was stopped. */
      readonly left: number
    }

type NamedLayout = Pick<Layout, 'id' | 'name'>

export class LayoutMerge {
  state = $state.raw<MergeState>({ kind: 'asking' })
  #stop = new AbortController()

  /** Answers how many sessions were moved; null when nothing was. They are timed anew after that. */
  async move(from: NamedLayout, into: NamedLayout): Promise<number | null> {
    const { now } = library
    const merged = await now?.mergeLayouts(from.id, into.id)
    if (!now || !merged) return null
    if (!merged.ok) {
      toasts.show({ tone: 'problem', text: merged.message })
      return null
    }
    const { deed, sessions } = merged.value
    offerUndo(t.now.mergeLayouts.done(from.name, into.name), deed)
    if (sessions.length > 0) void this.#timeAnew(sessions, now.name)
    return sessions.length
  }

  stop(): void {
    this.#stop.abort()
  }

  async #timeAnew(sessions: readonly SessionId[], libraryName: string): Promise<void> {
    const { signal } = this.#stop
    let [timed, official, tried] = [0, 0, 0]
    const untimed: Untimed[] = []
    for (const id of sessions) {
      if (signal.aborted) break
      const tell = (done: number): void => {
        this.state = { kind: 'timing', session: tried, of: sessions.length, done }
      }
      tell(0)
      const outcome = await retimeSession(id, {
        libraryName,
        signal,
        onProgress: progress => {
          if (!signal.aborted) tell(progress.done)
        },
      })
      if (outcome.kind === 'cancelled') break
      tried += 1
      if (outcome.kind === 'done') timed += 1
      else if (outcome.kind === 'official') official += 1
      else untimed.push({ id, reason: outcome.reason })
    }
    this.state = { kind: 'done', timed, official, untimed, left: sessions.length - tried }
  }
}
