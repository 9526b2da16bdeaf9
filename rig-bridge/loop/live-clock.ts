/**
 * Which instant of the world the newest sample is from.
 *
 * A source has a clock of its own and says now and then what time of day it was; between, its clock is carried on. For
 * what happens now that is true to the millisecond. A recording or a game that is made to run faster is not of now: its
 * samples are of the moment they came.
 */
import type { SimEvent } from '#shared/sim'

export interface LiveClock {
  /** Looks at what was drained; answers whether there was a sample in it. */
  see(events: readonly SimEvent[]): boolean
  /** Milliseconds since 1970 of the newest sample. */
  epochMs(): number
}

export interface LiveClockOptions {
  readonly isOfNow: boolean
  /** Milliseconds since 1970. */
  readonly nowEpochMs: () => number
}

export const createLiveClock = ({ isOfNow, nowEpochMs }: LiveClockOptions): LiveClock => {
  let offsetMs: number | null = null
  let sampleMs = 0
  let seenEpochMs = 0
  return {
    see: events => {
      let hasSample = false
      for (const event of events) {
        if (event.kind === 'clock') offsetMs = event.epochMs - event.atMs
        const newest = event.kind === 'samples' ? event.timesMs.at(-1) : undefined
        if (newest === undefined) continue
        hasSample = true
        sampleMs = newest
      }
      if (hasSample) seenEpochMs = nowEpochMs()
      return hasSample
    },
    epochMs: () => (isOfNow && offsetMs !== null ? sampleMs + offsetMs : seenEpochMs),
  }
}
