/**
 * Work in small pieces while the page has nothing else to do. `piece` is called with a way to ask whether its time
 * is up and answers whether everything is done. Answers how to stop.
 *
 * Limits: a piece should end within PIECE_MS, also where the browser (Safari) cannot tell when it is idle.
 */
const PIECE_MS = 8

export const whenIdle = (piece: (isTimeUp: () => boolean) => boolean): (() => void) => {
  let stop = (): void => {}
  const next = (): void => {
    stop = later(() => {
      const until = performance.now() + PIECE_MS
      if (!piece(() => performance.now() >= until)) next()
    })
  }
  next()
  return () => stop()
}

const later = (run: () => void): (() => void) => {
  if ('requestIdleCallback' in globalThis) {
    const handle = requestIdleCallback(run)
    return () => cancelIdleCallback(handle)
  }
  const timer = setTimeout(run, PIECE_MS)
  return () => clearTimeout(timer)
}
