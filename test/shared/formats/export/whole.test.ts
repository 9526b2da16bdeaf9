import { describe, expect, test } from 'vitest'
import { lapsFromMarks, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { channelOf, createTrace, decodeTrace, timeOf, valueAt } from '#shared/trace'
import { exportSession, lapToExport, type SessionToExport } from '../../../../shared/formats/export/index.ts'
import { type LoggedSession, memorySource } from '../../../../shared/formats/index.ts'
import { motecLdReader } from '../../../../shared/formats/motec-ld/index.ts'
import { bytesOf, lapsOf, makeSession, sessionOf } from './made.ts'

const timesOf = (laps: readonly MeasuredLap[]): number[] =>
  laps.filter(lap => lap.kind === 'timed').map(lapTimeMs)

describe('a session as Arrow', () => {
  test('is the very trace', () => {
    const { simulated, session } = makeSession()
    const decoded = decodeTrace(bytesOf(exportSession(session, 'arrow')).arrow!)
    if (!decoded.ok) throw new Error(decoded.reason)
    expect(decoded.trace).toEqual(session.trace)
    expect(timesOf(lapsOf(decoded.trace, simulated))).toEqual(timesOf(session.laps))
  })

  test('one lap counts time from its start, and the session is left as it was', () => {
    const { session } = makeSession()
    const before = session.trace.groups[0]!.timeMs.slice()
    const lap = session.laps.find(one => one.kind === 'timed')!
    const decoded = decodeTrace(bytesOf(exportSession(lapToExport(session, lap), 'arrow')).arrow!)
    if (!decoded.ok) throw new Error(decoded.reason)
    const whole = channelOf(session.trace, 'speed', 'can')!
    const part = channelOf(decoded.trace, 'speed', 'can')!
    for (const atMs of [0, 1234.5, lapTimeMs(lap)]) {
      const value = valueAt(timeOf(decoded.trace, part), part.values, 'continuous', atMs)
      expect(value).toBeCloseTo(
        valueAt(timeOf(session.trace, whole), whole.values, 'continuous', atMs + lap.startMs),
        9,
      )
    }
    expect(session.trace.groups[0]!.timeMs).toEqual(before)
  })
})

const readLd = async (session: SessionToExport, withLdx: boolean): Promise<LoggedSession> => {
  const { ld, ldx } = bytesOf(exportSession(session, 'ld'))
  const companions = withLdx ? [memorySource('out.ldx', ldx!)] : []
  const outcome = await motecLdReader.read(memorySource('out.ld', ld!), { companions })
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log.sessions[0]!
}

describe('a session as MoTeC LD', () => {
  const { session } = makeSession()

  test.each([true, false])('reads back with the same lap times, lap list beside it: %s', async withLdx => {
    const read = await readLd(session, withLdx)
    expect(timesOf(lapsFromMarks(read.marks!))).toEqual(timesOf(session.laps))
    expect([read.driver, read.vehicle, read.venue]).toEqual([session.driver, session.vehicle, session.venue])
  })

  test('keeps the values to single precision and positions to 1e-7 degrees', async () => {
    const read = await readLd(session, true)
    for (const [name, slack] of [
      ['rpm', 1e-3],
      ['throttle', 1e-4],
      ['gLat', 1e-6],
      ['lat', 6e-8],
      ['lon', 6e-8],
    ] as const) {
      const [want, got] = [channelOf(session.trace, name)!, channelOf(read.trace, name)!]
      const worst = Math.max(...want.values.map((v, i) => Math.abs(v - got.values[i]!)))
      expect(worst, name).toBeLessThan(slack)
    }
  })

  test('one lap is one lap', async () => {
    const lap = session.laps.find(one => one.kind === 'timed')!
    const read = await readLd(lapToExport(session, lap), true)
    expect(timesOf(lapsFromMarks(read.marks!))).toEqual([lapTimeMs(lap)])
  })
})

test('what would not fit into a format is refused before it is built', () => {
  // Two samples in a millisecond, a month into the log: 1000 Hz for a month.
  const channels = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      name: `channel ${i}`,
      unit: '',
      kind: 'continuous' as const,
      source: 'can',
      values: Float32Array.of(1, 2),
    }))
  const trace = createTrace([
    { timeMs: Float64Array.of(0, 1), channels: channels(1) },
    { timeMs: Float64Array.of(2_592_000_000, 2_592_000_001), channels: channels(1) },
  ])
  expect(exportSession(sessionOf(trace), 'ld')).toEqual({
    ok: false,
    reason: expect.stringMatching(
      /^This would make a MoTeC log of 10.GB, .*: export it lap by lap, or as CSV\.$/,
    ),
  })
})
