/**
 * Calls at a steady rate for as long as the program runs.
 *
 * A timer of Node fires at whole milliseconds and late by what else happens; the next call is counted from when this
 * one was due, so that the mean stays exact. Beats that were missed (a suspended machine) are left out, not made up. A
 * beat may wait a moment for what it is to show: then it comes with the next sample instead of just before it.
 */

export interface Metronome {
  stop(): void
}

export interface MetronomeOptions {
  /** Asked for after each beat. */
  readonly everyMs: () => number
  /** A clock that only runs forward, in milliseconds. */
  readonly now: () => number
  readonly beat: () => void
  /** Asked when a beat is due; the beat follows when it settles. */
  readonly untilReady?: () => Promise<unknown> | undefined
}

export const startMetronome = ({ everyMs, now, beat, untilReady }: MetronomeOptions): Metronome => {
  let due = now()
  let timer: NodeJS.Timeout
  let isStopped = false

  const beatNow = (): void => {
    if (isStopped) return
    beat()
    if (isStopped) return
    const at = now()
    due = Math.max(due + everyMs(), at)
    timer = setTimeout(run, due - at)
  }
  const run = (): void => {
    const ready = untilReady?.()
    if (ready) ready.then(beatNow, beatNow)
    else beatNow()
  }
  timer = setTimeout(run, 0)
  return {
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
