/**
 * One panel's plot on a canvas, by chart.js.
 *
 * Limits of chart.js that shape this: only `parsing: false` on the chart itself skips copying every point; both
 * axes get their own range and ticks, which skips its scans; the axes take no room, so that the plots of a
 * stack line up to the pixel and their labels are text of the page; data sets live as long as their line, so
 * that a redraw reuses its elements.
 */
import {
  Chart,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ScriptableScaleContext,
} from 'chart.js'
import type { ChartColours } from './chart-theme.ts'
import type { DrawnPoint } from './line-points.ts'
import type { Window } from './model.ts'
import type { PanelDrawing, PanelLine } from './panel-drawing.ts'
import type { Tick } from './ticks.ts'

Chart.register(LineController, LineElement, LinearScale, PointElement, Filler)

export interface LineChartInput {
  readonly drawing: PanelDrawing
  readonly window: Window
  readonly xTicks: readonly Tick[]
  readonly colours: ChartColours
  readonly width: number
  readonly height: number
}

export interface LineChart {
  draw(input: LineChartInput): void
  destroy(): void
}

/**
 * `_decimated` is what chart.js' own decimation sets. Without it every point is moved to a whole CSS pixel column
 * when painted, which makes stairs of steep lines, plainly seen on screens of a phone.
 */
type LineSet = ChartDataset<'line', DrawnPoint[]> & { _decimated?: true }

const LINE_WIDTH = 1.5
const REFERENCE_WIDTH = 2.25
/** Of a colour, behind a delta. */
const FILL_PERCENT = 16

export const createLineChart = (canvas: HTMLCanvasElement): LineChart => {
  let input: LineChartInput | null = null
  const ticksOf = (ticks: () => readonly Tick[]) => (scale: { ticks: { value: number }[] }) => {
    scale.ticks = ticks().map(({ value }) => ({ value }))
  }
  const gridColour = ({ tick }: ScriptableScaleContext) =>
    input?.drawing.isDelta && tick?.value === 0 ? input.colours.muted : (input?.colours.line ?? '')
  const chart = new Chart<'line', DrawnPoint[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: false,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: 0, autoPadding: false },
      scales: {
        x: {
          type: 'linear',
          border: { display: false },
          grid: { color: () => input?.colours.line ?? '', drawTicks: false },
          ticks: { display: false },
          afterBuildTicks: ticksOf(() => input?.xTicks ?? []),
          afterFit: scale => {
            scale.height = 0
          },
        },
        y: {
          type: 'linear',
          border: { display: false },
          grid: { color: gridColour, drawTicks: false },
          ticks: { display: false },
          afterBuildTicks: ticksOf(() => input?.drawing.ticks ?? []),
          afterFit: scale => {
            scale.width = 0
          },
        },
      },
    },
  })
  let sets = new Map<string, LineSet>()
  const setOf = (key: string): LineSet => sets.get(key) ?? { data: [] }
  return {
    draw: next => {
      input = next
      const { drawing, window, width, height } = next
      const isFilled = drawing.isDelta && drawing.lines.filter(line => !line.isReference).length === 1
      // chart.js paints its first data set last.
      chart.data.datasets = drawing.lines
        .map(line => Object.assign(setOf(line.key), lineToSet(line, next, isFilled)))
        .reverse()
      sets = new Map(drawing.lines.map(({ key }, i) => [key, chart.data.datasets.at(-1 - i)!]))
      const { x, y } = chart.options.scales!
      Object.assign(x!, { min: window.from, max: window.to })
      Object.assign(y!, { min: drawing.range.low, max: drawing.range.high })
      // A new size updates by itself.
      if (chart.width !== width || chart.height !== height) chart.resize(width, height)
      else chart.update('none')
    },
    destroy: () => chart.destroy(),
  }
}

const lineToSet = (line: PanelLine, { colours }: LineChartInput, isFilled: boolean): LineSet => ({
  data: line.points as DrawnPoint[],
  borderColor: colours.token(line.colour),
  borderWidth: line.isReference ? REFERENCE_WIDTH : LINE_WIDTH,
  borderJoinStyle: 'round',
  stepped: line.isSteps,
  pointRadius: 0,
  tension: 0,
  _decimated: true,
  // Two filled deltas over each other could not be told apart.
  fill: isFilled && !line.isReference && deltaFill(colours),
})

const deltaFill = ({ slower, faster }: ChartColours) => ({
  target: { value: 0 },
  above: faint(slower),
  below: faint(faster),
})

const faint = (colour: string): string => `color-mix(in srgb, ${colour} ${FILL_PERCENT}%, transparent)`
