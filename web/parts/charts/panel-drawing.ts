/**
 * Everything one panel shows of one window, as numbers: the points of its lines, its range and its ticks.
 *
 * Invariants: the reference is drawn first, so that the other laps lie over it; among the others the earlier
 * line lies on top; a range that is given is kept while it is calm.
 */
import type { UnitSystem } from '#shared/units'
import { type DrawnPoint, eventInstants, lineToPoints } from './line-points.ts'
import type { ChartLine, ChartPanel, Window } from './model.ts'
import type { Tick } from './ticks.ts'
import { rangeOf, type ValueRange, type ValueScale, valueScaleOf, valueTicks } from './value-scale.ts'

export interface PanelLine {
  /** Of its own in this panel: a lap may have several lines. */
  readonly key: string
  readonly colour: string
  readonly isReference: boolean
  readonly isSteps: boolean
  readonly points: readonly DrawnPoint[]
}

export interface PanelDrawing {
  /** In the order of painting, the topmost last. */
  readonly lines: readonly PanelLine[]
  readonly unit: string
  readonly range: ValueRange
  readonly ticks: readonly Tick[]
  readonly isDelta: boolean
  /** Nothing of any line lies in the window. */
  readonly isEmpty: boolean
}

export const panelToDrawing = (
  panel: ChartPanel,
  window: Window,
  size: { readonly columns: number; readonly height: number },
  units: UnitSystem,
  previous: ValueRange | null,
): PanelDrawing => {
  const scale = valueScaleOf(panel, units)
  const curves = panel.lines.filter(line => line.kind !== 'event')
  const events = panel.lines.filter(line => line.kind === 'event')
  const drawn = curves.map(line => ({ line, ...lineToPoints(line, window, size.columns, scale) }))
  const isSteps = curves.length > 0 && curves.every(line => line.kind === 'discrete')
  const values = drawn.reduce(
    (all, { range }) => ({
      low: range.low < all.low ? range.low : all.low,
      high: range.high > all.high ? range.high : all.high,
    }),
    { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY },
  )
  const range =
    curves.length === 0 ? { low: 0, high: 1 } : rangeOf(values, panel, scale.unit, isSteps, previous)
  const instants = events.map(line => eventInstants(line, window, size.columns))
  const lines = [
    ...drawn.map(({ line, points }, i) => toPanelLine(`${line.lapKey}/${i}`, line, points)),
    ...events.map((line, lane) =>
      toPanelLine(
        `${line.lapKey}/event ${lane}`,
        line,
        instantsToTicks(instants[lane]!, lane / events.length, 1 / events.length, range),
      ),
    ),
  ]
  const hasValues = values.low <= values.high
  return {
    lines: [...lines.filter(line => line.isReference), ...lines.filter(line => !line.isReference).reverse()],
    unit: scale.unit,
    range,
    ticks: hasValues ? valueTicks(range, size.height, panel, isSteps) : [],
    isDelta: panel.isDelta,
    isEmpty: !hasValues && instants.every(at => at.length === 0),
  }
}

const toPanelLine = (key: string, line: ChartLine, points: readonly DrawnPoint[]): PanelLine => ({
  key,
  colour: line.colour,
  isReference: line.isReference,
  isSteps: line.kind === 'discrete',
  points,
})

/** Upright strokes, each lap's in a lane of its own. */
const instantsToTicks = (
  instants: readonly number[],
  laneFrom: number,
  laneHeight: number,
  { low, high }: ValueRange,
): DrawnPoint[] => {
  const y = (part: number) => low + (high - low) * part
  const bottom = y(laneFrom + laneHeight * 0.12)
  const top = y(laneFrom + laneHeight * 0.88)
  return instants.flatMap(x => [
    { x, y: bottom },
    { x, y: top },
    { x, y: Number.NaN },
  ])
}

/** The unit a panel is shown in, as written beside its title. */
export const shownUnitOf = (panel: ChartPanel, units: UnitSystem): ValueScale['unit'] =>
  valueScaleOf(panel, units).unit
