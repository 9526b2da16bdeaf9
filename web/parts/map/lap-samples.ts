/** Reading a lap between its samples: where it was at a time or a place, and a piece cut out of it. */
import type { Point } from '#shared/geo'
import type { MapLap, MapStretch } from './model.ts'

/** The last index whose value is at or below; 0 when all are above. */
export const lastAtOrBelow = (rising: ArrayLike<number>, value: number): number => {
  let low = 0
  let high = rising.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (rising[middle]! <= value) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}

/** Between two samples on the straight from one to the other; NaN in a gap and for a lap without samples. */
const pointBy = (lap: MapLap, axis: ArrayLike<number>, value: number): Point => {
  const i = lastAtOrBelow(axis, value)
  const j = Math.min(i + 1, axis.length - 1)
  const span = axis[j]! - axis[i]!
  const part = span > 0 ? Math.max(0, Math.min(1, (value - axis[i]!) / span)) : 0
  const [ax, ay] = [lap.x[i] ?? Number.NaN, lap.y[i] ?? Number.NaN]
  if (part === 0) return { x: ax, y: ay }
  return { x: ax + part * (lap.x[j]! - ax), y: ay + part * (lap.y[j]! - ay) }
}

export const pointAtTime = (lap: MapLap, ms: number): Point => pointBy(lap, lap.timeMs, ms)

export const pointAtMetres = (lap: MapLap, metres: number): Point => pointBy(lap, lap.metres, metres)

export interface CutPath {
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
  /** Of the steps of the whole lap, one per point; null when there were none. */
  readonly steps: Uint8Array<ArrayBuffer> | null
}

/** The piece of a lap within a stretch, ending exactly at its ends. */
export const cutLap = (lap: MapLap, { fromM, toM }: MapStretch, steps: Uint8Array | null): CutPath => {
  const first = lastAtOrBelow(lap.metres, fromM)
  const last = lastAtOrBelow(lap.metres, toM)
  const inner = Math.max(0, last - first)
  const x = new Float64Array(inner + 2)
  const y = new Float64Array(inner + 2)
  const [start, end] = [pointAtMetres(lap, fromM), pointAtMetres(lap, toM)]
  x[0] = start.x
  y[0] = start.y
  for (let i = 0; i < inner; i++) {
    x[i + 1] = lap.x[first + 1 + i]!
    y[i + 1] = lap.y[first + 1 + i]!
  }
  x[inner + 1] = end.x
  y[inner + 1] = end.y
  if (!steps) return { x, y, steps: null }
  const cut = new Uint8Array(inner + 2)
  cut.set(steps.subarray(first, first + inner + 1))
  cut[inner + 1] = steps[last] ?? 0
  return { x, y, steps: cut }
}
