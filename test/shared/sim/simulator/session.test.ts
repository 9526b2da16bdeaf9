import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LayoutId } from '#shared/id'
import { lapsFromGates, type MeasuredLap } from '#shared/lap'
import {
  CIRCUIT_NAMES,
  type CircuitName,
  DEFAULT_GPS,
  type SessionOptions,
  type SimulatedSession,
  simulateSession,
  type TrueLap,
} from '#shared/sim'
import { type Column, channelOf, decodeTrace, encodeTrace, type Trace, timeOf } from '#shared/trace'
import type { OtherEngineAnswer } from './other-engine.ts'

const EXACT_GPS = { noiseM: 0, rateHz: 25, dropouts: 0 }
const SHORT: SessionOptions = { seed: 42, circuit: 'kestrel-heath', laps: 2 }

const valuesOf = (trace: Trace, name: string, source?: string) => channelOf(trace, name, source)!.values

const measuredLaps = ({ trace, circuit }: SimulatedSession): MeasuredLap[] =>
  lapsFromGates({
    trace,
    frame: circuit.frame,
    gates: circuit.gates,
    layoutId: '0'.repeat(32) as LayoutId,
  })

/** For every timed lap of the truth, what was measured under the same number. */
const timedPairs = (session: SimulatedSession): { truth: TrueLap; measured: MeasuredLap | undefined }[] => {
  const byNumber = new Map(measuredLaps(session).map(lap => [lap.number, lap]))
  return session.truth.laps
    .filter(lap => lap.kind === 'timed')
    .map(truth => ({ truth, measured: byNumber.get(truth.number) }))
}

const trueSectors = ({ startMs, splitsMs, endMs }: TrueLap): number[] => {
  const marks = [startMs, ...splitsMs, endMs]
  return marks.slice(1).map((mark, i) => mark - marks[i]!)
}

describe('the recorded channels', () => {
  const { trace, truth } = simulateSession({ ...SHORT, laps: 4 })

  test('are those of a logger: name, unit, source and rate', () => {
    const rates = trace.groups.map(({ timeMs }) => 1000 / (timeMs[1]! - timeMs[0]!))
    expect(
      trace.channels.map(c => `${c.name} ${c.unit} ${c.kind} ${c.source} ${rates[c.group]!.toFixed(0)} Hz`),
    ).toMatchInlineSnapshot(`
      [
        "speed m/s continuous can 50 Hz",
        "throttle % continuous can 50 Hz",
        "brake % continuous can 50 Hz",
        "gear  discrete can 50 Hz",
        "rpm rpm continuous can 50 Hz",
        "steering deg continuous can 50 Hz",
        "gLat g continuous can 50 Hz",
        "gLong g continuous can 50 Hz",
        "lapInvalid  discrete can 50 Hz",
        "lat deg continuous gps 25 Hz",
        "lon deg continuous gps 25 Hz",
        "altitude m continuous gps 25 Hz",
        "heading deg discrete gps 25 Hz",
        "speed m/s continuous gps 25 Hz",
        "fuel l continuous can 5 Hz",
        "tyreTempFL °C continuous can 5 Hz",
        "tyreTempFR °C continuous can 5 Hz",
        "tyreTempRL °C continuous can 5 Hz",
        "tyreTempRR °C continuous can 5 Hz",
      ]
    `)
  })

  test('last as long as the session, in equal steps', () => {
    for (const { timeMs } of trace.groups) {
      expect(timeMs[0]).toBe(0)
      expect(timeMs.at(-1)!).toBeGreaterThan(truth.laps.at(-1)!.endMs + 5_500)
      expect(timeMs.at(-1)!).toBeLessThan(truth.laps.at(-1)!.endMs + 6_000)
    }
  })

  test('hold no NaN outside the receiver, which loses all of its values together', () => {
    for (const channel of trace.channels.filter(c => c.source !== 'gps')) {
      expect(channel.values.some(Number.isNaN)).toBe(false)
    }
  })

  test('two speeds agree within half a metre per second', () => {
    const gps = channelOf(trace, 'speed', 'gps')!
    const can = channelOf(trace, 'speed', 'can')!
    const canAt = new Map(Array.from(timeOf(trace, can), (ms, i) => [ms, can.values[i]!]))
    const known = Array.from(timeOf(trace, gps), (ms, i) => Math.abs(gps.values[i]! - canAt.get(ms)!)).filter(
      off => !Number.isNaN(off),
    )
    expect(known.length).toBeGreaterThan(5000)
    expect(Math.max(...known)).toBeLessThan(0.5)
  })

  test('survive encoding', () => {
    const decoded = decodeTrace(encodeTrace(trace))
    expect(decoded.ok && decoded.trace).toEqual(trace)
  })
})

describe('repeatability', () => {
  test('the same options give the same bytes, another seed other ones', () => {
    const bytes = encodeTrace(simulateSession(SHORT).trace)
    expect(encodeTrace(simulateSession(SHORT).trace)).toEqual(bytes)
    expect(encodeTrace(simulateSession({ ...SHORT, seed: 43 }).trace)).not.toEqual(bytes)
  })

  test('an engine whose sines and powers end in other bits gives the same bytes', async () => {
    const sessions = CIRCUIT_NAMES.map(circuit => ({ seed: 8, circuit, laps: 1 }))
    const bytes = sessions.map(options => encodeTrace(simulateSession(options).trace))
    const elsewhere = new Worker(new URL('./other-engine.ts', import.meta.url), { workerData: sessions })
    const [{ traces, sines }] = (await once(elsewhere, 'message')) as [OtherEngineAnswer]
    expect(sines).toBeGreaterThan(0)
    expect(traces).toEqual(bytes)
  })

  test('the rate of sampling changes nothing at common instants', () => {
    const options: SessionOptions = { ...SHORT, sensors: 'exact', gps: { noiseM: 0, dropouts: 0 } }
    const fast = simulateSession({ ...options, rateHz: 100, gps: { ...options.gps, rateHz: 25 } }).trace
    const slow = simulateSession({ ...options, rateHz: 20, gps: { ...options.gps, rateHz: 5 } }).trace
    for (const channel of slow.channels) {
      const other = channelOf(fast, channel.name, channel.source)!
      const at = new Map(Array.from(timeOf(fast, other), (ms, i) => [ms, other.values[i]!]))
      expect(channel.values).toEqual(channel.values.map((_, i) => at.get(timeOf(slow, channel)[i]!)!))
    }
  })
})

describe('laps cut from the samples', () => {
  test.each(
    CIRCUIT_NAMES,
  )('with an exact receiver at 25 Hz they are within 2 ms of the truth (%s)', circuit => {
    const session = simulateSession({ seed: 3, circuit, laps: 8, gps: EXACT_GPS })
    const measured = measuredLaps(session)
    expect(measured.map(lap => lap.kind)).toEqual(session.truth.laps.map(lap => lap.kind))
    expect(measured.map(lap => lap.number)).toEqual(session.truth.laps.map(lap => lap.number))
    for (const { truth, measured } of timedPairs(session)) {
      expect(Math.abs(measured!.startMs - truth.startMs)).toBeLessThanOrEqual(2)
      expect(Math.abs(measured!.endMs - truth.endMs)).toBeLessThanOrEqual(2)
      expect(measured!.sectorsMs).toHaveLength(3)
      for (const [i, sector] of trueSectors(truth).entries()) {
        expect(Math.abs(measured!.sectorsMs[i]! - sector)).toBeLessThanOrEqual(2)
      }
    }
  })

  test('in and out laps around a stop are told apart as in the truth', () => {
    const session = simulateSession({ seed: 3, circuit: 'valdoro', laps: 4, lapsPerRun: 2, gps: EXACT_GPS })
    const measured = measuredLaps(session)
    expect(measured.map(lap => `${lap.number} ${lap.kind}`)).toEqual(
      session.truth.laps.map(lap => `${lap.number} ${lap.kind}`),
    )
  })

  test('with the noise of a good receiver 99 of 100 lap times are within 60 ms, the median within 20 ms', () => {
    const errors = CIRCUIT_NAMES.flatMap(circuit =>
      [1, 2].flatMap(seed =>
        timedPairs(simulateSession({ seed, circuit, laps: 20, gps: { ...DEFAULT_GPS, dropouts: 0 } })).map(
          ({ truth, measured }) =>
            Math.abs(measured!.endMs - measured!.startMs - (truth.endMs - truth.startMs)),
        ),
      ),
    ).sort((a, b) => a - b)
    expect(errors).toHaveLength(120)
    expect(errors[Math.floor(errors.length * 0.99)]!).toBeLessThan(60)
    expect(errors[errors.length >> 1]!).toBeLessThan(20)
  })

  test('a lap found under dropouts is either as good as ever or said to be partial', () => {
    const session = simulateSession({
      seed: 6,
      circuit: 'kestrel-heath',
      laps: 30,
      gps: { noiseM: 0, rateHz: 25, dropouts: 120 },
    })
    const times = session.truth.laps.filter(lap => lap.kind === 'timed')
    const found = measuredLaps(session).filter(lap => lap.kind === 'timed')
    expect(found.length).toBeGreaterThan(20)
    for (const lap of found) {
      const truth = times.find(({ startMs }) => Math.abs(startMs - lap.startMs) < 1000)
      expect(truth).toBeDefined()
      expect(Math.abs(lap.endMs - truth!.endMs)).toBeLessThan(500)
    }
  })
})

describe('what is not perfect', () => {
  test('the receiver loses the sky now and then, for 0.4 to 4 s, all values at once', () => {
    const { trace } = simulateSession({ ...SHORT, laps: 6, gps: { dropouts: 60 } })
    const lat = channelOf(trace, 'lat')!
    const timeMs = timeOf(trace, lat)
    const lost: number[] = []
    let from: number | null = null
    const gapsOf = (values: Column) => Uint8Array.from(values, value => (Number.isNaN(value) ? 1 : 0))
    for (const channel of trace.channels.filter(c => c.source === 'gps')) {
      expect(gapsOf(channel.values)).toEqual(gapsOf(lat.values))
    }
    for (const [i, value] of lat.values.entries()) {
      if (Number.isNaN(value)) from ??= timeMs[i]!
      else if (from !== null) {
        lost.push(timeMs[i]! - from)
        from = null
      }
    }
    expect(lost.length).toBeGreaterThan(3)
    for (const ms of lost) expect(ms).toBeGreaterThanOrEqual(360)
    for (const ms of lost) expect(ms).toBeLessThanOrEqual(4_040)
  })

  test('positions are off by what was asked for', () => {
    const distances = (noiseM: number): number[] => {
      const exact = simulateSession({ ...SHORT, laps: 10, gps: EXACT_GPS }).trace
      const noisy = simulateSession({ ...SHORT, laps: 10, gps: { noiseM, rateHz: 25, dropouts: 0 } }).trace
      const [latA, latB] = [valuesOf(exact, 'lat'), valuesOf(noisy, 'lat')]
      return Array.from(latA, (lat, i) => (latB[i]! - lat) * 111_000)
    }
    for (const noiseM of [0.4, 2]) {
      const north = distances(noiseM)
      const rms = Math.sqrt(north.reduce((sum, d) => sum + d * d, 0) / north.length)
      expect(rms).toBeGreaterThan(0.5 * noiseM)
      expect(rms).toBeLessThan(1.6 * noiseM)
      const jumps = north.slice(1).map((d, i) => Math.abs(d - north[i]!))
      expect(Math.max(...jumps)).toBeLessThan(noiseM)
    }
  })

  test('lapInvalid rises where the road was left and falls at the line', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom<CircuitName>(...CIRCUIT_NAMES), (seed, circuit) => {
        const { trace, truth } = simulateSession({ seed, circuit, laps: 6, driver: 'jonas-feld', rateHz: 10 })
        const invalid = channelOf(trace, 'lapInvalid')!
        const expected = Float32Array.from(timeOf(trace, invalid), timeMs =>
          truth.laps.some(lap => lap.invalidAtMs !== null && timeMs >= lap.invalidAtMs && timeMs < lap.endMs)
            ? 1
            : 0,
        )
        expect(invalid.values).toEqual(expected)
      }),
      { numRuns: 6 },
    )
  })

  test('a session without end is refused', () => {
    expect(() => simulateSession({ ...SHORT, laps: Number.POSITIVE_INFINITY })).toThrow(/createDrive/)
  })
})
