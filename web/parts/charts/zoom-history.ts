/**
 * Where one has looked, to go back and forward like through pages.
 *
 * Invariants: `now` is the window shown; the same window twice in a row is one entry; going somewhere new
 * forgets what lay ahead; at most MOST windows are kept behind.
 */
import type { Window } from './model.ts'
import { isSameWindow } from './window-moves.ts'

export interface ZoomHistory {
  readonly past: readonly Window[]
  readonly now: Window
  readonly future: readonly Window[]
}

const MOST = 100

export const createZoomHistory = (now: Window): ZoomHistory => ({ past: [], now, future: [] })

export const pushZoom = (history: ZoomHistory, window: Window): ZoomHistory =>
  isSameWindow(history.now, window)
    ? history
    : { past: [...history.past, history.now].slice(-MOST), now: window, future: [] }

export const zoomBack = (history: ZoomHistory): ZoomHistory => {
  const previous = history.past.at(-1)
  if (!previous) return history
  return { past: history.past.slice(0, -1), now: previous, future: [history.now, ...history.future] }
}

export const zoomForward = (history: ZoomHistory): ZoomHistory => {
  const [next, ...future] = history.future
  return next ? { past: [...history.past, history.now], now: next, future } : history
}

/** Seeing the whole lap is a step like any other: one can go back from it. */
export const zoomWhole = (history: ZoomHistory, extent: Window): ZoomHistory => pushZoom(history, extent)
