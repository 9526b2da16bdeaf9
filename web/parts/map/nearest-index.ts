/**
 * The place on a path nearest to the pointer, fast enough for every move of it.
 *
 * The path is thinned to pixels of one scale and sorted into square cells as wide as the pointer's reach, so that a
 * question looks at nine cells whatever the lap's length; then the samples around the answer are searched exactly.
 * Where the road comes close to itself, of places about equally near the one nearest to `preferMetres` is taken, so
 * that a cursor pulled along the road does not jump to the other leg.
 */
import type { Point } from '#shared/geo'

export interface IndexedPath {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly metres: ArrayLike<number>
  readonly timeMs: ArrayLike<number>
}

export interface PlaceOnPath {
  readonly metres: number
  readonly timeMs: number
}

export interface NearestIndex {
  readonly scale: number
  /** Null when nothing is within reach. */
  find(at: Point, preferMetres?: number | null): PlaceOnPath | null
}

/** Kept points are so far apart, and places this much further than the nearest count as equally near. */
const APART_PX = 4

export const createNearestIndex = (path: IndexedPath, scale: number, reachPx: number): NearestIndex => {
  const kept = thin(path, APART_PX / scale)
  const cellM = (reachPx + APART_PX) / scale
  const cells = new Map<number, number[]>()
  for (const [k, i] of kept.entries()) {
    const key = cellKey(Math.floor(path.x[i]! / cellM), Math.floor(path.y[i]! / cellM))
    const cell = cells.get(key)
    if (cell) cell.push(k)
    else cells.set(key, [k])
  }

  const find: NearestIndex['find'] = (at, preferMetres = null) => {
    const [column, row] = [Math.floor(at.x / cellM), Math.floor(at.y / cellM)]
    const found: { k: number; d: number }[] = []
    let least = cellM
    for (let c = column - 1; c <= column + 1; c++) {
      for (let r = row - 1; r <= row + 1; r++) {
        for (const k of cells.get(cellKey(c, r)) ?? []) {
          const d = Math.hypot(path.x[kept[k]!]! - at.x, path.y[kept[k]!]! - at.y)
          if (d > cellM) continue
          found.push({ k, d })
          least = Math.min(least, d)
        }
      }
    }
    let best: { k: number; d: number } | null = null
    let bestRank = Number.POSITIVE_INFINITY
    for (const candidate of found) {
      if (candidate.d > least + (2 * APART_PX) / scale) continue
      const away = preferMetres === null ? 0 : Math.abs(path.metres[kept[candidate.k]!]! - preferMetres)
      // Far along the road decides between legs; on one leg the nearer point does.
      const rank = (away > 50 ? away : 0) + candidate.d
      if (rank < bestRank) {
        best = candidate
        bestRank = rank
      }
    }
    return best && refine(path, kept[best.k - 1] ?? kept[best.k]!, kept[best.k + 1] ?? kept[best.k]!, at)
  }

  return { scale, find }
}

/** Indices of samples at least so far apart; a gap's edges are kept. */
const thin = ({ x, y }: IndexedPath, apartM: number): number[] => {
  const kept: number[] = []
  let [lastX, lastY] = [Number.NaN, Number.NaN]
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) {
      lastX = Number.NaN
      continue
    }
    if (Math.hypot(x[i]! - lastX, y[i]! - lastY) < apartM) continue
    kept.push(i)
    lastX = x[i]!
    lastY = y[i]!
  }
  return kept
}

/** The nearest place on the pieces between two samples. */
const refine = (path: IndexedPath, from: number, to: number, at: Point): PlaceOnPath => {
  let best: PlaceOnPath = { metres: path.metres[from]!, timeMs: path.timeMs[from]! }
  let least = Number.POSITIVE_INFINITY
  for (let i = from; i <= Math.max(from, to - 1); i++) {
    const j = Math.min(i + 1, to)
    const [dx, dy] = [path.x[j]! - path.x[i]!, path.y[j]! - path.y[i]!]
    const length = dx * dx + dy * dy
    const along = ((at.x - path.x[i]!) * dx + (at.y - path.y[i]!) * dy) / length
    const part = length > 0 ? Math.max(0, Math.min(1, along)) : 0
    const d = Math.hypot(path.x[i]! + part * dx - at.x, path.y[i]! + part * dy - at.y)
    if (!(d < least)) continue
    least = d
    best = {
      metres: path.metres[i]! + part * (path.metres[j]! - path.metres[i]!),
      timeMs: path.timeMs[i]! + part * (path.timeMs[j]! - path.timeMs[i]!),
    }
  }
  return best
}

/** Circuits are a few thousand cells wide at most: no two cells that matter share a key. */
const cellKey = (column: number, row: number): number => column * 1_048_576 + row
