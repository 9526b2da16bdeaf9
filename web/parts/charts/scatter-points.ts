/**
 * From clouds of samples to what a scatter shows: ranges, one point per pixel cell, and what a box holds.
 *
 * Invariants: every cell with a sample of a lap has a point of that lap, at a true sample of it, so that thinning
 * never hides where a lap has been; a selection is made of samples, not of drawn points.
 */
import type { DrawnPoint } from './line-points.ts'
import type { Window } from './model.ts'
import type { ScatterBox, ScatterCloud, ScatterSelection } from './scatter-model.ts'
import { niceStep } from './ticks.ts'
import type { ValueScale } from './value-scale.ts'

export interface ScatterView {
  readonly x: Window
  readonly y: Window
}

/** Circles of one g-g diagram, in g. */
export const CIRCLES = [0.5, 1, 1.5] as const
/** A little beyond the outermost circle. */
const LEAST_G = 1.6
/** More than this chart.js does not draw in a frame. */
const MOST_POINTS = 4000
const LEAST_CELL_PX = 2

export const scaled = ({ from, to }: Window, { factor, offset }: ValueScale): Window => ({
  from: from * factor + offset,
  to: to * factor + offset,
})

const finiteRange = (columns: readonly ArrayLike<number>[]): Window | null => {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!
      if (value < from && value > Number.NEGATIVE_INFINITY) from = value
      if (value > to && value < Number.POSITIVE_INFINITY) to = value
    }
  }
  return from <= to ? { from, to } : null
}

const rounded = ({ from, to }: Window): Window => {
  const span = to - from || Math.abs(from) * 0.1 || 1
  const quantum = niceStep(span / 8)
  const pad = span * 0.03
  return {
    from: Math.floor((from - pad) / quantum) * quantum,
    to: Math.ceil((to + pad) / quantum) * quantum,
  }
}

/** Null when there is nothing to show. */
export const viewOfClouds = (
  clouds: readonly ScatterCloud[],
  scales: { readonly x: ValueScale; readonly y: ValueScale },
  size: { readonly width: number; readonly height: number },
  isGG: boolean,
): ScatterView | null => {
  const x = finiteRange(clouds.map(cloud => cloud.x))
  const y = finiteRange(clouds.map(cloud => cloud.y))
  if (!x || !y || size.width === 0 || size.height === 0) return null
  if (!isGG) return { x: rounded(scaled(x, scales.x)), y: rounded(scaled(y, scales.y)) }
  const most = Math.max(LEAST_G, -x.from, x.to, -y.from, y.to)
  const reach = Math.ceil(most * 1.02 * 5) / 5
  // One g is as long sideways as upwards.
  const gPerPixel = (2 * reach) / Math.min(size.width, size.height)
  const [halfX, halfY] = [(gPerPixel * size.width) / 2, (gPerPixel * size.height) / 2]
  return { x: { from: -halfX, to: halfX }, y: { from: -halfY, to: halfY } }
}

export const cloudsToPoints = (
  clouds: readonly ScatterCloud[],
  scales: { readonly x: ValueScale; readonly y: ValueScale },
  view: ScatterView,
  size: { readonly width: number; readonly height: number },
): DrawnPoint[][] => {
  for (let cell = LEAST_CELL_PX; ; cell += 1) {
    const thinned = clouds.map(cloud => onePerCell(cloud, scales, view, size, cell))
    const total = thinned.reduce((sum, points) => sum + points.length, 0)
    if (total <= MOST_POINTS || cell > size.width) return thinned
  }
}

const onePerCell = (
  cloud: ScatterCloud,
  scales: { readonly x: ValueScale; readonly y: ValueScale },
  view: ScatterView,
  { width, height }: { readonly width: number; readonly height: number },
  cell: number,
): DrawnPoint[] => {
  const columns = Math.ceil(width / cell) + 1
  const taken = new Set<number>()
  const points: DrawnPoint[] = []
  const toColumn = width / cell / (view.x.to - view.x.from)
  const toRow = height / cell / (view.y.to - view.y.from)
  for (let i = 0; i < cloud.x.length; i++) {
    const x = cloud.x[i]! * scales.x.factor + scales.x.offset
    const y = cloud.y[i]! * scales.y.factor + scales.y.offset
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue
    const key = Math.floor((y - view.y.from) * toRow) * columns + Math.floor((x - view.x.from) * toColumn)
    if (taken.has(key)) continue
    taken.add(key)
    points.push({ x, y })
  }
  return points
}

export const samplesInBox = (clouds: readonly ScatterCloud[], box: ScatterBox): ScatterSelection[] =>
  clouds.map(({ lapKey, x, y, at }) => {
    const indices: number[] = []
    for (let i = 0; i < x.length; i++) {
      const isInside = x[i]! >= box.x.from && x[i]! <= box.x.to && y[i]! >= box.y.from && y[i]! <= box.y.to
      if (isInside) indices.push(i)
    }
    return { lapKey, indices, at: indices.map(i => at[i]!) }
  })

/** The part of each cloud inside the box, to be drawn strongly. */
export const cloudsInBox = (clouds: readonly ScatterCloud[], box: ScatterBox): ScatterCloud[] =>
  samplesInBox(clouds, box).map(({ indices }, which) => {
    const cloud = clouds[which]!
    return {
      ...cloud,
      x: Float64Array.from(indices, i => cloud.x[i]!),
      y: Float64Array.from(indices, i => cloud.y[i]!),
      at: Float64Array.from(indices, i => cloud.at[i]!),
    }
  })
