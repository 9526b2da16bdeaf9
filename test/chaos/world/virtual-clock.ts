/**
 * Time that passes only when told to, and only once everything that can run now has run. What runs in between must be
 * promises and these timers alone: no disk, no threads; then one seed gives one course of events.
 */
import type { Clock } from '#shared/sync'

interface Timer {
  readonly due: number
  readonly order: number
  readonly run: () => void
}

export interface VirtualClock extends Clock {
  /** As a device whose clock is wrong by this much believes. Timers run alike. */
  skewed(ms: number): Clock
  /** Lets this much time pass. */
  pass(ms: number): Promise<void>
  /** Lets time pass until this is so; false when it is not within `ms`. */
  until(isSo: () => boolean | Promise<boolean>, ms: number): Promise<boolean>
  readonly timers: number
}

const everythingRan = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export const createVirtualClock = (start: number): VirtualClock => {
  let now = start
  let order = 0
  const heap: Timer[] = []

  const isBefore = (a: Timer, b: Timer): boolean => a.due < b.due || (a.due === b.due && a.order < b.order)

  const push = (timer: Timer): void => {
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(heap[at]!, heap[parent]!)) break
      ;[heap[at], heap[parent]] = [heap[parent]!, heap[at]!]
      at = parent
    }
  }

  const pop = (): Timer => {
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first
    heap[0] = last
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child
      if (least === at) return first
      ;[heap[at], heap[least]] = [heap[least]!, heap[at]!]
      at = least
    }
  }

  const stopped = new Set<Timer>()
  const after = (ms: number, run: () => void): (() => void) => {
    const timer: Timer = { due: now + Math.max(0, ms), order: order++, run }
    push(timer)
    return () => void stopped.add(timer)
  }

  /** Everything due at the next moment anything is due, if that is not after `end`. */
  const step = (end: number): boolean => {
    const due = heap[0]?.due
    if (due === undefined || due > end) return false
    now = Math.max(now, due)
    while (heap[0]?.due === due) {
      const timer = pop()
      if (!stopped.delete(timer)) timer.run()
    }
    return true
  }

  const until: VirtualClock['until'] = async (isSo, ms) => {
    const end = now + ms
    for (;;) {
      await everythingRan()
      if (await isSo()) return true
      if (!step(end)) {
        now = end
        return false
      }
    }
  }

  return {
    now: () => now,
    after,
    skewed: ms => ({ now: () => now + ms, after }),
    pass: async ms => void (await until(() => false, ms)),
    until,
    get timers() {
      return heap.length - stopped.size
    },
  }
}
