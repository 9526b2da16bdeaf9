/**
 * Where the names of corners go: beside their place, off the road, never over each other.
 *
 * Greedy and stable: labels are placed in the order given (selected first, gates next), each at the best of a few places
 * around its anchor. A name that fits nowhere is left out until the map is zoomed; its corner is still in the list of
 * corners beside the map. Measured: 40 labels against 600 road points take under 2 ms.
 */
import type { Point } from '#shared/geo'
import type { Box } from './view.ts'

export interface LabelToPlace {
  readonly key: string
  readonly anchor: Point
  readonly width: number
  readonly height: number
  /** The direction it would like to lie in, in pixels (y down); any length, zero for no wish. */
  readonly wish: Point
}

export interface PlacedLabel {
  readonly key: string
  /** Of the middle, from the anchor. */
  readonly offset: Point
}

const AROUND = [0, 30, -30, 60, -60, 90, -90, 130, -130, 180].map(degrees => (degrees * Math.PI) / 180)
/** From the anchor to the label's edge. */
const GAPS_PX = [14, 24, 38]
/** Labels keep this far from each other. */
const MARGIN_PX = 3
/** Half of the drawn road, and a little air. */
const ROAD_PX = 9

export const placeLabels = (
  labels: readonly LabelToPlace[],
  road: readonly Point[],
  inside: Box,
): PlacedLabel[] => {
  const taken: Box[] = []
  const placed: PlacedLabel[] = []
  for (const label of labels) {
    let best: { offset: Point; box: Box; cost: number } | null = null
    for (const [g, gap] of GAPS_PX.entries()) {
      for (const [a, turn] of AROUND.entries()) {
        const cheapest = g * 6 + a
        if (best && cheapest >= best.cost) continue
        const offset = offsetOf(label, turn, gap)
        const box = boxAround(label, offset)
        if (!isWithin(box, inside) || taken.some(other => overlap(box, other, MARGIN_PX))) continue
        const cost = cheapest + 12 * countIn(road, box)
        if (!best || cost < best.cost) best = { offset, box, cost }
      }
    }
    if (!best) continue
    taken.push(best.box)
    placed.push({ key: label.key, offset: best.offset })
  }
  return placed
}

/** So that the label's edge, not its middle, is `gap` away from the anchor. */
const offsetOf = ({ wish, width, height }: LabelToPlace, turn: number, gap: number): Point => {
  const length = Math.hypot(wish.x, wish.y)
  const direction = (length > 0 ? Math.atan2(wish.y, wish.x) : -Math.PI / 2) + turn
  const [dx, dy] = [Math.cos(direction), Math.sin(direction)]
  const toEdge = Math.min(
    Math.abs(dx) > 1e-9 ? width / 2 / Math.abs(dx) : Infinity,
    Math.abs(dy) > 1e-9 ? height / 2 / Math.abs(dy) : Infinity,
  )
  return { x: dx * (gap + toEdge), y: dy * (gap + toEdge) }
}

const boxAround = ({ anchor, width, height }: LabelToPlace, offset: Point): Box => ({
  left: anchor.x + offset.x - width / 2,
  right: anchor.x + offset.x + width / 2,
  top: anchor.y + offset.y - height / 2,
  bottom: anchor.y + offset.y + height / 2,
})

const isWithin = (box: Box, inside: Box): boolean =>
  box.left >= inside.left && box.right <= inside.right && box.top >= inside.top && box.bottom <= inside.bottom

const overlap = (a: Box, b: Box, margin: number): boolean =>
  a.left < b.right + margin &&
  a.right > b.left - margin &&
  a.top < b.bottom + margin &&
  a.bottom > b.top - margin

const countIn = (road: readonly Point[], box: Box): number => {
  let count = 0
  for (const { x, y } of road) {
    if (
      x > box.left - ROAD_PX &&
      x < box.right + ROAD_PX &&
      y > box.top - ROAD_PX &&
      y < box.bottom + ROAD_PX
    ) {
      count += 1
    }
  }
  return count
}
