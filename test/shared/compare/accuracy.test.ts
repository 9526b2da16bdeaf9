/** The delta against what the simulator knows: when each lap passed every place of the circuit's middle line. */
import { expect, test } from 'vitest'
import { type AlignedLap, alignLap, createReference, deltaAt, timeAt } from '#shared/compare'
import { CIRCUIT_NAMES, type CircuitName, createDrive, type GpsOptions } from '#shared/sim'
import { createTrace, type Trace } from '#shared/trace'
import { driveLaps } from './driven.ts'

interface Truth {
  readonly ms: number[]
  readonly metres: number[]
}

/** When a lap was where, 50 times a second. */
const truthOf = (seed: number, circuit: CircuitName, laps: number): Map<number, Truth> => {
  const byLap = new Map<number, Truth>()
  for (const { lapNumber, lapTimeMs, lapM } of createDrive({ seed, circuit, laps }).frames(50)) {
    const truth = byLap.get(lapNumber) ?? { ms: [], metres: [] }
    byLap.set(lapNumber, truth)
    truth.ms.push(lapTimeMs)
    truth.metres.push(lapM)
  }
  return byLap
}

const interpolated = (axis: readonly number[], values: readonly number[], at: number): number => {
  let [low, high] = [0, axis.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (axis[middle]! <= at) low = middle
    else high = middle
  }
  return values[low]! + ((at - axis[low]!) / (axis[high]! - axis[low]!)) * (values[high]! - values[low]!)
}

/** Every fix off by this much by itself, a standard deviation, whatever the receiver's own error. */
const trembling = (trace: Trace, metres: number): Trace => {
  let state = 20_260_101
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
  const normal = (): number => Array.from({ length: 12 }, uniform).reduce((sum, v) => sum + v, -6)
  const metresPerDegree = 111_200
  return createTrace(
    trace.groups.map(({ timeMs }, g) => ({
      timeMs,
      channels: trace.channels
        .filter(({ group }) => group === g)
        .map(channel => {
          const isPlace = channel.name === 'lat' || channel.name === 'lon'
          // Half as many metres in a degree of longitude at these circuits, give or take.
          const perDegree = channel.name === 'lon' ? metresPerDegree * 0.62 : metresPerDegree
          return isPlace
            ? {
                ...channel,
                values: Float64Array.from(channel.values, v => v + (metres * normal()) / perDegree),
              }
            : channel
        }),
    })),
  )
}

const errorsOf = (circuit: CircuitName, gps: GpsOptions, trembleM = 0): number[] => {
  const errors: number[] = []
  for (const seed of [1, 2]) {
    const truth = truthOf(seed, circuit, 3)
    const driven = driveLaps({ seed, circuit, laps: 3, gps })
    const laps =
      trembleM > 0 ? driven.map(lap => ({ ...lap, trace: trembling(lap.trace, trembleM) })) : driven
    const [own, ...others] = laps
    const reference = createReference(own!)
    const ownTruth = truth.get(own!.lap.number)!
    for (const lap of others) {
      const aligned = alignLap(reference, own!, lap) as AlignedLap
      expect(aligned.by).toBe('position')
      const { ms, metres } = truth.get(lap.lap.number)!
      for (let atM = 20; atM < reference.lengthM - 20; atM += 5) {
        const ownMs = timeAt(reference, atM)
        const trueMs = interpolated(metres, ms, interpolated(ownTruth.ms, ownTruth.metres, ownMs)) - ownMs
        const error = Math.abs(deltaAt(reference, aligned, atM) - trueMs)
        if (!Number.isNaN(error)) errors.push(error)
      }
    }
  }
  return errors.sort((a, b) => a - b)
}

const RECEIVERS: readonly [string, GpsOptions, number, number][] = [
  ['exact at 25 Hz', { noiseM: 0, rateHz: 25, dropouts: 0 }, 0, 5],
  ['exact at 1 Hz', { noiseM: 0, rateHz: 1, dropouts: 0 }, 0, 8],
  ['every fix off by 1 m at 25 Hz', { noiseM: 0, rateHz: 25, dropouts: 0 }, 1, 25],
  ['drifting by 0.4 m at 25 Hz', { noiseM: 0.4, rateHz: 25, dropouts: 0 }, 0, 70],
  ['drifting by 1 m at 1 Hz', { noiseM: 1, rateHz: 1, dropouts: 0 }, 0, 220],
]

test.each(RECEIVERS)('with a receiver %s', (name, gps, trembleM, p99Ms) => {
  for (const circuit of CIRCUIT_NAMES) {
    const errors = errorsOf(circuit, gps, trembleM)
    const at = (share: number): number => errors[Math.floor(errors.length * share)]!
    console.info(
      `${name}, ${circuit}: delta off by ${at(0.5).toFixed(1)} ms (median), ${at(0.99).toFixed(1)} ms (p99)`,
    )
    expect(at(0.99)).toBeLessThan(p99Ms)
  }
})
