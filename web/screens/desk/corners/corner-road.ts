/**
 * The road corners are laid on: points and turns by metres along the reference.
 *
 * Metres outside the lap are those of its ends. Points are given back in the layout's frame, because that is how
 * corners are kept (degrees with x as longitude in wgs84).
 */
import type { Point } from '#shared/geo'
import type { Metres } from '#shared/units'

export interface CornerRoad {
  readonly lengthM: Metres
  pointAt(metres: number): Point
  turnBetween(fromM: number, toM: number): 'left' | 'right'
}

/** A path in flat metres: rising places along the reference with the point at each. */
export interface RoadPath {
  readonly metres: ArrayLike<number>
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

/** Shorter steps would read the noise of positions as turning. */
const STEP_M = 5

export const createCornerRoad = (
  path: RoadPath,
  lengthM: Metres,
  toFrame: (point: Point) => Point = point => point,
): CornerRoad => {
  const flatPointAt = (metres: number): Point => {
    const last = path.metres.length - 1
    let low = 0
    let high = last
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (path.metres[middle]! <= metres) low = middle
      else high = middle - 1
    }
    const next = Math.min(low + 1, last)
    const span = path.metres[next]! - path.metres[low]!
    const share = span > 0 ? Math.max(0, Math.min(1, (metres - path.metres[low]!) / span)) : 0
    return {
      x: path.x[low]! + (path.x[next]! - path.x[low]!) * share,
      y: path.y[low]! + (path.y[next]! - path.y[low]!) * share,
    }
  }
  const headingAt = (metres: number): number => {
    const a = flatPointAt(Math.max(0, metres - STEP_M))
    const b = flatPointAt(Math.min(lengthM, metres + STEP_M))
    return Math.atan2(b.y - a.y, b.x - a.x)
  }
  return {
    lengthM,
    pointAt: metres => toFrame(flatPointAt(metres)),
    turnBetween(fromM, toM) {
      const steps = Math.max(1, Math.ceil((toM - fromM) / STEP_M))
      let turned = 0
      let before = headingAt(fromM)
      for (let k = 1; k <= steps; k++) {
        const now = headingAt(fromM + ((toM - fromM) * k) / steps)
        // The short way round: a heading leaps from π to −π.
        turned += Math.atan2(Math.sin(now - before), Math.cos(now - before))
        before = now
      }
      return turned >= 0 ? 'left' : 'right'
    },
  }
}
