/**
 * Tabs of one browser without a browser: their channel, their locks, their clock. Time passes only in `pass`; a tab
 * may close, crash, freeze (it hears nothing, its timers wait) and thaw.
 */
import type { Clock, LockEnd, TabChannel, TabLocks } from '../../../web/leader/ports.ts'

export interface FakeTab {
  readonly name: string
  readonly locks: TabLocks
  readonly clock: Clock
  channel(name: string): TabChannel
  freeze(): void
  thaw(): void
  /** Gone without a word; the browser frees its locks. */
  crash(): void
}

interface Inner {
  readonly name: string
  state: 'awake' | 'frozen' | 'gone'
  /** What happens to it once it is awake again. */
  readonly waiting: (() => void)[]
}

interface Request {
  readonly tab: Inner
  readonly work: () => Promise<void>
  readonly end: (how: LockEnd) => void
}

interface Happening {
  readonly at: number
  readonly tab: Inner
  readonly run: () => void
}

/** What a message takes from tab to tab. */
const DELIVERY_MS = 1

export class FakeBrowser {
  #now = 0
  #events: Happening[] = []
  readonly #ears: { readonly tab: Inner; readonly channel: string; readonly run: (data: unknown) => void }[] =
    []
  #held: Request | null = null
  #queue: Request[] = []

  /** Lets time pass, event by event, everything that follows from one included. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    await settled()
    for (;;) {
      const next = this.#events.toSorted((a, b) => a.at - b.at)[0]
      if (!next || next.at > until) break
      this.#events = this.#events.filter(event => event !== next)
      this.#now = Math.max(this.#now, next.at)
      this.#happen(next.tab, next.run)
      await settled()
    }
    this.#now = until
  }

  open(name: string): FakeTab {
    const tab: Inner = { name, state: 'awake', waiting: [] }
    return {
      name,
      locks: {
        hold: (_, how, work) => this.#hold(tab, how, work),
        holder: async () => this.#held?.tab.name ?? null,
      },
      clock: {
        now: () => this.#now,
        after: (ms, run) => {
          const event = { at: this.#now + ms, tab, run }
          this.#events.push(event)
          return () => {
            this.#events = this.#events.filter(other => other !== event)
          }
        },
      },
      channel: channel => ({
        post: message => this.#post(tab, channel, structuredClone(message)),
        listen: run => {
          const ear = { tab, channel, run }
          this.#ears.push(ear)
          return () => void this.#ears.splice(this.#ears.indexOf(ear), 1)
        },
      }),
      freeze: () => {
        if (tab.state === 'awake') tab.state = 'frozen'
      },
      thaw: () => {
        if (tab.state !== 'frozen') return
        tab.state = 'awake'
        for (const run of tab.waiting.splice(0)) run()
      },
      crash: () => {
        tab.state = 'gone'
        this.#queue = this.#queue.filter(request => request.tab !== tab)
        if (this.#held?.tab === tab) this.#release(this.#held)
      },
    }
  }

  #happen(tab: Inner, run: () => void): void {
    if (tab.state === 'frozen') tab.waiting.push(run)
    if (tab.state === 'awake') run()
  }

  #post(from: Inner, channel: string, data: unknown): void {
    if (from.state === 'gone') return
    for (const ear of this.#ears) {
      if (ear.tab === from || ear.channel !== channel) continue
      this.#events.push({ at: this.#now + DELIVERY_MS, tab: ear.tab, run: () => ear.run(data) })
    }
  }

  #hold(
    tab: Inner,
    { isTheft, signal }: { readonly isTheft: boolean; readonly signal: AbortSignal },
    work: () => Promise<void>,
  ): Promise<LockEnd> {
    const { promise, resolve } = Promise.withResolvers<LockEnd>()
    const request: Request = { tab, work, end: how => this.#happen(tab, () => resolve(how)) }
    const victim = this.#held
    if (isTheft && victim) {
      this.#held = null
      victim.end('stolen')
    }
    if (!this.#held) this.#grant(request)
    else {
      this.#queue.push(request)
      signal.addEventListener('abort', () => {
        if (!this.#queue.includes(request)) return
        this.#queue = this.#queue.filter(other => other !== request)
        request.end('withdrawn')
      })
    }
    return promise
  }

  #grant(request: Request): void {
    this.#held = request
    this.#happen(request.tab, () => {
      void request.work().then(() => {
        request.end('ended')
        if (this.#held === request) this.#release(request)
      })
    })
  }

  #release(request: Request): void {
    if (this.#held !== request) return
    this.#held = null
    const next = this.#queue.shift()
    if (next) this.#grant(next)
  }
}

/** Everything that follows without time passing has happened. */
const settled = (): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  // A browser would keep the thousands of timers of a test waiting, 4 ms each.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    resolve()
  }
  port2.postMessage(null)
  return promise
}
