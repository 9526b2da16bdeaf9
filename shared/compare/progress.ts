/**
 * How far along a guide a lap has come, place by place.
 *
 * Each place is looked for in a window around where the car can be by now, so a track that crosses or touches
 * itself cannot mislead it; among several points of the road in the window the near one wins, and of two equally
 * near the one that was expected. The answer may step back by a receiver's error: who uses it makes it monotone.
 *
 * Cost: about 15 points of the road per place at 60 Hz, 0.1 µs.
 */
import type { Guide } from './guide.ts'
import type { Places } from './places.ts'
import { isTravelKnown, type Travel, travelledAt } from './travel.ts'

export interface Progress {
  /** Metres along the road, negative before its start; NaN where the place is on no road of it. */
  readonly s: Float64Array<ArrayBuffer>
  /** Metres beside the road, also where it is too far from it to count. */
  readonly beside: Float64Array<ArrayBuffer>
}

/** Wider than any road with its run-off; further away the car was on another road. */
export const OFF_ROAD_M = 60
/** A receiver's error and a parked one's wandering, against the road from one leg of a hairpin to the other. */
const BACK_M = 12
const AHEAD_M = 10
/** The reference may have driven around the outside of a corner this lap cut. */
const AHEAD_SHARE = 1.5
/** After this long the straight across says little about the road. */
const LOST_MS = 2000
const USUAL_M_PER_MS = 0.04
/** A car's own metres against the reference's, over a lost position. */
const TRAVEL_SHARE = 1.3
const TRAVEL_M = 40
/** 100 m from where it was expected count as much as 10 m beside the road. */
const SURPRISE = 0.1

/** So near beside the road no other point of it within a window is nearer but in the tightest hairpin. */
const SURELY_M = 8
const PIECES_AHEAD = 2

/** The piece at or just ahead of `at` whose ends the place lies between, −1 for none. */
const nearPiece = ({ x, y, tx, ty }: Guide, px: number, py: number, at: number): number => {
  const to = Math.min(at + PIECES_AHEAD, x.length - 2)
  let f0 = (px - x[at]!) * tx[at]! + (py - y[at]!) * ty[at]!
  if (f0 < 0) return -1
  for (let j = at; j <= to; j++) {
    const f1 = (px - x[j + 1]!) * tx[j + 1]! + (py - y[j + 1]!) * ty[j + 1]!
    if (f1 < 0) return f0 >= 0 ? j : -1
    f0 = f1
  }
  return -1
}

export const progressOn = (guide: Guide, places: Places, travel: Travel | null): Progress => {
  const { timeMs, x, y } = places
  const n = timeMs.length
  const progress = { s: new Float64Array(n), beside: new Float64Array(n) }
  const { s, x: gx, y: gy, tx, ty } = guide
  const lastPoint = s.length - 1
  let lastS = 0
  let lastMs = Math.min(0, timeMs[0] ?? 0)
  let lastX = Number.NaN
  let lastY = Number.NaN
  /** The point of the guide at or before the last answer. */
  let at = 0
  for (let i = 0; i < n; i++) {
    const px = x[i]!
    const py = y[i]!
    const ms = timeMs[i]! - lastMs
    let expected = lastS
    let from: number
    let to: number
    const isFirst = Number.isNaN(lastX)
    if (!isFirst && ms <= LOST_MS) {
      const dx = px - lastX
      const dy = py - lastY
      const driven = Math.sqrt(dx * dx + dy * dy)
      expected += driven
      from = lastS - BACK_M
      to = lastS + AHEAD_SHARE * driven + AHEAD_M
    } else {
      const own = travel && isTravelKnown(travel, lastMs, timeMs[i]!)
      // Without speed a usual pace has to do. A speed that dropped out to 0 must not lose the car for good.
      const driven = own ? travelledAt(travel, timeMs[i]!) - travelledAt(travel, lastMs) : USUAL_M_PER_MS * ms
      expected += driven
      from = lastS - BACK_M
      to = lastS + TRAVEL_M + Math.max(TRAVEL_SHARE * driven, USUAL_M_PER_MS * ms)
    }
    if (!isFirst && ms <= LOST_MS) {
      // Most places lie on the piece of the last one or the next two: no search is needed for them.
      const near = nearPiece(guide, px, py, at)
      if (near >= 0) {
        const f0 = (px - gx[near]!) * tx[near]! + (py - gy[near]!) * ty[near]!
        const f1 = (px - gx[near + 1]!) * tx[near + 1]! + (py - gy[near + 1]!) * ty[near + 1]!
        const u = f0 / (f0 - f1)
        const dx = px - gx[near]! - u * (gx[near + 1]! - gx[near]!)
        const dy = py - gy[near]! - u * (gy[near + 1]! - gy[near]!)
        const square = dx * dx + dy * dy
        if (square <= SURELY_M * SURELY_M) {
          at = near
          lastS = s[near]! + u * (s[near + 1]! - s[near]!)
          lastMs = timeMs[i]!
          lastX = px
          lastY = py
          progress.s[i] = lastS
          progress.beside[i] = Math.sqrt(square)
          continue
        }
      }
    }
    if (isFirst) from = Math.min(from, lastS - TRAVEL_M - BACK_M)
    while (at > 0 && s[at]! > from) at--
    while (at < lastPoint - 1 && s[at + 1]! < from) at++

    let best = Number.POSITIVE_INFINITY
    let bestS = Number.NaN
    let bestAt = at
    let bestBeside = Number.POSITIVE_INFINITY
    let f0 = (px - gx[at]!) * tx[at]! + (py - gy[at]!) * ty[at]!
    for (let j = at; j < lastPoint; j++) {
      const f1 = (px - gx[j + 1]!) * tx[j + 1]! + (py - gy[j + 1]!) * ty[j + 1]!
      if (f0 >= 0 && f1 < 0) {
        const u = f0 / (f0 - f1)
        const dx = px - gx[j]! - u * (gx[j + 1]! - gx[j]!)
        const dy = py - gy[j]! - u * (gy[j + 1]! - gy[j]!)
        const where = s[j]! + u * (s[j + 1]! - s[j]!)
        const surprise = SURPRISE * (where - expected)
        const square = dx * dx + dy * dy
        const cost = square + surprise * surprise
        if (cost < best) {
          best = cost
          bestAt = j
          bestS = where
          bestBeside = square
        }
      }
      if (s[j + 1]! > to) break
      f0 = f1
    }
    const beside = Math.sqrt(bestBeside)
    progress.beside[i] = beside
    if (!(beside <= OFF_ROAD_M)) {
      progress.s[i] = Number.NaN
      continue
    }
    progress.s[i] = bestS
    at = bestAt
    lastS = bestS
    lastMs = timeMs[i]!
    lastX = px
    lastY = py
  }
  return progress
}
