/**
 * Exactly one tab leads: the one that holds the lock, for as long as it lives. What only one tab may do goes on
 * while it leads and is stopped when it no longer does.
 *
 * Invariants:
 * - A leader that closes or crashes frees its lock, and the browser gives it to the next in line at once.
 * - A leader that hangs is replaced: see messages.ts. When it wakes up it finds its lock stolen, stops its work and
 *   follows. For that moment two tabs may believe they lead: work done while leading must be safe to be done twice.
 * - Without other tabs to speak to (`together` is null) this tab leads alone.
 */
import {
  BEAT_MS,
  type LeaderMessage,
  PATIENCE_MS,
  readLeaderMessage,
  type TabId,
  toLeaderMessage,
} from './messages.ts'
import type { Clock, TabChannel, TabLocks } from './ports.ts'

export type Standing =
  | { readonly kind: 'undecided' }
  | { readonly kind: 'following'; readonly leader: TabId }
  | { readonly kind: 'leading' }

/** Goes on until the signal is aborted. */
export type LeaderWork = (signal: AbortSignal) => unknown

export interface Leadership {
  readonly id: TabId
  standing(): Standing
  /** Calls back with the standing there is, and with each that follows. */
  watch(run: (standing: Standing) => void): () => void
  /** Started whenever this tab begins to lead, stopped by its signal when it no longer does. */
  whileLeading(work: LeaderWork): () => void
  /** Asks the leader whether it is there; one that is not is replaced. Settles when that is known. */
  check(): Promise<void>
  /** Takes part until it is stopped. */
  start(): () => void
}

export interface LeadershipOptions {
  readonly id: TabId
  readonly lockName: string
  readonly together: { readonly locks: TabLocks; readonly channel: TabChannel } | null
  readonly clock: Clock
  /** Whether it matters to somebody now who leads; asked at every beat. */
  readonly isWatchful: () => boolean
}

/** A timer this late says that this tab itself was held up, so the leader's answer may be waiting behind it. */
const LATE_MS = 300

const UNDECIDED: Standing = { kind: 'undecided' }

/** One time of taking part, from start to stop. */
interface Part {
  readonly stop: AbortController
  readonly left: PromiseWithResolvers<void>
  waiting: AbortController
}

export const createLeadership = (options: LeadershipOptions): Leadership => {
  const { id, lockName, together, clock, isWatchful } = options
  const watchers = new Set<(standing: Standing) => void>()
  const works = new Set<LeaderWork>()
  let standing: Standing = UNDECIDED
  let part: Part | null = null
  let term: AbortController | null = null
  let asked: { readonly n: number; readonly hear: () => void } | null = null
  let questions = 0
  let checking: Promise<void> | null = null

  const isLeading = (): boolean => standing.kind === 'leading'
  const post = (message: LeaderMessage): void => together?.channel.post(toLeaderMessage(message))

  const stand = (next: Standing): void => {
    const isSame =
      next.kind === standing.kind &&
      (next.kind !== 'following' || standing.kind !== 'following' || next.leader === standing.leader)
    standing = next
    if (isSame) return
    for (const run of [...watchers]) run(next)
  }

  const lead = ({ stop, left }: Part): Promise<void> => {
    if (stop.signal.aborted) return Promise.resolve()
    const mine = new AbortController()
    term = mine
    post({ kind: 'leads', from: id })
    stand({ kind: 'leading' })
    asked?.hear()
    for (const work of works) work(mine.signal)
    return left.promise
  }

  const resign = (): void => {
    term?.abort()
    term = null
    stand(UNDECIDED)
  }

  const takePart = async (mine: Part, locks: TabLocks): Promise<void> => {
    let isTheft = false
    while (!mine.stop.signal.aborted) {
      mine.waiting = new AbortController()
      const end = await locks.hold(lockName, { isTheft, signal: mine.waiting.signal }, () => lead(mine))
      isTheft = end === 'withdrawn'
      if (end === 'refused') await lead(mine)
      if (end === 'stolen' && part === mine) {
        resign()
        void check()
      }
    }
  }

  const hear = (message: LeaderMessage): void => {
    const { kind, from } = message
    if (isLeading()) {
      if (message.kind === 'ping') post({ kind: 'pong', from: id, n: message.n, to: from })
      // Somebody answers who slept through losing the lock.
      if (kind === 'pong') post({ kind: 'leads', from: id })
      return
    }
    const isAnswer = message.kind === 'pong' && message.to === id && message.n === asked?.n
    if (kind !== 'leads' && !isAnswer) return
    stand({ kind: 'following', leader: from })
    asked?.hear()
  }

  const ask = async (): Promise<'heard' | 'silent' | 'late'> => {
    const { promise, resolve } = Promise.withResolvers<'heard' | 'silent' | 'late'>()
    questions += 1
    const askedAt = clock.now()
    const forget = clock.after(PATIENCE_MS, () =>
      resolve(clock.now() - askedAt > PATIENCE_MS + LATE_MS ? 'late' : 'silent'),
    )
    asked = { n: questions, hear: () => resolve('heard') }
    post({ kind: 'ping', from: id, n: questions })
    const answer = await promise
    forget()
    asked = null
    return answer
  }

  const replaceIfSilent = async (mine: Part, locks: TabLocks): Promise<void> => {
    const before = await locks.holder(lockName)
    if (before === null || isLeading()) return
    const first = await ask()
    const answer = first === 'late' ? await ask() : first
    if (answer === 'heard' || isLeading()) return
    // Another tab may have replaced it meanwhile.
    if ((await locks.holder(lockName)) === before && part === mine) mine.waiting.abort()
  }

  const check = async (): Promise<void> => {
    if (!part || !together || isLeading()) return
    checking ??= replaceIfSilent(part, together.locks).finally(() => {
      checking = null
    })
    await checking
  }

  const beat = (mine: Part): void => {
    clock.after(BEAT_MS, () => {
      if (mine.stop.signal.aborted) return
      if (!isWatchful()) beat(mine)
      else void check().finally(() => beat(mine))
    })
  }

  return {
    id,
    standing: () => standing,

    watch: run => {
      watchers.add(run)
      run(standing)
      return () => watchers.delete(run)
    },

    whileLeading: work => {
      const stop = new AbortController()
      const own: LeaderWork = signal => work(AbortSignal.any([signal, stop.signal]))
      works.add(own)
      if (term) own(term.signal)
      return () => {
        works.delete(own)
        stop.abort()
      }
    },

    check,

    start: () => {
      if (part) throw new Error('this tab takes part already')
      const mine: Part = {
        stop: new AbortController(),
        left: Promise.withResolvers(),
        waiting: new AbortController(),
      }
      part = mine
      const deaf = together?.channel.listen(data => {
        const message = readLeaderMessage(data)
        if (message && message.from !== id) hear(message)
      })
      if (together) {
        void takePart(mine, together.locks)
        void check()
        beat(mine)
      } else void lead(mine)
      return () => {
        if (part !== mine) return
        part = null
        mine.stop.abort()
        resign()
        mine.left.resolve()
        mine.waiting.abort()
        deaf?.()
        asked?.hear()
      }
    },
  }
}
