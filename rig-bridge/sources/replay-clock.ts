/** When an event of a recording is due: its own time since the last one, in the recording's pace. */
import type { SimEvent } from '#shared/sim'

/** A night between two sessions of one recording is not waited for. */
const LONGEST_WAIT_MS = 5000

export interface ReplayClock {
  /** Asked in the order of the events; an event is due when its end is. */
  isDue(fromMs: number, toMs: number, nowMs: number): boolean
}

export const createReplayClock = (speed: number): ReplayClock => {
  /** The recording's instant that is shown at `shownMs`. */
  let originMs: number | null = null
  let shownMs = 0
  let lastMs = 0
  return {
    isDue(fromMs, toMs, nowMs) {
      if (speed === 0) return true
      if (originMs === null || fromMs - lastMs > LONGEST_WAIT_MS || toMs < lastMs) {
        originMs = fromMs
        lastMs = fromMs
        shownMs = nowMs
      }
      if (toMs - originMs > (nowMs - shownMs) * speed) return false
      lastMs = toMs
      return true
    },
  }
}

export const eventTimes = (event: SimEvent): { readonly fromMs: number; readonly toMs: number } => {
  if (event.kind === 'samples') return { fromMs: event.timesMs[0]!, toMs: event.timesMs.at(-1)! }
  if (event.kind === 'gap') return { fromMs: event.toMs, toMs: event.toMs }
  return { fromMs: event.atMs, toMs: event.atMs }
}
