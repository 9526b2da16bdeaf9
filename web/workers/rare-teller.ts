/** Tells how much is done some ten times a second: every message wakes the page. */
const EVERY_MS = 100

export const createRareTeller = (tell: (done: number) => void): ((done: number) => void) => {
  let last = Number.NEGATIVE_INFINITY
  return done => {
    const now = performance.now()
    if (now - last < EVERY_MS) return
    last = now
    tell(Math.min(1, done))
  }
}
