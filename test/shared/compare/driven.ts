/**
 * Simulated laps to compare, and drivers who do one thing differently in every lap.
 *
 * A changed driver is made from recorded laps: over a stretch of road the speed is what it was some metres further
 * on (braking earlier) or some metres further back (coming back to the throttle later), never faster than before,
 * and all times are moved accordingly. Everything else stays as driven.
 */
import type { LapToCompare } from '#shared/compare'
import type { Frame } from '#shared/geo'
import { lapTimeMs, type MeasuredLap } from '#shared/lap'
import { type CircuitName, type SessionOptions, simulateSession } from '#shared/sim'
import { channelOf, createTrace, resample, sliceTrace, type Trace, timeOf } from '#shared/trace'
import { asMillis } from '#shared/units'

export const WGS84: Frame = { kind: 'wgs84' }

/** Slow enough to make many sessions, fast enough for brake points. */
const QUICK: Pick<SessionOptions, 'rateHz' | 'gps'> = {
  rateHz: 20,
  gps: { rateHz: 10, noiseM: 0.4, dropouts: 0 },
}

/** The valid timed laps of a simulated session, timed as exactly as the simulator knows them. */
export const driveLaps = (
  options: {
    readonly seed: number
    readonly circuit: CircuitName
    readonly laps: number
  } & Partial<SessionOptions>,
): LapToCompare[] => {
  const { trace, truth } = simulateSession({ ...QUICK, ...options })
  return truth.laps.flatMap(({ number, kind, startMs, endMs, splitsMs, valid }) => {
    if (kind !== 'timed' || !valid) return []
    const [from, to] = [asMillis(startMs), asMillis(endMs)]
    const edges = [from, ...splitsMs.map(asMillis), to]
    const lap: MeasuredLap = {
      number,
      kind,
      startMs: from,
      endMs: to,
      sectorsMs: edges.slice(1).map((edge, i) => asMillis(edge - edges[i]!)),
      validity: { valid: true },
      timing: { by: 'marks' },
    }
    return [{ lap, trace, frame: WGS84 }]
  })
}

export const fastest = (laps: readonly LapToCompare[]): LapToCompare =>
  laps.reduce((best, one) => (lapTimeMs(one.lap) < lapTimeMs(best.lap) ? one : best))

/** With a second of its recording on each side, which is all that comparing looks at. */
export const alone = (toCompare: LapToCompare): LapToCompare => {
  const { startMs, endMs } = toCompare.lap
  return { ...toCompare, trace: sliceTrace(toCompare.trace, startMs - 1000, endMs + 1000) }
}

export const withTrace = (toCompare: LapToCompare, trace: Trace): LapToCompare => ({ ...toCompare, trace })

/** Only some channels. */
export const withChannels = (trace: Trace, isKept: (name: string, source: string) => boolean): Trace => ({
  groups: trace.groups,
  channels: trace.channels.filter(({ name, source }) => isKept(name, source)),
})

/** Own metres into the lap, from its bus. */
const metresOf = (timeMs: Float64Array, speed: ArrayLike<number>, startMs: number): Float64Array => {
  const metres = new Float64Array(timeMs.length)
  for (let i = 1; i < timeMs.length; i++) {
    const inLap = timeMs[i]! > startMs
    const ms = timeMs[i]! - Math.max(startMs, timeMs[i - 1]!)
    metres[i] = metres[i - 1]! + (inLap ? ((speed[i]! + speed[i - 1]!) / 2000) * ms : 0)
  }
  return metres
}

export interface Habit {
  /** Own metres into the lap between which the speed is another's. */
  readonly fromM: number
  readonly toM: number
  /** Positive: the speed of so many metres further on; negative: of so many metres further back. */
  readonly shiftM: number
}

/** The lap driven with a habit; what is recorded after it comes later by what the habit costs. */
export const withHabit = (toCompare: LapToCompare, { fromM, toM, shiftM }: Habit): LapToCompare => {
  const { lap, trace } = toCompare
  const speedChannel = channelOf(trace, 'speed', 'can')!
  const busMs = timeOf(trace, speedChannel)
  const metres = metresOf(busMs, speedChannel.values, lap.startMs)
  const isIn = (i: number): boolean =>
    busMs[i]! > lap.startMs && busMs[i]! < lap.endMs && metres[i]! >= fromM && metres[i]! <= toM
  const elsewhere = (values: ArrayLike<number>, i: number): number => {
    const wanted = metres[i]! + shiftM
    let k = i
    while (k > 0 && metres[k]! > wanted) k--
    while (k < metres.length - 2 && metres[k + 1]! < wanted) k++
    const span = metres[k + 1]! - metres[k]!
    const u = span > 0 ? Math.min(1, Math.max(0, (wanted - metres[k]!) / span)) : 0
    return values[k]! + u * (values[k + 1]! - values[k]!)
  }
  const slower = Float64Array.from(busMs, (_, i) => {
    const v = speedChannel.values[i]!
    return isIn(i) ? Math.max(1, Math.min(v, elsewhere(speedChannel.values, i))) : v
  })
  const laterMs = new Float64Array(busMs.length)
  for (let i = 1; i < busMs.length; i++) {
    const ms = busMs[i]! - busMs[i - 1]!
    const was = speedChannel.values[i]! + speedChannel.values[i - 1]!
    const is = slower[i]! + slower[i - 1]!
    laterMs[i] = laterMs[i - 1]! + (is > 0 ? ms * (was / is - 1) : 0)
  }
  const moved = (timeMs: Float64Array): Float64Array<ArrayBuffer> => {
    const later = resample(busMs, laterMs, 'continuous', timeMs)
    return Float64Array.from(
      timeMs,
      (t, i) => t + (Number.isNaN(later[i]!) ? (t > lap.endMs ? laterMs.at(-1)! : 0) : later[i]!),
    )
  }
  const groups = trace.groups.map(({ timeMs }, g) => ({
    timeMs: moved(timeMs),
    channels: trace.channels
      .filter(channel => channel.group === g)
      .map(channel => {
        const { values } = channel
        if (channel === speedChannel) return { ...channel, values: Float32Array.from(slower) }
        if (channel.name === 'speed') {
          const was = resample(busMs, speedChannel.values, 'continuous', timeMs)
          const is = resample(busMs, slower, 'continuous', timeMs)
          return {
            ...channel,
            values: Float32Array.from(values, (v, i) => (was[i]! > 1 ? (v * is[i]!) / was[i]! : v)),
          }
        }
        const isPedal = channel.name === 'brake' || channel.name === 'throttle'
        if (!isPedal) return channel
        return {
          ...channel,
          values: Float32Array.from(values, (v, i) => (isIn(i) ? elsewhere(values, i) : v)),
        }
      }),
  }))
  const at = (ms: number): number => asMillis(moved(Float64Array.of(ms))[0]!)
  return {
    ...toCompare,
    trace: createTrace(groups),
    lap: { ...lap, startMs: asMillis(at(lap.startMs)), endMs: asMillis(at(lap.endMs)), sectorsMs: [] },
  }
}
