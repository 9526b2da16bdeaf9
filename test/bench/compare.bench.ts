/**
 * Laying laps over one another: alignment by position with the delta on a grid of 1 m, against promised limits.
 *
 * Laps are drawn, not simulated: a wobbly ring of 5 km with positions in degrees, speed and six more channels, each
 * lap on a line of its own. A lap of five minutes at 1,667 Hz has half a million samples.
 */
import { alignLap, createReference, deltaLine, type LapToCompare, partRows, partsOf } from '#shared/compare'
import { createProjection } from '#shared/geo'
import type { MeasuredLap } from '#shared/lap'
import { createTrace } from '#shared/trace'
import { asMillis } from '#shared/units'
import { type Bench, type Comparison, timeOf } from './harness.ts'

const HOME = createProjection({ lat: 50.4372, lon: 5.9714 })
const CHANNELS = ['speed', 'rpm', 'throttle', 'brake', 'steering', 'gLat'] as const
const RADIUS_M = 770

const lapOf = (number: number, samples: number, lapMs: number): LapToCompare => {
  const timeMs = Float64Array.from({ length: samples }, (_, i) => (i * (lapMs + 2000)) / samples - 1000 + 0.3)
  const lat = new Float64Array(samples)
  const lon = new Float64Array(samples)
  const values = CHANNELS.map(() => new Float32Array(samples))
  for (let i = 0; i < samples; i++) {
    const share = timeMs[i]! / lapMs
    const swing = Math.sin(2 * Math.PI * share + number) - Math.sin(number)
    const angle = 2 * Math.PI * (share + 0.01 * swing)
    const r = RADIUS_M * (1 + 0.15 * Math.cos(3 * angle)) + 3 * Math.sin(5 * angle + number)
    const place = HOME.toLatLon(r * Math.cos(angle), r * Math.sin(angle))
    lat[i] = place.lat
    lon[i] = place.lon
    for (const [c, column] of values.entries()) column[i] = 40 + 20 * Math.sin((c + 2) * angle)
  }
  const lap: MeasuredLap = {
    number,
    kind: 'timed',
    startMs: asMillis(0),
    endMs: asMillis(lapMs),
    sectorsMs: [],
    validity: { valid: true },
    timing: { by: 'marks' },
  }
  const continuous = { kind: 'continuous', source: 'gps' } as const
  const channels = [
    { name: 'lat', unit: 'deg', ...continuous, values: lat },
    { name: 'lon', unit: 'deg', ...continuous, values: lon },
    ...CHANNELS.map((name, c) => ({
      name,
      unit: name === 'speed' ? 'm/s' : '',
      ...continuous,
      values: values[c]!,
    })),
  ]
  return { lap, trace: createTrace([{ timeMs, channels }]), frame: { kind: 'wgs84' } }
}

const lapsOf = (count: number, samples: number, lapMs: number): LapToCompare[] =>
  Array.from({ length: count }, (_, i) => lapOf(i + 1, samples, lapMs + 317 * i))

const layAll = (laps: readonly LapToCompare[]): number => {
  const [own] = laps
  const reference = createReference(own!)
  let sum = 0
  for (const lap of laps) {
    const aligned = alignLap(reference, own!, lap)
    if (aligned.by === 'nothing') throw new Error(aligned.reason)
    sum += deltaLine(reference, aligned).deltaMs.at(-1)!
  }
  return sum
}

const tableOf = (laps: readonly LapToCompare[]) => {
  const [own, other] = laps
  const reference = createReference(own!)
  const parts = partsOf(reference.lengthM, [])
  const aligned = alignLap(reference, own!, other!)
  if (aligned.by === 'nothing') throw new Error(aligned.reason)
  return () => partRows(reference, own!, parts, aligned, other!)
}

const within = (name: string, limitMs: number, work: () => unknown): Comparison => ({
  name,
  unit: 'ms',
  ours: timeOf(work),
  against: `the limit of ${limitMs} ms`,
  peer: limitMs,
  target: 1,
})

export const compareBench: Bench = {
  name: 'compare',
  about: 'laps laid over one another by position, with delta, against promised limits',
  setUp: workload => {
    const isFull = workload === 'full'
    const session = lapsOf(5, isFull ? 6000 : 600, 100_000)
    const dense = lapsOf(10, isFull ? 20_000 : 600, 100_000)
    const enormous = lapsOf(2, isFull ? 500_000 : 2000, 300_000)
    const reference = createReference(enormous[0]!)
    return {
      comparisons: [
        within('5 laps at 60 Hz', 20, () => layAll(session)),
        within('10 laps of 20,000 samples, 8 channels, 5 km', 60, () => layAll(dense)),
        within('one lap of 500,000 samples', 100, () => alignLap(reference, enormous[0]!, enormous[1]!)),
        within('table of a lap of 20,000 samples', 20, tableOf(dense)),
      ],
    }
  },
}
