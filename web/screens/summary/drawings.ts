/**
 * The two drawings of the printed page as shapes: the track's outline and the lap times.
 *
 * Invariants: everything lies inside the given size; the outline has one scale in both directions and north up; points
 * without a place are left out and the line breaks there; laps far slower than the others are drawn at the top edge
 * instead of pressing all the others together.
 */
import type { SummaryLap, SummaryMap } from './summary-data.ts'
import { isCounted, quantile } from './summary-data.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Outline {
  /** An SVG path. */
  readonly path: string
  readonly corners: readonly { readonly name: string; readonly x: number; readonly y: number }[]
  /** Where the lap begins and the direction it is driven in, in degrees clockwise from the right. */
  readonly start: { readonly x: number; readonly y: number; readonly turn: number } | null
}

/** Closer points than this are one on paper. */
const FINEST = 0.6
/** Corner labels stand this far outside the line. */
const LABEL_AWAY = 9

export const outlineOf = (map: SummaryMap, { width, height }: Size, margin: number): Outline | null => {
  const known = Array.from(map.x, (x, i) => ({ x, y: map.y[i]! })).map(point =>
    Number.isFinite(point.x) && Number.isFinite(point.y) ? point : null,
  )
  const points = known.filter(point => point !== null)
  if (points.length < 2) return null
  const [left, right] = extentOf(points.map(({ x }) => x))
  const [low, high] = extentOf(points.map(({ y }) => y))
  const scale = Math.min(
    (width - 2 * margin) / Math.max(right - left, 1e-6),
    (height - 2 * margin) / Math.max(high - low, 1e-6),
  )
  const place = ({ x, y }: { x: number; y: number }) => ({
    x: width / 2 + (x - (left + right) / 2) * scale,
    y: height / 2 - (y - (low + high) / 2) * scale,
  })
  return {
    path: pathOf(known.map(point => point && place(point))),
    corners: labelsOf(
      map.corners
        .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
        .map(({ name, ...point }) => ({ name, ...place(point) })),
      { width, height },
    ),
    start: startOf(points.map(place)),
  }
}

const extentOf = (values: readonly number[]): readonly [number, number] =>
  values.reduce<readonly [number, number]>(
    ([low, high], v) => [Math.min(low, v), Math.max(high, v)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )

const pathOf = (points: readonly ({ x: number; y: number } | null)[]): string => {
  let path = ''
  let last: { x: number; y: number } | null = null
  for (const point of points) {
    if (!point) last = null
    else if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= FINEST) {
      path += `${last ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`
      last = point
    }
  }
  return path
}

type Label = Outline['corners'][number]

/**
 * Beside the road, away from the middle of the track, which for most corners is off it; towards the middle where
 * another label is already there; left out where both are taken.
 */
const labelsOf = (corners: readonly Label[], { width, height }: Size): Label[] => {
  const placed: Label[] = []
  for (const { name, x, y } of corners) {
    const [dx, dy] = [x - width / 2, y - height / 2]
    const distance = Math.hypot(dx, dy) || 1
    const free = [LABEL_AWAY, -LABEL_AWAY]
      .map(away => ({
        name,
        x: between(x + (dx / distance) * away, 6, width - 6),
        y: between(y + (dy / distance) * away, 6, height - 6),
      }))
      .find(label => placed.every(other => !overlap(label, other)))
    if (free) placed.push(free)
  }
  return placed
}

const between = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))

/** Letters are about five wide and nine high in the units of the drawing. */
const overlap = (a: Label, b: Label): boolean =>
  Math.abs(a.y - b.y) < 9 && Math.abs(a.x - b.x) < 2.5 * (a.name.length + b.name.length)

const startOf = (points: readonly { x: number; y: number }[]): Outline['start'] => {
  const first = points[0]
  const ahead = points.find(point => first && Math.hypot(point.x - first.x, point.y - first.y) > 4)
  if (!first || !ahead) return null
  return { ...first, turn: (Math.atan2(ahead.y - first.y, ahead.x - first.x) * 180) / Math.PI }
}

export interface LapDot {
  readonly lap: SummaryLap
  readonly x: number
  readonly y: number
  readonly counts: boolean
  /** Slower than the drawing reaches. */
  readonly isCut: boolean
}

export interface LapChart {
  readonly dots: readonly LapDot[]
  /** Through the laps that count. */
  readonly path: string
  /** Times at the lower and the upper edge: the best lap and the slowest that is drawn in its place. */
  readonly fromMs: number
  readonly toMs: number
  readonly medianY: number
}

/** Faster is lower. Null when no lap counts. */
export const lapChartOf = (
  laps: readonly SummaryLap[],
  { width, height }: Size,
  margin: number,
): LapChart | null => {
  const times = laps
    .filter(isCounted)
    .map(({ timeMs }) => timeMs as number)
    .toSorted((a, b) => a - b)
  if (times.length === 0) return null
  const fromMs = times[0]!
  const medianMs = quantile(times, 0.5)
  // Three times as far above the median as the best is below it, and no less than a second of room.
  const toMs = Math.max(fromMs + 1000, Math.min(times.at(-1)!, medianMs + 3 * (medianMs - fromMs)))
  const yOf = (ms: number) => {
    const share = Math.max(0, Math.min(1, (ms - fromMs) / (toMs - fromMs)))
    return height - margin - share * (height - 2 * margin)
  }
  const step = laps.length > 1 ? (width - 2 * margin) / (laps.length - 1) : 0
  const dots = laps.flatMap((lap, i): LapDot[] => {
    if (lap.kind !== 'timed') return []
    const { timeMs } = lap
    return [{ lap, x: margin + i * step, y: yOf(timeMs), counts: isCounted(lap), isCut: timeMs > toMs }]
  })
  const path = dots
    .filter(({ counts }) => counts)
    .map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('')
  return { dots, path, fromMs, toMs, medianY: yOf(medianMs) }
}
