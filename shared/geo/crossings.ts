/**
 * When a path crosses a gate.
 *
 * Invariants: a crossing counts only from behind the gate to in front of it, once, at the first touch; to
 * touch the line and fall back is no crossing, nor is starting on it. A NaN in position breaks the path: no
 * crossing is found across it. A gate of no width is never crossed. Between two samples the path is straight
 * and driven as `motion.ts` says.
 */
import type { Gate } from './model.ts'
import { shareOfTime } from './motion.ts'

export interface Crossing {
  /** Interpolated, with fractions of a millisecond. */
  readonly timeMs: number
  /** The sample before the crossing. */
  readonly index: number
  /** Where on the gate: 0 = left end, 1 = right end. */
  readonly along: number
}

/** `speed` in m/s at the same instants, where it is known, makes the times of sparse samples more exact. */
export const findCrossings = (
  gate: Gate,
  timeMs: Float64Array,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  speed?: ArrayLike<number>,
): Crossing[] => {
  const { left, right } = gate
  const dx = right.x - left.x
  const dy = right.y - left.y

  /** The crossing after the share `way` of the piece between samples index and index + 1. */
  const crossingAt = (index: number, way: number): Crossing => {
    const stepX = x[index + 1]! - x[index]!
    const stepY = y[index + 1]! - y[index]!
    const px = x[index]! + way * stepX - left.x
    const py = y[index]! + way * stepY - left.y
    const ms = timeMs[index + 1]! - timeMs[index]!
    const share = shareOfTime(way, {
      metres: Math.hypot(stepX, stepY),
      ms,
      speedBefore: speed?.[index] ?? Number.NaN,
      speedAfter: speed?.[index + 1] ?? Number.NaN,
    })
    return {
      timeMs: timeMs[index]! + share * ms,
      index,
      along: (px * dx + py * dy) / (dx * dx + dy * dy),
    }
  }

  const crossings: Crossing[] = []
  /** Set while the path has touched the line from behind and not yet left it. */
  let touch: Crossing | null = null
  let sideBefore = Number.NaN
  for (let i = 0; i < timeMs.length; i++) {
    const side = dx * (y[i]! - left.y) - dy * (x[i]! - left.x)
    if (sideBefore < 0 && side >= 0) touch = crossingAt(i - 1, sideBefore / (sideBefore - side))
    if (touch && side > 0 && touch.along >= 0 && touch.along <= 1) crossings.push(touch)
    if (side !== 0) touch = null
    sideBefore = side
  }
  return crossings
}
