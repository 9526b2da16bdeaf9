/** What both sides of the charts bench do alike: the windows they see, how often, and how it is timed. */
import type { Window } from '#web/parts/charts'

/** Milliseconds of script and layout: per move of the cursor, per frame of a moving window, per window drawn anew. */
export interface MeasuredCharts {
  cursorMs(): Promise<number>
  moveMs(): Promise<number>
  drawMs(): Promise<number>
}

/** Far enough from the one before that nothing of its picture can be kept. */
export const windowOf = (turn: number): Window => {
  const from = (turn * 613) % 2000
  return { from, to: from + 2500 + (turn % 5) * 100 }
}

/** Layout included: a style that is never laid out costs nothing. */
export const timed = (work: () => void): number => {
  const started = performance.now()
  work()
  document.body.getBoundingClientRect()
  return performance.now() - started
}

const STEPS = 50

/** Milliseconds per step, counted from 1; each is laid out before the next. */
export const timedSteps = (step: (i: number) => void): number => {
  const ms = timed(() => {
    for (let i = 1; i <= STEPS; i++) {
      step(i)
      document.body.getBoundingClientRect()
    }
  })
  return ms / STEPS
}
