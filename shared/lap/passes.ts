/**
 * When the car passed a line, told apart by how sure that is.
 *
 * A pass is seen when the path crosses the gate between two neighbouring samples. It is unseen when the
 * position was lost around the line: then there is no time for it, and none is made up.
 *
 * Re-arming: after a pass the next one counts only once the car has been REARM_M beyond either end of the
 * gate, measured from its middle. A car that stands on the line, or is pushed back over it, makes one pass
 * however much its receiver wanders.
 */
import { findCrossings, type Gate, gateCenter, gateWidth } from '#shared/geo'
import type { Drive, Gap } from './drive.ts'

export interface Pass {
  /** When the line was crossed; for an unseen pass, when the position was lost. */
  readonly timeMs: number
  readonly unseen: Gap | null
}

/** A parked phone beside a pit building wanders by 20 m; the smallest kart tracks reach 50 m from their line. */
const REARM_M = 30

/**
 * A road that bends by up to 90° bulges by up to a fifth of the distance between its ends to either side. So
 * a line is missed in a gap when the straight across the gap passes it within that much of its ends.
 */
const BULGE = 0.2

/** All passes with a time, in order, jitter included. For lines inside a lap. */
export const seenPasses = (drive: Drive, gate: Gate): Pass[] => {
  const gapIndices = new Set(drive.gaps.map(gap => gap.index))
  return findCrossings(gate, drive.timeMs, drive.x, drive.y, drive.speed)
    .filter(({ index }) => !gapIndices.has(index))
    .map(({ timeMs }) => ({ timeMs, unseen: null }))
}

/**
 * The passes that begin or end a lap, in order, one for each time the car came by: the first of several when
 * the line ends a lap, the last when it only begins one (a car waiting on the line of a hill climb).
 */
export const passesOf = (drive: Drive, gate: Gate, keep: 'first' | 'last'): Pass[] => {
  const unseen = drive.gaps
    .filter(gap => !gap.isJump && mayHavePassed(drive, gate, gap))
    .map(gap => ({ timeMs: gap.fromMs, unseen: gap }))
  const all = [...seenPasses(drive, gate), ...unseen].sort((a, b) => a.timeMs - b.timeMs)
  const passes: Pass[] = []
  for (const pass of all) {
    const last = passes.at(-1)
    if (!last || wentAway(drive, gate, last.timeMs, pass.timeMs)) passes.push(pass)
    else if (keep === 'last') passes[passes.length - 1] = pass
  }
  return passes
}

/** Whether the car was far enough from the gate between two times to pass it anew. */
const wentAway = (drive: Drive, gate: Gate, fromMs: number, toMs: number): boolean => {
  const { timeMs, x, y } = drive
  const center = gateCenter(gate)
  const far = gateWidth(gate) / 2 + REARM_M
  for (let i = firstAfter(timeMs, fromMs); i < timeMs.length && timeMs[i]! <= toMs; i++) {
    if (Math.hypot(x[i]! - center.x, y[i]! - center.y) > far) return true
  }
  return false
}

const mayHavePassed = (drive: Drive, gate: Gate, { index }: Gap): boolean => {
  const ends = [index, index + 1]
  const [ax, bx] = ends.map(i => drive.x[i]!) as [number, number]
  const [ay, by] = ends.map(i => drive.y[i]!) as [number, number]
  const wider = (Math.hypot(bx - ax, by - ay) * BULGE) / gateWidth(gate)
  const { left, right } = gate
  const reach = { x: (right.x - left.x) * wider, y: (right.y - left.y) * wider }
  const widened: Gate = {
    left: { x: left.x - reach.x, y: left.y - reach.y },
    right: { x: right.x + reach.x, y: right.y + reach.y },
  }
  return findCrossings(widened, Float64Array.of(0, 1), [ax, bx], [ay, by]).length > 0
}

const firstAfter = (timeMs: Float64Array, atMs: number): number => {
  let low = 0
  let high = timeMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (timeMs[middle]! > atMs) high = middle
    else low = middle + 1
  }
  return low
}
