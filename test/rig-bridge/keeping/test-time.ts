/** Time that passes when the test says so. */
import type { Time } from '../../../rig-bridge/keeping/time.ts'

export interface TestTime extends Time {
  /** Lets everything that is under way go as far as it can, then lets this much time pass, timers included. */
  pass(ms: number): Promise<void>
  /** Sets the clock on the wall forth or back. */
  jump(ms: number): void
}

/** Work under way consists of promises only; a few turns of the loop are more than the longest chain needs. */
const TURNS = 4

export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < TURNS; turn++) await new Promise(resolve => setImmediate(resolve))
}

export const createTestTime = (epochMs: number): TestTime => {
  let elapsedMs = 0
  let offsetMs = epochMs
  let timers: { readonly atMs: number; readonly run: () => void }[] = []
  return {
    epochMs: () => offsetMs + elapsedMs,
    elapsedMs: () => elapsedMs,
    after(ms, run) {
      const timer = { atMs: elapsedMs + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter(other => other !== timer)
      }
    },
    async pass(ms) {
      await settle()
      elapsedMs += ms
      const due = timers.filter(({ atMs }) => atMs <= elapsedMs)
      timers = timers.filter(({ atMs }) => atMs > elapsedMs)
      for (const { run } of due) run()
      await settle()
    },
    jump(ms) {
      offsetMs += ms
    },
  }
}
