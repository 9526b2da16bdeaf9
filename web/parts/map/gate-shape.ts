/**
 * The handles of a line being moved: one in its middle, which runs along the road, and one at each end, which turns and
 * widens it. On the map of a circuit a line is a few pixels wide, so its end handles are held further out; there they only
 * turn it, and widen it once the map is close enough for the hand to be that exact.
 */
import {
  type Gate,
  gateCenter,
  gateFromPoint,
  gateHeading,
  gateWidth,
  type Point,
  WIDTH_M,
} from '#shared/geo'

export type GateEnd = 'left' | 'right'

/** Handles of a thumb's width must not lie on each other. */
export const LEVER_PX = 46

/** Where the handle of an end lies, in metres. */
export const leverOf = (gate: Gate, end: GateEnd, scale: number): Point => {
  const center = gateCenter(gate)
  const width = gateWidth(gate) || 1
  const reach = Math.max(width / 2, LEVER_PX / scale)
  const tip = gate[end]
  return {
    x: center.x + ((tip.x - center.x) / (width / 2)) * reach,
    y: center.y + ((tip.y - center.y) / (width / 2)) * reach,
  }
}

/** From so many pixels a metre on a hand is exact enough to widen a line; below, pulling an end only turns it. */
const WIDENS_FROM_SCALE = 1

/** The line as it was when an end was taken, with that end pulled to a place; its middle stays. */
export const gateWithEnd = (start: Gate, end: GateEnd, to: Point, scale: number): Gate => {
  const center = gateCenter(start)
  const [dx, dy] = [to.x - center.x, to.y - center.y]
  const reach = Math.hypot(dx, dy)
  if (reach === 0) return start
  const right = Math.atan2(dx, dy) + (end === 'left' ? Math.PI : 0)
  const width = gateWidth(start)
  const pulled = scale >= WIDENS_FROM_SCALE ? reach - Math.max(width / 2, LEVER_PX / scale) : 0
  return gateFromPoint(center, right - Math.PI / 2, clampWidth(width + 2 * pulled))
}

export const gateTurned = (gate: Gate, degrees: number): Gate =>
  gateFromPoint(gateCenter(gate), gateHeading(gate) + (degrees * Math.PI) / 180, gateWidth(gate))

const clampWidth = (metres: number): number => Math.min(WIDTH_M.most, Math.max(WIDTH_M.least, metres))
