/**
 * Laps along drawn paths, with the time of every place known as a formula. A place is a share of the lap, 0 to 1.
 */
import type { LapToCompare } from '#shared/compare'
import type { Frame, Point } from '#shared/geo'
import type { MeasuredLap } from '#shared/lap'
import { type Channel, createTrace, type GroupInput, type Trace } from '#shared/trace'
import { asMillis } from '#shared/units'

export const FLAT: Frame = { kind: 'flat', space: 'drawn' }

export type Path = (share: number) => Point

/** A wobbly ring of about 3.2 km. */
export const ring: Path = share => {
  const r = 500 * (1 + 0.15 * Math.cos(6 * Math.PI * share))
  return { x: r * Math.cos(2 * Math.PI * share), y: r * Math.sin(2 * Math.PI * share) }
}

/** Crosses itself in the middle, at 0.25 and 0.75. */
export const eight: Path = share => ({
  x: 400 * Math.sin(4 * Math.PI * (share + 0.1)),
  y: 600 * Math.sin(2 * Math.PI * (share + 0.1)),
})

/** Two long legs `apartM` apart, joined by hairpins. */
export const hairpins = (apartM: number): Path => {
  const leg = 500
  const bow = (Math.PI * apartM) / 2
  const total = 2 * (leg + bow)
  return share => {
    const m = (((share + 0.2) % 1) + 1) % 1
    const at = m * total
    if (at < leg) return { x: at, y: 0 }
    if (at < leg + bow) {
      const a = (at - leg) / (apartM / 2)
      return { x: leg + (apartM / 2) * Math.sin(a), y: (apartM / 2) * (1 - Math.cos(a)) }
    }
    if (at < 2 * leg + bow) return { x: leg - (at - leg - bow), y: apartM }
    const a = (at - 2 * leg - bow) / (apartM / 2)
    return { x: -(apartM / 2) * Math.sin(a), y: (apartM / 2) * (1 + Math.cos(a)) }
  }
}

/** The same path, so many metres to its right. */
export const beside =
  (path: Path, metres: (share: number) => number): Path =>
  share => {
    const [a, b] = [path(share - 1e-5), path(share + 1e-5)]
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    const p = path(share)
    const d = metres(share)
    return { x: p.x + (d * (b.y - a.y)) / length, y: p.y - (d * (b.x - a.x)) / length }
  }

export interface Drawn {
  readonly path?: Path
  readonly lapMs?: number
  readonly startMs?: number
  readonly stepMs?: number
  /** Where the car is after a share of the lap time, rising from 0 to 1. */
  readonly shareAt?: (timeShare: number) => number
  /** The recording goes on for this long before and after the lap. */
  readonly aroundMs?: number
  readonly hasSpeed?: boolean
  /** Metres a fix is off by. */
  readonly noise?: (i: number) => Point
  readonly isKnown?: (ms: number) => boolean
  readonly number?: number
}

/** Faster in one half than in the other. */
export const uneven =
  (swing: number, phase = 0) =>
  (t: number): number =>
    t + (swing / (2 * Math.PI)) * (Math.sin(2 * Math.PI * t + phase) - Math.sin(phase))

export const lapAt = (startMs: number, lapMs: number, number = 1): MeasuredLap => ({
  number,
  kind: 'timed',
  startMs: asMillis(startMs),
  endMs: asMillis(startMs + lapMs),
  sectorsMs: [],
  validity: { valid: true },
  timing: { by: 'marks' },
})

export const channel = (
  name: string,
  unit: string,
  values: ArrayLike<number>,
  source = 'sim',
): Omit<Channel, 'group'> => ({ name, unit, kind: 'continuous', source, values: Float64Array.from(values) })

export const draw = ({
  path = ring,
  lapMs = 80_000,
  startMs = 10_000,
  stepMs = 100,
  shareAt = t => t,
  aroundMs = 3000,
  hasSpeed = false,
  noise = () => ({ x: 0, y: 0 }),
  isKnown = () => true,
  number = 1,
}: Drawn = {}): LapToCompare => {
  const placeAt = (ms: number): Point => {
    const t = ms / lapMs
    return path(t < 0 ? shareAt(t + 1) - 1 : t > 1 ? shareAt(t - 1) + 1 : shareAt(t))
  }
  const count = Math.floor((lapMs + 2 * aroundMs) / stepMs) + 1
  // Nobody's clock ticks at the line.
  const times = Float64Array.from({ length: count }, (_, i) => i * stepMs - aroundMs + stepMs * 0.37)
  const places = Array.from(times, (ms, i) => {
    const [p, off] = [placeAt(ms), noise(i)]
    return isKnown(ms) ? { x: p.x + off.x, y: p.y + off.y } : { x: Number.NaN, y: Number.NaN }
  })
  const speeds = Array.from(times, ms => {
    const [a, b] = [placeAt(ms - 5), placeAt(ms + 5)]
    return Math.hypot(b.x - a.x, b.y - a.y) * 100
  })
  const group: GroupInput = {
    timeMs: times.map(ms => ms + startMs),
    channels: [
      channel(
        'x',
        'm',
        places.map(p => p.x),
      ),
      channel(
        'y',
        'm',
        places.map(p => p.y),
      ),
      ...(hasSpeed ? [channel('speed', 'm/s', speeds)] : []),
    ],
  }
  return { lap: lapAt(startMs, lapMs, number), trace: createTrace([group]), frame: FLAT }
}

/** A trace with nothing but these channels on one time base. */
export const traceOf = (timeMs: ArrayLike<number>, channels: GroupInput['channels']): Trace =>
  createTrace([{ timeMs: Float64Array.from(timeMs), channels }])
