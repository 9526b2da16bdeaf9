/**
 * The page of the charts bench: six panels of the desk as the screen mounts them, measured from inside. Animation
 * frames are taken over, so that what is counted is script and layout, not waiting for the screen.
 */
import { flushSync, mount } from 'svelte'
import { createPyramid } from '#shared/trace'
import { type ChartLine, type ChartPanel, ChartStack, type Window } from '#web/parts/charts'
import '#web/style'

const LENGTH_M = 5000
const LAPS = [
  { lapKey: 'a', lapName: 'Lap 12', colour: '--reference', isReference: true },
  { lapKey: 'b', lapName: 'Lap 14', colour: '--lap-1', isReference: false },
  { lapKey: 'c', lapName: 'Lap 9', colour: '--lap-2', isReference: false },
  { lapKey: 'd', lapName: 'Lap 7', colour: '--lap-3', isReference: false },
] as const
const KINDS = ['continuous', 'continuous', 'continuous', 'continuous', 'continuous', 'discrete'] as const

export interface ChartsBench {
  /** Milliseconds of script and layout per cursor move. */
  cursorMs(): number
  /** Per frame in which the window moves and the last picture with it. */
  moveMs(): Promise<number>
  /** To draw a quite different window, all panels. */
  drawMs(): Promise<number>
}

const makePanels = (laps: number, samples: number): ChartPanel[] => {
  const axis = Float64Array.from({ length: samples }, (_, k) => (k / (samples - 1)) * LENGTH_M)
  return KINDS.map((kind, panel) => ({
    key: `panel ${panel}`,
    title: `Channel ${panel}`,
    unit: panel === 0 ? 'm/s' : '',
    isDelta: false,
    lines: LAPS.slice(0, laps).map((lap, i): ChartLine => {
      const values = Float32Array.from(axis, (x, k) => {
        const value = 40 + 30 * Math.sin(x / (60 + panel * 9) + i * 0.05) + Math.sin(k * 1.3) * 0.8
        return kind === 'discrete' ? Math.round(value / 12) : value
      })
      return { ...lap, kind, shift: 0, pyramid: createPyramid(axis, values) }
    }),
  }))
}

export const openCharts = async (laps: number, samples: number): Promise<ChartsBench> => {
  const frames = new Map<number, FrameRequestCallback>()
  let nextFrame = 0
  window.requestAnimationFrame = callback => {
    nextFrame += 1
    frames.set(nextFrame, callback)
    return nextFrame
  }
  window.cancelAnimationFrame = id => {
    frames.delete(id)
  }
  const runFrames = () => {
    const due = [...frames.values()]
    frames.clear()
    for (const callback of due) callback(performance.now())
    flushSync()
  }

  document.body.replaceChildren()
  const panels = makePanels(laps, samples)
  // Held raw: a deep proxy around the pyramids would cost ten times what is measured.
  let shown = $state.raw<Window>({ from: 0, to: LENGTH_M })
  let cursor = $state.raw(0)
  const props = {
    panels,
    axis: 'distance' as const,
    units: 'metric' as const,
    theme: 'dark',
    extent: { from: 0, to: LENGTH_M },
    get window() {
      return shown
    },
    get cursor() {
      return cursor
    },
    label: 'Charts',
  }
  mount(ChartStack, { target: document.body, props })
  flushSync()
  // The first size of the plots arrives with a resize observer.
  while (
    document.querySelectorAll('canvas').length < KINDS.length ||
    (document.querySelector('canvas')?.width ?? 0) < 400
  ) {
    await new Promise(resolve => setTimeout(resolve))
    runFrames()
  }

  /** Layout included: a style that is never laid out costs nothing. */
  const timed = (work: () => void): number => {
    const started = performance.now()
    work()
    flushSync()
    document.body.getBoundingClientRect()
    return performance.now() - started
  }
  let turn = 0
  /** Long enough for a window to have come to rest. */
  const rest = async () => {
    await new Promise(resolve => setTimeout(resolve, 120))
    runFrames()
  }
  const STEPS = 50
  return {
    cursorMs: () =>
      timed(() => {
        for (let i = 0; i < STEPS; i++) {
          turn += 1
          cursor = (turn * 37) % LENGTH_M
          flushSync()
          document.body.getBoundingClientRect()
        }
      }) / STEPS,
    moveMs: async () => {
      shown = { from: 1000, to: 3000 }
      flushSync()
      runFrames()
      const first = timed(() => {
        for (let i = 1; i <= STEPS; i++) {
          shown = { from: 1000 + i, to: 3000 + i }
          flushSync()
          document.body.getBoundingClientRect()
        }
      })
      await rest()
      return first / STEPS
    },
    drawMs: async () => {
      await rest()
      turn += 1
      const from = (turn * 613) % 2000
      return timed(() => {
        shown = { from, to: from + 2500 + (turn % 5) * 100 }
        flushSync()
        runFrames()
      })
    },
  }
}
