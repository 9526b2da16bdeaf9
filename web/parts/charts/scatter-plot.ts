/**
 * A scatter on a canvas, by chart.js: points of several laps, with the circles of a g-g diagram under them.
 * The same limits hold as for lines: nothing is parsed, scanned or animated, and the axes are text of the page.
 */
import { Chart, type ChartDataset, LinearScale, type Plugin, PointElement, ScatterController } from 'chart.js'
import type { ChartColours } from './chart-theme.ts'
import type { DrawnPoint } from './line-points.ts'
import type { ScatterView } from './scatter-points.ts'
import type { Tick } from './ticks.ts'

Chart.register(ScatterController, LinearScale, PointElement)

export interface ScatterInput {
  /** Topmost last. */
  readonly clouds: readonly {
    readonly points: readonly DrawnPoint[]
    readonly colour: string
    readonly isFaint: boolean
  }[]
  readonly view: ScatterView
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
  readonly circles: readonly number[]
  readonly colours: ChartColours
  readonly width: number
  readonly height: number
}

export interface ScatterPlot {
  draw(input: ScatterInput): void
  destroy(): void
}

const RADIUS = 1.5
const FAINT_PERCENT = 30

export const createScatterPlot = (canvas: HTMLCanvasElement): ScatterPlot => {
  let input: ScatterInput | null = null
  const circles: Plugin<'scatter'> = {
    id: 'circles',
    beforeDatasetsDraw: chart => {
      const { x, y } = chart.scales
      if (!input || !x || !y) return
      chart.ctx.save()
      chart.ctx.strokeStyle = input.colours.muted
      chart.ctx.lineWidth = 1
      for (const radius of input.circles) {
        chart.ctx.beginPath()
        const reach = x.getPixelForValue(radius) - x.getPixelForValue(0)
        chart.ctx.arc(x.getPixelForValue(0), y.getPixelForValue(0), reach, 0, 2 * Math.PI)
        chart.ctx.stroke()
      }
      chart.ctx.restore()
    },
  }
  const axis = (ticks: () => readonly Tick[]) => ({
    type: 'linear' as const,
    border: { display: false },
    grid: { color: () => input?.colours.line ?? '', drawTicks: false },
    ticks: { display: false },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = ticks().map(({ value }) => ({ value }))
    },
  })
  const chart = new Chart<'scatter', DrawnPoint[]>(canvas, {
    type: 'scatter',
    data: { datasets: [] },
    plugins: [circles],
    options: {
      animation: false,
      parsing: false,
      responsive: false,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: 0, autoPadding: false },
      scales: {
        x: {
          ...axis(() => input?.xTicks ?? []),
          afterFit: scale => {
            scale.height = 0
          },
        },
        y: {
          ...axis(() => input?.yTicks ?? []),
          afterFit: scale => {
            scale.width = 0
          },
        },
      },
    },
  })
  return {
    draw: next => {
      input = next
      const { clouds, view, width, height } = next
      chart.data.datasets = clouds.map(cloud => cloudToSet(cloud, next.colours)).reverse()
      const { x, y } = chart.options.scales!
      Object.assign(x!, { min: view.x.from, max: view.x.to })
      Object.assign(y!, { min: view.y.from, max: view.y.to })
      // A new size updates by itself.
      if (chart.width !== width || chart.height !== height) chart.resize(width, height)
      else chart.update('none')
    },
    destroy: () => chart.destroy(),
  }
}

const cloudToSet = (
  { points, colour, isFaint }: ScatterInput['clouds'][number],
  { token }: ChartColours,
): ChartDataset<'scatter', DrawnPoint[]> => ({
  data: points as DrawnPoint[],
  pointRadius: RADIUS,
  pointBorderWidth: 0,
  pointBackgroundColor: isFaint
    ? `color-mix(in srgb, ${token(colour)} ${FAINT_PERCENT}%, transparent)`
    : token(colour),
})
