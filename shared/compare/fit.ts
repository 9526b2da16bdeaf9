/**
 * Laying a road drawn in one coordinate system over the same road drawn in another: a lap of a simulator over a
 * real one of the same circuit.
 *
 * Both roads are cut into equally many equal pieces from their start lines, which pairs up their points; the
 * rotation, shift and scale that bring the pairs together best are known in closed form (as the quotient of complex
 * sums), once as it is and once mirrored, since a simulator may count its axes the other way. Some rounds of pairing
 * each point with the nearest one of the road then take out what the driven lines differ by along the road.
 *
 * Accepted only when scale and residual say that it is the same road, both starting at the same line.
 */
import { type Polyline, pointAt } from '#shared/geo'
import { createGuide, type Guide } from './guide.ts'
import type { Places } from './places.ts'
import { progressOn } from './progress.ts'

/** (x, y) → shift + turn · (x, ±y), as complex numbers. */
export interface Fit {
  readonly isMirrored: boolean
  readonly turnX: number
  readonly turnY: number
  readonly shiftX: number
  readonly shiftY: number
  /** Root mean square distance of the roads, metres. */
  readonly residualM: number
}

const PIECES = 240
const ROUNDS = 12
/** Maps of one circuit by two makers differ by 1 %. */
const MAX_SCALE = 0.04
/** A racing line on each side of a wide road. */
const MAX_RESIDUAL_M = 9
/** And on a short track as a share of its lap: 4 m of 1 km. */
const MAX_RESIDUAL = 0.004

export const fitRoads = (road: Polyline, other: Polyline): Fit | null => {
  const guide = createGuide(road)
  const targets = evenPairs(road)
  const sources = evenPairs(other)
  let best: Fit | null = null
  for (const isMirrored of [false, true]) {
    let fit = bestFit(sources, targets, isMirrored)
    for (let round = 0; round < ROUNDS && fit.residualM > 0; round++) {
      const paired = pairWithRoad(guide, sources, fit)
      if (!paired) break
      fit = bestFit(paired.sources, paired.targets, isMirrored)
    }
    if (!best || fit.residualM < best.residualM) best = fit
  }
  if (!best) return null
  const scale = Math.hypot(best.turnX, best.turnY)
  const limit = Math.min(MAX_RESIDUAL_M, MAX_RESIDUAL * guide.lengthM)
  return Math.abs(scale - 1) <= MAX_SCALE && best.residualM <= limit ? best : null
}

export const fitted = (fit: Fit, x: number, y: number): { x: number; y: number } => {
  const v = fit.isMirrored ? -y : y
  return { x: fit.shiftX + fit.turnX * x - fit.turnY * v, y: fit.shiftY + fit.turnY * x + fit.turnX * v }
}

interface Pairs {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

const evenPairs = (road: Polyline): Pairs => {
  const length = road.s.at(-1)!
  const points = Array.from({ length: PIECES }, (_, k) => pointAt(road, (length * (k + 0.5)) / PIECES))
  return { x: points.map(p => p.x), y: points.map(p => p.y) }
}

const bestFit = (sources: Pairs, targets: Pairs, isMirrored: boolean): Fit => {
  const n = sources.x.length
  const sign = isMirrored ? -1 : 1
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / n
  const [bx, by] = [mean(sources.x), sign * mean(sources.y)]
  const [ax, ay] = [mean(targets.x), mean(targets.y)]
  let [re, im, square] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [px, py] = [sources.x[i]! - bx, sign * sources.y[i]! - by]
    const [qx, qy] = [targets.x[i]! - ax, targets.y[i]! - ay]
    re += px * qx + py * qy
    im += px * qy - py * qx
    square += px * px + py * py
  }
  const [turnX, turnY] = square > 0 ? [re / square, im / square] : [1, 0]
  const fit = {
    isMirrored,
    turnX,
    turnY,
    shiftX: ax - turnX * bx + turnY * by,
    shiftY: ay - turnY * bx - turnX * by,
    residualM: 0,
  }
  let sum = 0
  for (let i = 0; i < n; i++) {
    const p = fitted(fit, sources.x[i]!, sources.y[i]!)
    sum += (p.x - targets.x[i]!) ** 2 + (p.y - targets.y[i]!) ** 2
  }
  return { ...fit, residualM: Math.sqrt(sum / n) }
}

/** Each source point with the point of the road beside it; null when most of them are beside none. */
const pairWithRoad = (guide: Guide, sources: Pairs, fit: Fit): { sources: Pairs; targets: Pairs } | null => {
  const moved = sources.x.map((x, i) => fitted(fit, x, sources.y[i]!))
  const places: Places = {
    // A pace at which no place is a surprise.
    timeMs: Float64Array.from(moved, (_, i) => i * 1000),
    x: Float64Array.from(moved, p => p.x),
    y: Float64Array.from(moved, p => p.y),
    accuracyM: null,
    stepMs: 1000,
  }
  const { s } = progressOn(guide, places, null)
  const kept = moved.flatMap((_, i) => (Number.isNaN(s[i]!) ? [] : [i]))
  if (kept.length < 0.7 * PIECES) return null
  const road: Polyline = {
    x: guide.x as Float64Array<ArrayBuffer>,
    y: guide.y as Float64Array<ArrayBuffer>,
    s: Float64Array.from(guide.s, m => m - guide.s[0]!),
  }
  const targets = kept.map(i => pointAt(road, s[i]! - guide.s[0]!))
  return {
    sources: { x: kept.map(i => sources.x[i]!), y: kept.map(i => sources.y[i]!) },
    targets: { x: targets.map(p => p.x), y: targets.map(p => p.y) },
  }
}
