/**
 * A path as the pixels that can be seen of it: cut to the view, thinned to what a pixel can show, in runs of one colour.
 *
 * Invariants: a run's points are pixels of the map, x and y in turn; a run ends on the first point of the next one, so
 * a path has no holes but its own (NaN); a kept point is at least `apartPx` from the kept one before it, unless its colour changes or
 * the path ends there. What lies wholly outside the box on one side of it is not drawn.
 */
import type { Box, View } from './view.ts'

export interface PlanePath {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

export interface Run {
  readonly step: number
  readonly points: number[]
}

/** Closer than this two points of a line are one to the eye. */
const APART_PX = 1.25

export const runsInView = (
  { x, y }: PlanePath,
  view: View,
  box: Box,
  steps: ArrayLike<number> | null = null,
  apartPx = APART_PX,
): Run[] => {
  const { scale, originX, originY } = view
  const runs: Run[] = []
  const apart = apartPx * apartPx
  let run: Run | null = null
  let [lastX, lastY, lastSides] = [Number.NaN, Number.NaN, 0]
  const begin = (step: number, px: number, py: number): Run => {
    const begun = { step, points: [px, py] }
    runs.push(begun)
    return begun
  }
  const last = x.length - 1
  for (let i = 0; i <= last; i++) {
    const px = originX + x[i]! * scale
    const py = originY - y[i]! * scale
    if (Number.isNaN(px + py)) {
      run = null
      lastX = Number.NaN
      continue
    }
    const isFirst = Number.isNaN(lastX)
    const step = steps ? steps[i]! : 0
    const isOtherColour = !isFirst && run !== null && run.step !== step
    const near = !isFirst && (px - lastX) ** 2 + (py - lastY) ** 2 < apart
    const isEnd = i === last || Number.isNaN(x[i + 1]! + y[i + 1]!)
    if (near && !isOtherColour && !isEnd) continue
    const sides = sidesOf(px, py, box)
    if (!isFirst && (sides & lastSides) !== 0) {
      // Both ends lie beyond one edge: nothing of this piece is seen.
      run = null
    } else if (!isFirst) {
      run ??= begin(steps ? steps[i - 1]! : 0, lastX, lastY)
      run.points.push(px, py)
    }
    if (run && run.step !== step) run = begin(step, px, py)
    lastX = px
    lastY = py
    lastSides = sides
  }
  return runs.filter(({ points }) => points.length > 2)
}

/** Beyond which edges a point lies, a bit each. */
const sidesOf = (x: number, y: number, { left, top, right, bottom }: Box): number =>
  (x < left ? 1 : 0) | (x > right ? 2 : 0) | (y < top ? 4 : 0) | (y > bottom ? 8 : 0)
