/** Clocks and timers, passed in so that a test can drive for an hour in a second. */
export interface Time {
  /** Of the wall: milliseconds since 1970, may jump. */
  epochMs(): number
  /** Never jumps; any origin. */
  elapsedMs(): number
  /** Does not keep the program alive. Answers how to stop it. */
  after(ms: number, run: () => void): () => void
}

export const systemTime: Time = {
  epochMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref()
    return () => clearTimeout(timer)
  },
}
