/** A road as a drawing of a given size: north up, one scale both ways, everything inside; gaps stay gaps. */
import type { Road } from './model.ts'

export interface RoadFit {
  /** For an SVG path, in pixels. */
  readonly path: string
  toX(metres: number): number
  toY(metres: number): number
}

/** Null without two different places, or without room. */
export const fitRoad = ({ x, y }: Road, width: number, height: number, margin: number): RoadFit | null => {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]! + y[i]!)) continue
    left = Math.min(left, x[i]!)
    right = Math.max(right, x[i]!)
    low = Math.min(low, y[i]!)
    high = Math.max(high, y[i]!)
  }
  const [wide, tall] = [right - left, high - low]
  const [roomX, roomY] = [width - 2 * margin, height - 2 * margin]
  if (!(wide > 0 || tall > 0) || roomX <= 0 || roomY <= 0) return null
  const scale = Math.min(roomX / Math.max(wide, 1), roomY / Math.max(tall, 1))
  const toX = (metres: number): number => width / 2 + (metres - (left + right) / 2) * scale
  const toY = (metres: number): number => height / 2 - (metres - (low + high) / 2) * scale
  return { path: pathOf(x, y, toX, toY), toX, toY }
}

const pathOf = (
  x: readonly number[],
  y: readonly number[],
  toX: (metres: number) => number,
  toY: (metres: number) => number,
): string => {
  let path = ''
  let isDown = false
  for (let i = 0; i < x.length; i++) {
    const isThere = Number.isFinite(x[i]! + y[i]!)
    if (isThere) path += `${isDown ? 'L' : 'M'}${toX(x[i]!).toFixed(1)} ${toY(y[i]!).toFixed(1)}`
    isDown = isThere
  }
  return path
}
