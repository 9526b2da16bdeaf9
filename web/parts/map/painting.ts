/** Strokes of the map on a canvas, in pixels of the view: the road, traces in colours, points, and lines across the road. */
import { type Gate, gateCenter, gateWidth, type Point } from '#shared/geo'
import { UNKNOWN_STEP } from './colour-scales.ts'
import { type PlanePath, type Run, runsInView } from './traces-in-view.ts'
import { type Box, toPixel, type View } from './view.ts'

/** A road about as wide as real ones once the map is close; before that as wide as a pen. */
const ROAD = { widthM: 11, leastPx: 10, edgePx: 1.25 }

export interface RoadColours {
  readonly edge: string
  readonly surface: string
}

export const paintRoad = (
  context: CanvasRenderingContext2D,
  view: View,
  box: Box,
  path: PlanePath,
  colours: RoadColours,
): void => {
  const widthPx = Math.max(ROAD.leastPx, ROAD.widthM * view.scale)
  const runs = runsInView(path, view, grow(box, widthPx))
  strokeRuns(context, runs, colours.edge, widthPx)
  strokeRuns(context, runs, colours.surface, widthPx - 2 * ROAD.edgePx)
}

/** All runs of one colour are one stroke. `colours` by step; unknown steps are drawn in `unknown`. */
export const paintTrace = (
  context: CanvasRenderingContext2D,
  view: View,
  box: Box,
  path: PlanePath,
  {
    steps,
    colours,
    unknown,
    widthPx,
  }: {
    readonly steps: ArrayLike<number> | null
    readonly colours: readonly string[]
    readonly unknown: string
    readonly widthPx: number
  },
): void => {
  const runsByStep = Map.groupBy(runsInView(path, view, box, steps), ({ step }) => step)
  for (const [step, runs] of runsByStep) {
    strokeRuns(context, runs, step === UNKNOWN_STEP ? unknown : (colours[step] ?? unknown), widthPx)
  }
}

export const strokeRuns = (
  context: CanvasRenderingContext2D,
  runs: readonly Run[],
  colour: string,
  widthPx: number,
): void => {
  context.beginPath()
  for (const { points } of runs) {
    context.moveTo(points[0]!, points[1]!)
    for (let i = 2; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!)
  }
  context.strokeStyle = colour
  context.lineWidth = widthPx
  context.stroke()
}

/** Picked points, at most one per few pixels so that thousands stay a shape. */
export const paintPoints = (
  context: CanvasRenderingContext2D,
  view: View,
  box: Box,
  points: Iterable<Point>,
  colours: { readonly fill: string; readonly edge: string },
): void => {
  const seen = new Set<number>()
  context.beginPath()
  for (const p of points) {
    const { x, y } = toPixel(view, p)
    if (!(x > box.left && x < box.right && y > box.top && y < box.bottom)) continue
    const cell = Math.round(x / 3) * 65_536 + Math.round(y / 3)
    if (seen.has(cell)) continue
    seen.add(cell)
    context.moveTo(x + 4, y)
    context.arc(x, y, 4, 0, 2 * Math.PI)
  }
  context.lineWidth = 2
  context.strokeStyle = colours.edge
  context.stroke()
  context.fillStyle = colours.fill
  context.fill()
}

/** A line of a road's width is a dot on the map of a circuit: it is drawn at least so long. */
const GATE = { leastPx: 22, squarePx: 3.5 }

/** Unit vectors in pixels along a gate (to its right end) and ahead of it, and its drawn half length. */
export const gateOnScreen = (
  view: View,
  gate: Gate,
): { readonly center: Point; readonly along: Point; readonly ahead: Point; readonly halfPx: number } => {
  const width = gateWidth(gate) || 1
  const along = { x: (gate.right.x - gate.left.x) / width, y: -(gate.right.y - gate.left.y) / width }
  return {
    center: toPixel(view, gateCenter(gate)),
    along,
    // A quarter turn against the clock on the screen, whose y grows downwards.
    ahead: { x: along.y, y: -along.x },
    halfPx: Math.max(GATE.leastPx, width * view.scale) / 2,
  }
}

export const paintSectorLine = (
  context: CanvasRenderingContext2D,
  view: View,
  gate: Gate,
  colours: { readonly line: string; readonly ground: string },
): void => {
  const { center, along, halfPx } = gateOnScreen(view, gate)
  for (const [colour, width] of [
    [colours.ground, 5],
    [colours.line, 2],
  ] as const) {
    context.beginPath()
    context.moveTo(center.x - along.x * halfPx, center.y - along.y * halfPx)
    context.lineTo(center.x + along.x * halfPx, center.y + along.y * halfPx)
    context.strokeStyle = colour
    context.lineWidth = width
    context.stroke()
  }
}

/** Two rows of squares across the road, and an arrow beside it the way it is driven. */
export const paintStartLine = (
  context: CanvasRenderingContext2D,
  view: View,
  gate: Gate,
  colours: { readonly light: string; readonly dark: string; readonly arrow: string; readonly ground: string },
): void => {
  const { center, along, ahead, halfPx } = gateOnScreen(view, gate)
  const columns = 2 * Math.ceil(halfPx / GATE.squarePx)
  const size = (2 * halfPx) / columns
  context.save()
  context.transform(along.x, along.y, ahead.x, ahead.y, center.x, center.y)
  context.fillStyle = colours.ground
  context.fillRect(-halfPx - 1.5, -size - 1.5, 2 * halfPx + 3, 2 * size + 3)
  for (let column = 0; column < columns; column++) {
    for (const row of [0, 1]) {
      context.fillStyle = (column + row) % 2 === 0 ? colours.light : colours.dark
      context.fillRect(-halfPx + column * size, (row - 1) * size, size, size)
    }
  }
  context.restore()
  const aside = halfPx + 9
  const from = (side: number, forward: number): [number, number] => [
    center.x + along.x * side + ahead.x * forward,
    center.y + along.y * side + ahead.y * forward,
  ]
  context.beginPath()
  context.moveTo(...from(aside, -3))
  context.lineTo(...from(aside, 19))
  context.moveTo(...from(aside - 5, 13))
  context.lineTo(...from(aside, 19))
  context.lineTo(...from(aside + 5, 13))
  for (const [colour, width] of [
    [colours.ground, 5],
    [colours.arrow, 2],
  ] as const) {
    context.strokeStyle = colour
    context.lineWidth = width
    context.stroke()
  }
}

const grow = (box: Box, by: number): Box => ({
  left: box.left - by,
  top: box.top - by,
  right: box.right + by,
  bottom: box.bottom + by,
})
