/**
 * What tabs have in common, as ports: a lock, a channel, a clock. A browser gives all or this tab is alone.
 */

export interface TabChannel {
  /** To every other tab, never to this one. */
  post(message: unknown): void
  listen(run: (message: unknown) => void): () => void
}

/** ended = the work came to its end · stolen = another took it · withdrawn = never got it · refused = there are none */
export type LockEnd = 'ended' | 'stolen' | 'withdrawn' | 'refused'

export interface TabLocks {
  /** Waits for the lock, or takes it from its holder, and holds it while `work` goes on. */
  hold(
    name: string,
    how: { readonly isTheft: boolean; readonly signal: AbortSignal },
    work: () => Promise<void>,
  ): Promise<LockEnd>
  /** Who holds it now; null when nobody does. */
  holder(name: string): Promise<string | null>
}

export interface Clock {
  /** In milliseconds, never back. */
  now(): number
  after(ms: number, run: () => void): () => void
}

export const pageClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Null in a browser that has no locks or no channels (or not here, as on a page of plain http): then this tab is alone. */
export const tabLocks = (): TabLocks | null => (hasTabs() ? locksOf(navigator.locks) : null)

/** Null where `tabLocks` is. */
export const openTabChannel = (name: string): TabChannel | null => {
  if (!hasTabs()) return null
  const channel = new BroadcastChannel(name)
  return {
    post: message => channel.postMessage(message),
    listen: run => {
      const onmessage = ({ data }: MessageEvent<unknown>): void => run(data)
      channel.addEventListener('message', onmessage)
      return () => channel.removeEventListener('message', onmessage)
    },
  }
}

const hasTabs = (): boolean => 'locks' in navigator && 'BroadcastChannel' in globalThis

const locksOf = (locks: LockManager): TabLocks => ({
  hold: async (name, { isTheft, signal }, work) => {
    let wasHeld = false
    const held = (): Promise<void> => {
      wasHeld = true
      return work()
    }
    try {
      // A theft cannot be withdrawn: browsers refuse both together.
      await locks.request(name, isTheft ? { steal: true } : { signal }, held)
      return 'ended'
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'AbortError') return 'refused'
      return wasHeld ? 'stolen' : 'withdrawn'
    }
  },

  holder: async name => {
    const { held = [] } = await locks.query().catch((): LockManagerSnapshot => ({}))
    return held.find(lock => lock.name === name)?.clientId ?? null
  },
})
