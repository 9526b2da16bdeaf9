/** The logger maker's own sample against numbers computed by independent scripts. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aimXrkReader } from '../../../../shared/formats/aim-xrk/index.ts'
import { findCrossings, gateToMetres } from '../../../../shared/geo/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { channelOf } from '../../../../shared/trace/index.ts'
import { positionOf } from '../../../../shared/track/index.ts'
import { describeReal, readReal, statisticsOf } from '../common/real.ts'
import { notesOf } from './fixture.ts'
import { aimOracle } from './oracle.ts'

const FILE = 'aim/aim_official_test.xrk'

describeReal(FILE, async () => {
  const oracle = aimOracle(FILE, {
    lap_messages: z.array(
      z.object({ segment: z.number(), lap: z.number(), duration_ms: z.number(), end_tc: z.number() }),
    ),
    gps: z.object({
      n: z.number(),
      tc_last: z.number(),
      lat: z.tuple([z.number(), z.number()]),
      lon: z.tuple([z.number(), z.number()]),
      alt: z.tuple([z.number(), z.number()]),
      lat_first: z.number(),
      lon_first: z.number(),
      speed_ms_max: z.number(),
    }),
  })
  const log = await readReal(aimXrkReader, FILE)
  const [session] = log.sessions
  const { trace } = session!
  /** Where the session starts on the logger's clock. */
  const zero = 11

  test('laps and sectors', () => {
    const laps = lapsFromMarks(session!.marks!)
    const ends = oracle.lap_messages.filter(({ segment }) => segment === 0)
    expect(laps.map(lapTimeMs)).toEqual(ends.map(({ duration_ms }) => duration_ms))
    expect(laps.map(({ endMs }) => endMs)).toEqual(ends.map(({ end_tc }) => end_tc - zero))
    expect(laps.map(({ kind }) => kind)).toEqual(['out', ...Array(9).fill('timed'), 'in'])
    for (const lap of laps) {
      const splits = oracle.lap_messages.filter(m => m.segment > 0 && m.lap === lap.number - 1)
      const edges = [0, ...splits.map(({ duration_ms }) => duration_ms), lapTimeMs(lap)]
      expect(lap.sectorsMs).toEqual(edges.slice(1).map((edge, k) => edge - edges[k]!))
    }
  })

  test.each(oracle.channels)('channel $name', expected => {
    const name = { RPM: 'rpm', 'External Voltage': 'battery' }[expected.name] ?? expected.name
    const channel = channelOf(trace, name, 'logger')
    expect(channel).not.toBeNull()
    const got = statisticsOf(channel!.values)
    expect(channel!.values.length).toBe(expected.n_monotonic)
    expect(got.finite).toBe(expected.finite)
    for (const key of ['min', 'max', 'mean'] as const) {
      const want = expected[key]
      if (want !== undefined) expect(Math.abs(got[key] - want)).toBeLessThanOrEqual(1e-4 * Math.abs(want))
    }
    if (expected.first !== undefined) expect(channel!.values[0]).toBeCloseTo(expected.first, 3)
    if (expected.last !== undefined) expect(channel!.values.at(-1)).toBeCloseTo(expected.last, 3)
  })

  test('positions', () => {
    const at = (name: string) => channelOf(trace, name, 'gps')!.values
    expect(at('lat')).toHaveLength(oracle.gps.n)
    for (const [name, range, digits] of [
      ['lat', oracle.gps.lat, 7],
      ['lon', oracle.gps.lon, 7],
      ['altitude', oracle.gps.alt, 3],
    ] as const) {
      const { min, max, finite } = statisticsOf(at(name))
      expect(finite).toBe(oracle.gps.n)
      expect(min).toBeCloseTo(range[0], digits)
      expect(max).toBeCloseTo(range[1], digits)
    }
    expect(at('lat')[0]).toBeCloseTo(oracle.gps.lat_first, 7)
    expect(at('lon')[0]).toBeCloseTo(oracle.gps.lon_first, 7)
    expect(statisticsOf(at('speed')).max).toBeCloseTo(oracle.gps.speed_ms_max, 4)
    expect(trace.groups[0]!.timeMs.at(-1)).toBe(oracle.gps.tc_last - zero)
  })

  test('who, where and when', () => {
    expect(session).toMatchObject({
      driver: 'A.GIARDELLI',
      vehicle: null,
      venue: 'Adria Kart',
      utcOffsetMin: 60,
    })
    expect(new Date(session!.startedAt!).toISOString()).toBe('2016-01-23T11:08:49.337Z')
    expect(session!.lines!.sectors).toHaveLength(2)
  })

  test('every line is crossed when the logger says, within a tenth of a second', () => {
    const { timeMs, x, y, speed, projection } = positionOf(trace, session!.frame)!
    const line = gateToMetres(session!.lines!.startFinish, projection!)
    const crossings = findCrossings(line, timeMs, x, y, speed!).map(crossing => crossing.timeMs)
    for (const { endMs } of session!.marks!.slice(0, -1)) {
      expect(Math.min(...crossings.map(t => Math.abs(t - endMs)))).toBeLessThan(100)
    }
  })

  test('what was repaired is said', () => {
    expect(notesOf(log)).toMatch(/stamped one position with a wrong time/)
    expect(notesOf(log)).toMatch(/wrote 19351 samples twice/)
    expect(notesOf(log)).not.toMatch(/damaged/)
  })
})
