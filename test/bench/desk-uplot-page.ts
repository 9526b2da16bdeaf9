/**
 * The same charts by uPlot: a plot per panel of the same size with an axis of values beside it, the same columns, no
 * legend, no points. It has no picture to move: a moving window is drawn anew in every frame.
 */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ChartPanel } from '#web/parts/charts'
import { type MeasuredCharts, timed, timedSteps, windowOf } from './desk-charts-steps.ts'

const COLOURS = ['#ddd', '#e55', '#5b5', '#59f']
const AXIS_PX = 50

export const openUplot = (
  panels: readonly ChartPanel[],
  sizes: readonly { readonly width: number; readonly height: number }[],
): MeasuredCharts => {
  const target = document.createElement('div')
  document.body.append(target)
  const plots = panels.map((panel, i) => plotOf(panel, sizes[i]!, target))
  const see = (window: { readonly from: number; readonly to: number }): void => {
    for (const plot of plots) {
      // At once instead of in a microtask.
      plot.batch(() => plot.setScale('x', { min: window.from, max: window.to }))
    }
  }
  let turn = 0
  return {
    cursorMs: async () =>
      timedSteps(() => {
        turn += 1
        const left = (turn * 11) % (sizes[0]!.width - 1)
        for (const plot of plots) plot.setCursor({ left, top: 10 })
      }),
    moveMs: async () => timedSteps(i => see({ from: 1000 + i, to: 3000 + i })),
    drawMs: async () => {
      turn += 1
      return timed(() => see(windowOf(turn)))
    },
  }
}

const plotOf = (
  panel: ChartPanel,
  { width, height }: { readonly width: number; readonly height: number },
  target: HTMLElement,
): uPlot => {
  const axis = panel.lines[0]!.pyramid.axis
  const stepped = uPlot.paths.stepped!({ align: 1 })
  return new uPlot(
    {
      width: width + AXIS_PX,
      height,
      padding: [0, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
      scales: { x: { time: false } },
      axes: [{ show: false }, { size: AXIS_PX }],
      series: [
        {},
        ...panel.lines.map(({ lapName, kind }, i) => ({
          label: lapName,
          stroke: COLOURS[i]!,
          width: 1.5,
          points: { show: false },
          ...(kind === 'discrete' ? { paths: stepped } : {}),
        })),
      ],
    },
    [axis, ...panel.lines.map(({ pyramid }) => pyramid.values)] as uPlot.AlignedData,
    target,
  )
}
