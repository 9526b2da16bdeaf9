/**
 * Where the car was: the position channels of a trace in metres.
 *
 * Invariant: one instrument is used throughout; latitude and longitude (or x and y) share their time base.
 * Unknown stays NaN. Without a projection given, degrees are laid out around the median fix, which one wild
 * fix cannot move; positions of several traces are comparable only when made with the same projection.
 */
import { createPolyline, createProjection, type Frame, type Polyline, type Projection } from '#shared/geo'
import { type Channel, type Column, channelOf, type Trace, timeOf, valueAt } from '#shared/trace'

export interface Position {
  readonly timeMs: Float64Array<ArrayBuffer>
  /** Metres east and north, or a simulator's own flat metres. */
  readonly x: Float64Array<ArrayBuffer>
  readonly y: Float64Array<ArrayBuffer>
  /** The speed channel of the same time base in m/s, if there is one. */
  readonly speed: Column | null
  /** What the metres were made with; null in a flat frame. */
  readonly projection: Projection | null
}

/** Null when the trace has no position in this frame, or not a single known one. */
export const positionOf = (trace: Trace, frame: Frame, projection?: Projection): Position | null => {
  const pair = frame.kind === 'wgs84' ? pairOf(trace, 'lon', 'lat') : pairOf(trace, 'x', 'y')
  if (!pair) return null
  const [first, second] = pair
  const timeMs = timeOf(trace, first)
  const speed = speedBeside(trace, first)
  if (frame.kind === 'flat') {
    if (!first.values.some((v, i) => !Number.isNaN(v + second.values[i]!))) return null
    const [x, y] = [Float64Array.from(first.values), Float64Array.from(second.values)]
    return { timeMs, x, y, speed, projection: null }
  }
  const plane = projection ?? projectionAround(first.values, second.values)
  if (!plane) return null
  const x = new Float64Array(timeMs.length)
  const y = new Float64Array(timeMs.length)
  for (let i = 0; i < timeMs.length; i++) {
    const point = plane.toPoint(second.values[i]!, first.values[i]!)
    x[i] = point.x
    y[i] = point.y
  }
  return { timeMs, x, y, speed, projection: plane }
}

/** The path driven between two times, its ends interpolated; null when fewer than two points are known. */
export const pathBetween = (position: Position, fromMs: number, toMs: number): Polyline | null => {
  const { timeMs } = position
  const xs: number[] = []
  const ys: number[] = []
  const add = (x: number, y: number): void => {
    if (Number.isNaN(x + y)) return
    xs.push(x)
    ys.push(y)
  }
  const addAt = (atMs: number): void =>
    add(valueAt(timeMs, position.x, 'continuous', atMs), valueAt(timeMs, position.y, 'continuous', atMs))
  addAt(fromMs)
  for (let i = 0; i < timeMs.length; i++) {
    if (timeMs[i]! > fromMs && timeMs[i]! < toMs) add(position.x[i]!, position.y[i]!)
  }
  addAt(toMs)
  return xs.length < 2 ? null : createPolyline(xs, ys)
}

/** The first pair of channels of these names that share a source and a time base. */
const pairOf = (trace: Trace, firstName: string, secondName: string): [Channel, Channel] | null => {
  for (const first of trace.channels) {
    if (first.name !== firstName) continue
    const second = channelOf(trace, secondName, first.source)
    if (second?.group === first.group) return [first, second]
  }
  return null
}

const speedBeside = (trace: Trace, position: Channel): Column | null =>
  trace.channels.find(c => c.name === 'speed' && c.group === position.group && c.source === position.source)
    ?.values ?? null

const projectionAround = (lon: Column, lat: Column): Projection | null => {
  const known = Array.from(lon.keys()).filter(i => !Number.isNaN(lon[i]! + lat[i]!))
  if (known.length === 0) return null
  const median = (values: Column): number =>
    Float64Array.from(known, i => values[i]!).sort()[known.length >> 1]!
  return createProjection({ lat: median(lat), lon: median(lon) })
}
