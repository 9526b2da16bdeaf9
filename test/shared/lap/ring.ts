/**
 * An invented circuit whose truth is known: a wobbly ring driven anticlockwise, with the time of every place
 * written down as a formula, so crossing times need no simulation. Progress is counted in laps from the
 * start/finish line: 2.25 is a quarter into the third lap.
 */
import { expect } from 'vitest'
import { createProjection, type Frame, type Gate, type LatLon, type Point } from '#shared/geo'
import type { LayoutId } from '#shared/id'
import { lapsFromGates, type MeasuredLap } from '#shared/lap'
import { createTrace, type Trace } from '#shared/trace'
import type { GateVersion } from '#shared/track'
import { asEpochMillis } from '#shared/units'

export const FLAT: Frame = { kind: 'flat', space: 'ring' }
export const WGS84: Frame = { kind: 'wgs84' }
export const LAYOUT_ID = 'aa'.repeat(16) as LayoutId
const HOME: LatLon = { lat: 50.4372, lon: 5.9714 }

const RADIUS_M = 500

const radiusAt = (laps: number): number => RADIUS_M * (1 + 0.15 * Math.cos(6 * Math.PI * laps))

export const placeAt = (laps: number, beside = 0): Point => {
  const r = radiusAt(laps) + beside
  return { x: r * Math.cos(2 * Math.PI * laps), y: r * Math.sin(2 * Math.PI * laps) }
}

/** The inside is on the left of who drives anticlockwise. */
export const gateAt = (laps: number, widthM = 30): Gate => ({
  left: placeAt(laps, -widthM / 2),
  right: placeAt(laps, widthM / 2),
})

export const gatesOf = (
  sectorsAt: readonly number[] = [],
  change: Partial<GateVersion> = {},
): GateVersion => ({
  version: 1,
  startFinish: gateAt(0),
  finish: null,
  sectors: sectorsAt.map(laps => gateAt(laps)),
  createdAt: asEpochMillis(0),
  origin: 'test',
  ...change,
})

export interface Schedule {
  /** Milliseconds at a place, rising. */
  readonly timeAt: (laps: number) => number
}

/** Laps of about `lapMs` that differ from one another and within themselves. */
export const unevenSchedule = (lapMs: number, phase = 0, swing = 0.06): Schedule => ({
  timeAt: laps =>
    lapMs * (laps + swing * Math.sin(2 * Math.PI * laps + phase) + 0.05 * Math.sin(1.7 * laps + 3 * phase)),
})

export interface Samples {
  readonly timeMs: number[]
  readonly x: number[]
  readonly y: number[]
}

/** The drive from one place to another, sampled every `stepMs`, on a clock that starts at 0. */
export const driveRing = (
  schedule: Schedule,
  fromLaps: number,
  toLaps: number,
  stepMs: number,
  besideM = 0,
): Samples & { readonly truthMs: (laps: number) => number } => {
  const zero = schedule.timeAt(fromLaps)
  const truthMs = (laps: number): number => schedule.timeAt(laps) - zero
  const samples: Samples = { timeMs: [], x: [], y: [] }
  let low = fromLaps
  for (let t = 0; t <= truthMs(toLaps); t += stepMs) {
    let high = toLaps
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2
      if (truthMs(middle) <= t) low = middle
      else high = middle
    }
    const p = placeAt(low, besideM)
    samples.timeMs.push(t)
    samples.x.push(p.x)
    samples.y.push(p.y)
  }
  return { ...samples, truthMs }
}

export const flatTrace = ({ timeMs, x, y }: Samples): Trace =>
  createTrace([
    {
      timeMs: Float64Array.from(timeMs),
      channels: [
        { name: 'x', unit: 'm', kind: 'continuous', source: 'sim', values: Float64Array.from(x) },
        { name: 'y', unit: 'm', kind: 'continuous', source: 'sim', values: Float64Array.from(y) },
      ],
    },
  ])

export const geographicTrace = ({ timeMs, x, y }: Samples): Trace => {
  const projection = createProjection(HOME)
  const places = x.map((east, i) => projection.toLatLon(east, y[i]!))
  return createTrace([
    {
      timeMs: Float64Array.from(timeMs),
      channels: [
        {
          name: 'lat',
          unit: 'deg',
          kind: 'continuous',
          source: 'gps',
          values: Float64Array.from(places, p => p.lat),
        },
        {
          name: 'lon',
          unit: 'deg',
          kind: 'continuous',
          source: 'gps',
          values: Float64Array.from(places, p => p.lon),
        },
      ],
    },
  ])
}

export const geographicGates = (gates: GateVersion): GateVersion => {
  const projection = createProjection(HOME)
  const toEnd = (p: Point): Point => {
    const { lat, lon } = projection.toLatLon(p.x, p.y)
    return { x: lon, y: lat }
  }
  const toDegrees = (gate: Gate): Gate => ({ left: toEnd(gate.left), right: toEnd(gate.right) })
  return { ...gates, startFinish: toDegrees(gates.startFinish), sectors: gates.sectors.map(toDegrees) }
}

/** The samples without those between two times, as a receiver that lost its position leaves them. */
export const without = (samples: Samples, fromMs: number, toMs: number): Samples =>
  only(samples, t => t < fromMs || t > toMs)

/** The samples with unknown positions between two times. */
export const unknownBetween = (samples: Samples, fromMs: number, toMs: number): Samples => {
  const hide = (v: number, i: number): number =>
    samples.timeMs[i]! >= fromMs && samples.timeMs[i]! <= toMs ? Number.NaN : v
  return { timeMs: samples.timeMs, x: samples.x.map(hide), y: samples.y.map(hide) }
}

const only = (samples: Samples, isKept: (timeMs: number) => boolean): Samples => {
  const keep = (values: number[]): number[] => values.filter((_, i) => isKept(samples.timeMs[i]!))
  return { timeMs: keep(samples.timeMs), x: keep(samples.x), y: keep(samples.y) }
}

/** One drive after another on one clock. */
export const inSequence = (...drives: readonly Samples[]): Samples => {
  const joined: Samples = { timeMs: [], x: [], y: [] }
  for (const drive of drives) {
    const shift = joined.timeMs.length > 0 ? joined.timeMs.at(-1)! + 100 - drive.timeMs[0]! : 0
    joined.timeMs.push(...drive.timeMs.map(t => t + shift))
    joined.x.push(...drive.x)
    joined.y.push(...drive.y)
  }
  return joined
}

/** Standing at a place with a receiver that wanders, one sample every 100 ms. */
export const standAt = (laps: number, ms: number, wanderM = 3): Samples => {
  const p = placeAt(laps)
  const n = Math.floor(ms / 100) + 1
  const wander = (i: number, k: number): number => wanderM * Math.sin(k * i) * Math.cos(0.37 * i)
  return {
    timeMs: Array.from({ length: n }, (_, i) => i * 100),
    x: Array.from({ length: n }, (_, i) => p.x + wander(i, 1.3)),
    y: Array.from({ length: n }, (_, i) => p.y + wander(i, 2.1)),
  }
}

/** Even laps of eighty seconds. */
export const steady = unevenSchedule(80_000)
export const lapsOf = (samples: Samples, gates: GateVersion = gatesOf()): MeasuredLap[] =>
  lapsFromGates({ trace: flatTrace(samples), frame: FLAT, gates, layoutId: LAYOUT_ID })
export const kinds = (laps: readonly MeasuredLap[]): string[] => laps.map(lap => `${lap.number} ${lap.kind}`)
export const timed = (laps: readonly MeasuredLap[]): MeasuredLap[] => laps.filter(lap => lap.kind === 'timed')
export const reasonOf = (lap: MeasuredLap | undefined): string =>
  lap && !lap.validity.valid ? lap.validity.reason : ''

/** Each lap begins where the one before ended. */
export const expectTiles = (laps: readonly MeasuredLap[]): void => {
  for (let i = 1; i < laps.length; i++) {
    expect(laps[i]!.startMs).toBe(laps[i - 1]!.endMs)
    expect(laps[i]!.number).toBe(laps[i - 1]!.number + 1)
  }
}
