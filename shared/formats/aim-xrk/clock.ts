/**
 * Whether the time of a data record can be true.
 *
 * Records of all channels come nearly in the order of their times (a block of samples begins up to a second or
 * so earlier than it is written). One flipped bit makes a time lie hours away, and would otherwise silence its
 * channel for the rest of the file, because samples that go back in time are dropped. So a time far from its
 * neighbours is believed only when the next one agrees with it, as after a pause of the recording.
 */

export interface Clock {
  /** The last time believed, -1 before any. */
  readonly nowMs: number
  readonly rejected: number
  accepts(tcMs: number): boolean
}

/** Much longer than any block of samples, much shorter than what a flipped upper bit adds. */
const APART_MS = 60_000

export const createClock = (): Clock => {
  let nowMs = -1
  let doubtfulMs = -1
  let rejected = 0
  return {
    get nowMs() {
      return nowMs
    },
    get rejected() {
      return rejected
    },
    accepts(tcMs) {
      const isNear = nowMs < 0 || Math.abs(tcMs - nowMs) <= APART_MS
      const isConfirmed = doubtfulMs >= 0 && Math.abs(tcMs - doubtfulMs) <= APART_MS
      if (tcMs >= 0 && (isNear || isConfirmed)) {
        nowMs = tcMs
        doubtfulMs = -1
        return true
      }
      doubtfulMs = tcMs
      rejected++
      return false
    },
  }
}
