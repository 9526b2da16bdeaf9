/** A lap's path in flat metres with the lines it is timed at, ready for the map; null without position. */
import type { Gate, Point } from '#shared/geo'
import type { Lap } from '#shared/lap'
import { channelOf, type Trace, timeOf, valueAt } from '#shared/trace'
import { gatesToPoints, gateVersionInForce, gateVersionOf, type Layout, positionOf } from '#shared/track'
import type { PathPoint } from '#web/parts/map'

export interface LapPath {
  readonly points: readonly PathPoint[]
  /** Since the lap's start, one per point. */
  readonly timeMs: readonly number[]
  readonly gates: readonly { readonly gate: Gate; readonly label: string }[]
  readonly pointAt: (ms: number) => Point
}

const WGS84 = { kind: 'wgs84' } as const
/** Of a game whose layout nobody has yet: which metres they are matters only beside other laps. */
const OF_A_GAME = { kind: 'flat', space: '' } as const

export const lapToPath = (trace: Trace, lap: Lap, layout: Layout | null): LapPath | null => {
  const position = positionOf(trace, layout?.frame ?? (lap.sim ? OF_A_GAME : WGS84))
  const speed = channelOf(trace, 'speed')
  if (!position) return null
  const speedTime = speed && timeOf(trace, speed)
  const points: PathPoint[] = []
  const timeMs: number[] = []
  for (const [i, t] of position.timeMs.entries()) {
    if (t < lap.startMs || t > lap.endMs) continue
    const value = speed && speedTime ? valueAt(speedTime, speed.values, speed.kind, t) : Number.NaN
    points.push({ x: position.x[i]!, y: position.y[i]!, value })
    timeMs.push(t - lap.startMs)
  }
  if (!points.some(p => !Number.isNaN(p.x))) return null
  return {
    points,
    timeMs,
    gates: layoutGates(lap, layout, position.projection),
    pointAt: pointAtOf(points, timeMs),
  }
}

/** The lines of the version this lap was timed with, or the ones in force. */
const layoutGates = (
  lap: Lap,
  layout: Layout | null,
  projection: Parameters<typeof gatesToPoints>[2],
): LapPath['gates'] => {
  if (!layout) return []
  const { timing } = lap
  const timedWith = timing.by === 'gates' ? gateVersionOf(layout, timing.gateVersion) : null
  const lines = gatesToPoints(timedWith ?? gateVersionInForce(layout), layout.frame, projection)
  return [
    { gate: lines.startFinish, label: 'S/F' },
    ...lines.sectors.map((gate, i) => ({ gate, label: `S${i + 1}|S${i + 2}` })),
    ...(lines.finish ? [{ gate: lines.finish, label: 'F' }] : []),
  ]
}

const pointAtOf = (points: readonly PathPoint[], timeMs: readonly number[]) => (ms: number) => {
  let low = 0
  let high = timeMs.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (timeMs[middle]! <= ms) low = middle
    else high = middle - 1
  }
  const a = points[low]!
  const b = points[Math.min(low + 1, points.length - 1)]!
  const span = (timeMs[low + 1] ?? timeMs[low]!) - timeMs[low]!
  const part = span === 0 ? 0 : Math.max(0, Math.min(1, (ms - timeMs[low]!) / span))
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }
}
