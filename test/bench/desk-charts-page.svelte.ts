/**
 * The page of the desk bench's charts: six panels as the screen mounts them, and six uPlot charts of the same data
 * and size below them, measured from inside. Animation frames are taken over, so that what is counted is script and
 * layout, not waiting for the screen.
 */
import { flushSync, mount } from 'svelte'
import { createPyramid } from '#shared/trace'
import { type ChartLine, type ChartPanel, ChartStack, type Window } from '#web/parts/charts'
import '#web/style'
import { type MeasuredCharts, timed, timedSteps, windowOf } from './desk-charts-steps.ts'
import { openUplot } from './desk-uplot-page.ts'

const LENGTH_M = 5000
const LAPS = [
  { lapKey: 'a', lapName: 'Lap 12', colour: '--reference', isReference: true },
  { lapKey: 'b', lapName: 'Lap 14', colour: '--lap-1', isReference: false },
  { lapKey: 'c', lapName: 'Lap 9', colour: '--lap-2', isReference: false },
  { lapKey: 'd', lapName: 'Lap 7', colour: '--lap-3', isReference: false },
] as const
const KINDS = ['continuous', 'continuous', 'continuous', 'continuous', 'continuous', 'discrete'] as const

export interface ChartsBench {
  readonly ours: MeasuredCharts
  readonly uplot: MeasuredCharts
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
  const runFrames = takeOverFrames()
  const target = document.createElement('div')
  document.body.replaceChildren(target)
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
  mount(ChartStack, { target, props })
  flushSync()
  // The first size of the plots arrives with a resize observer.
  while (
    document.querySelectorAll('canvas').length < KINDS.length ||
    (document.querySelector('canvas')?.width ?? 0) < 400
  ) {
    await new Promise(resolve => setTimeout(resolve))
    runFrames()
  }
  const sizes = [...target.querySelectorAll('canvas')].map(({ clientWidth, clientHeight }) => ({
    width: clientWidth,
    height: clientHeight,
  }))

  let turn = 0
  /** Long enough for a window to have come to rest. */
  const rest = async () => {
    await new Promise(resolve => setTimeout(resolve, 120))
    runFrames()
  }
  const ours: MeasuredCharts = {
    cursorMs: async () =>
      timedSteps(() => {
        turn += 1
        cursor = (turn * 37) % LENGTH_M
        flushSync()
      }),
    moveMs: async () => {
      shown = { from: 1000, to: 3000 }
      flushSync()
      runFrames()
      const ms = timedSteps(i => {
        shown = { from: 1000 + i, to: 3000 + i }
        flushSync()
      })
      await rest()
      return ms
    },
    drawMs: async () => {
      await rest()
      turn += 1
      return timed(() => {
        shown = windowOf(turn)
        flushSync()
        runFrames()
      })
    },
  }
  return { ours, uplot: openUplot(panels, sizes) }
}

/** Returns what runs the frames that are due. */
const takeOverFrames = (): (() => void) => {
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
  return () => {
    const due = [...frames.values()]
    frames.clear()
    for (const callback of due) callback(performance.now())
    flushSync()
  }
}
