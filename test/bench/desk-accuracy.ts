/**
 * How far the delta is off, measured against what the simulator knows: when each lap passed every place of the
 * circuit's middle line. The receiver is the only thing that is wrong.
 *
 * Every figure is the 99th of a hundred places, over all circuits and two seeds, every 5 m of every lap. A receiver's
 * trembling is new in every fix; its drift is the same for seconds on end, and moves the delta by 1/v: 20 ms per
 * metre at 50 m/s, 100 ms in a hairpin, whoever measures it.
 */
import {
  type AlignedLap,
  alignLap,
  createReference,
  deltaAt,
  type LapToCompare,
  timeAt,
} from '#shared/compare'
import { createProjection } from '#shared/geo'
import type { MeasuredLap } from '#shared/lap'
import { CIRCUIT_NAMES, type CircuitName, createDrive, type GpsOptions, simulateSession } from '#shared/sim'
import { createTrace, type Trace } from '#shared/trace'
import { asMillis } from '#shared/units'
import type { Comparison, Workload } from './harness.ts'

const LIMIT_MS = 15
const SEEDS = [1, 2]
const LAPS = 3
const STEP_M = 5
/** The lines are where the laps' times say, not where a fix lies. */
const MARGIN_M = 20
const RATE_HZ = 25

/** When a lap was where along the circuit, 50 times a second. */
interface Truth {
  readonly ms: number[]
  readonly metres: number[]
}

const truthOf = (seed: number, circuit: CircuitName): ReadonlyMap<number, Truth> => {
  const byLap = new Map<number, Truth>()
  for (const { lapNumber, lapTimeMs, lapM } of createDrive({ seed, circuit, laps: LAPS }).frames(50)) {
    const truth = byLap.get(lapNumber) ?? { ms: [], metres: [] }
    byLap.set(lapNumber, truth)
    truth.ms.push(lapTimeMs)
    truth.metres.push(lapM)
  }
  return byLap
}

const lapsOf = (seed: number, circuit: CircuitName, gps: GpsOptions, trembleM: number): LapToCompare[] => {
  const { trace, truth } = simulateSession({ seed, circuit, laps: LAPS, rateHz: 60, gps })
  const seen = trembleM > 0 ? trembling(trace, seed, trembleM) : trace
  return truth.laps.flatMap(({ number, kind, startMs, endMs }): LapToCompare[] => {
    if (kind !== 'timed') return []
    const lap: MeasuredLap = {
      number,
      kind,
      startMs: asMillis(startMs),
      endMs: asMillis(endMs),
      sectorsMs: [],
      validity: { valid: true },
      timing: { by: 'marks' },
    }
    return [{ lap, trace: seen, frame: { kind: 'wgs84' } }]
  })
}

/** Every fix off by itself, by this standard deviation in each direction. */
const trembling = (trace: Trace, seed: number, metres: number): Trace => {
  const normal = normals(seed)
  const lat = trace.channels.find(({ name }) => name === 'lat')!
  const lon = trace.channels.find(({ name, group }) => name === 'lon' && group === lat.group)!
  const at = lat.values.findIndex((v, i) => !Number.isNaN(v + lon.values[i]!))
  const plane = createProjection({ lat: lat.values[at]!, lon: lon.values[at]! })
  const moved = { lat: Float64Array.from(lat.values), lon: Float64Array.from(lon.values) }
  for (let i = 0; i < moved.lat.length; i++) {
    const { x, y } = plane.toPoint(moved.lat[i]!, moved.lon[i]!)
    const place = plane.toLatLon(x + metres * normal(), y + metres * normal())
    moved.lat[i] = place.lat
    moved.lon[i] = place.lon
  }
  return createTrace(
    trace.groups.map(({ timeMs }, g) => ({
      timeMs,
      channels: trace.channels
        .filter(({ group }) => group === g)
        .map(channel => {
          if (channel === lat) return { ...channel, values: moved.lat }
          return channel === lon ? { ...channel, values: moved.lon } : channel
        }),
    })),
  )
}

/** The sum of twelve even numbers is as good as normal up to three standard deviations. */
const normals = (seed: number): (() => number) => {
  let state = seed
  const even = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
  return () => Array.from({ length: 12 }, even).reduce((sum, v) => sum + v, -6)
}

const errorsOf = (seed: number, circuit: CircuitName, gps: GpsOptions, trembleM: number): number[] => {
  const truth = truthOf(seed, circuit)
  const [own, ...others] = lapsOf(seed, circuit, gps, trembleM)
  const reference = createReference(own!)
  const ownTruth = truth.get(own!.lap.number)!
  return others.flatMap(lap => {
    const aligned = alignLap(reference, own!, lap)
    if (aligned.by !== 'position') throw new Error('a simulated lap was not laid by its position')
    return errorsAlong(reference.lengthM, reference, aligned, ownTruth, truth.get(lap.lap.number)!)
  })
}

const errorsAlong = (
  lengthM: number,
  reference: AlignedLap,
  aligned: AlignedLap,
  ownTruth: Truth,
  truth: Truth,
): number[] => {
  const errors: number[] = []
  for (let atM = MARGIN_M; atM < lengthM - MARGIN_M; atM += STEP_M) {
    const ownMs = timeAt(reference, atM)
    const place = between(ownTruth.ms, ownTruth.metres, ownMs)
    const trueMs = between(truth.metres, truth.ms, place) - ownMs
    const error = Math.abs(deltaAt(reference, aligned, atM) - trueMs)
    if (!Number.isNaN(error)) errors.push(error)
  }
  return errors
}

const between = (axis: readonly number[], values: readonly number[], at: number): number => {
  let [low, high] = [0, axis.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (axis[middle]! <= at) low = middle
    else high = middle
  }
  return values[low]! + ((at - axis[low]!) / (axis[high]! - axis[low]!)) * (values[high]! - values[low]!)
}

const p99 = (circuits: readonly CircuitName[], gps: GpsOptions, trembleM: number): number => {
  const errors = circuits.flatMap(circuit => SEEDS.flatMap(seed => errorsOf(seed, circuit, gps, trembleM)))
  errors.sort((a, b) => a - b)
  return errors[Math.floor(errors.length * 0.99)]!
}

export const accuracyComparisons = (workload: Workload): Comparison[] => {
  const circuits = workload === 'full' ? CIRCUIT_NAMES : CIRCUIT_NAMES.slice(0, 1)
  const exact = { noiseM: 0, rateHz: RATE_HZ, dropouts: 0 }
  // The figure does not depend on the machine: once is enough.
  const off = (name: string, gps: GpsOptions, trembleM: number, target: number | null): Comparison => ({
    name: `delta off the truth at p99, ${name}`,
    unit: 'ms',
    ours: () => p99(circuits, gps, trembleM),
    against: `the limit of ${LIMIT_MS} ms`,
    peer: LIMIT_MS,
    target,
    rounds: 1,
  })
  return [
    off(`every fix off by 1 m at ${RATE_HZ} Hz`, exact, 1, 1),
    off(`exact receiver at ${RATE_HZ} Hz`, exact, 0, null),
    off(`position drifting by 1 m at ${RATE_HZ} Hz`, { ...exact, noiseM: 1 }, 0, null),
  ]
}
