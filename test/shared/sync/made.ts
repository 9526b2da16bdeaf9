/** Lanes in memory, a clock that tests turn, and hashing as Node has it. */
import { createHash } from 'node:crypto'
import type { Bytes } from '#shared/blob'
import type { DeviceId, PersonId } from '#shared/logbook'
import type { Clock, EndReason, Lane } from '#shared/sync'

export const hashing = {
  digest: async (bytes: Bytes): Promise<Uint8Array> => createHash('sha256').update(bytes).digest(),
}

export const bytesOf = (size: number, seed = 1): Bytes => {
  const bytes = new Uint8Array(size)
  for (let i = 0, state = seed; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}

export interface TestClock extends Clock {
  /** Runs what is due, in order, letting promises settle in between. */
  pass(ms: number): Promise<void>
  waiting(): number
}

/** Lets everything that needs no time happen. */
export const settle = async (): Promise<void> => {
  for (let round = 0; round < 20; round++) await new Promise<void>(resolve => setImmediate(resolve))
}

export const createTestClock = (start = 1_800_000_000_000): TestClock => {
  let now = start
  const timers = new Set<{ at: number; run: () => void }>()
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async pass(ms) {
      const end = now + ms
      for (;;) {
        await settle()
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        timers.delete(next)
        now = Math.max(now, next.at)
        next.run()
      }
      now = end
      await settle()
    },
    waiting: () => timers.size,
  }
}

export interface TestLane extends Lane {
  readonly failedAs: EndReason | null
  readonly hasEnded: boolean
  /** Bytes this end sent. */
  readonly sent: Uint8Array[]
  end(): void
}

export interface LanePair {
  readonly near: TestLane
  readonly far: TestLane
  /** What each end sends waits while held. */
  hold(isHeld: boolean): void
}

const device = (letter: string) => letter.repeat(64) as DeviceId
const person = (letter: string) => letter.repeat(64) as PersonId

export interface LaneOptions {
  /** The devices at the ends, as hex digits; each lane's `peer` is the other. */
  readonly names?: readonly [near: string, far: string]
  readonly keepSent?: boolean
  /** May change or swallow what `far` sends. */
  readonly onFar?: (message: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null
}

/** Two ends of one session's lane. Messages wait in a queue of each direction; `send` resolves once delivered. */
export const createLanePair = (clock: Clock, options: LaneOptions = {}): LanePair => {
  const { names = ['a', 'b'], keepSent = true, onFar = message => message } = options
  let isHeld = false
  let hasEnded = false
  const wake = new Set<() => void>()
  const ends: (() => void)[] = []
  const endAll = (): void => {
    if (hasEnded) return
    hasEnded = true
    for (const run of ends) run()
    for (const go of wake) go()
  }

  const side = (
    other: string,
    change: (message: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null,
  ) => {
    let handler: ((message: Uint8Array<ArrayBuffer>) => Promise<void> | void) | null = null
    let failedAs: EndReason | null = null
    let last: Promise<void> = Promise.resolve()
    const sent: Uint8Array[] = []
    let deliver: (message: Uint8Array<ArrayBuffer>) => Promise<void> = async () => {}
    const lane: TestLane = {
      peer: { device: device(other), person: person(other) },
      clock,
      sent,
      get failedAs() {
        return failedAs
      },
      get hasEnded() {
        return hasEnded
      },
      end: endAll,
      send(message) {
        const own = message.slice()
        if (keepSent) sent.push(own)
        const changed = change(own)
        if (!changed) return Promise.resolve()
        last = last.then(async () => {
          while (isHeld && !hasEnded)
            await new Promise<void>(resolve => {
              const go = () => {
                wake.delete(go)
                resolve()
              }
              wake.add(go)
            })
          if (!hasEnded) await deliver(changed)
        })
        return last
      },
      receive(run) {
        handler = run
      },
      fail(reason) {
        failedAs ??= reason
        endAll()
      },
      onEnd: run => void ends.push(run),
    }
    return {
      lane,
      connect(to: { take: (message: Uint8Array<ArrayBuffer>) => Promise<void> }) {
        deliver = to.take
      },
      take: async (message: Uint8Array<ArrayBuffer>) => {
        await Promise.resolve()
        await handler?.(message)
      },
    }
  }

  const near = side(names[1], message => message)
  const far = side(names[0], onFar)
  near.connect(far)
  far.connect(near)
  return {
    near: near.lane,
    far: far.lane,
    hold(held) {
      isHeld = held
      if (!held) for (const go of [...wake]) go()
    },
  }
}
