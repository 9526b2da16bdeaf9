import { describe, expect, test } from 'vitest'
import { lapTimeMs, type MeasuredLap } from '#shared/lap'
import { channelOf, createTrace, type Trace } from '#shared/trace'
import { asEpochMillis } from '#shared/units'
import { exportSession, lapToExport, type SessionToExport } from '../../../../shared/formats/export/index.ts'
import { gpxReader } from '../../../../shared/formats/gpx/index.ts'
import { type LoggedSession, memorySource } from '../../../../shared/formats/index.ts'
import { bytesOf, lapsOf, makeSession, STARTED_AT, sessionOf } from './made.ts'

const gpxOf = (session: SessionToExport): Uint8Array => bytesOf(exportSession(session, 'gpx')).gpx!
const textOf = (session: SessionToExport): string => new TextDecoder().decode(gpxOf(session))

const readBack = async (session: SessionToExport): Promise<LoggedSession> => {
  const bytes = gpxOf(session)
  expect(gpxReader.detect(bytes.subarray(0, 4096))).toBe(true)
  const outcome = await gpxReader.read(memorySource('out.gpx', bytes), {})
  if (!outcome.ok) throw new Error(outcome.reason)
  expect(outcome.log.sessions).toHaveLength(1)
  return outcome.log.sessions[0]!
}

const path = (timeMs: number[], lat: number[], lon: number[], name?: string): Trace =>
  createTrace([
    {
      timeMs: Float64Array.from(timeMs),
      channels: [
        { name: 'lat', unit: 'deg', kind: 'continuous', source: 'gps', values: Float64Array.from(lat) },
        { name: 'lon', unit: 'deg', kind: 'continuous', source: 'gps', values: Float64Array.from(lon) },
        ...(name
          ? [{ name, unit: '', kind: 'discrete' as const, source: 'gps', values: Float32Array.from(lat) }]
          : []),
      ],
    },
  ])

const timesOf = (laps: readonly MeasuredLap[]): number[] =>
  laps.filter(lap => lap.kind === 'timed').map(lapTimeMs)

describe('a session as GPX', () => {
  test('reads back as the same drive: start, positions, speed, lap times', async () => {
    const { simulated, session } = makeSession()
    const read = await readBack(session)
    expect(read.startedAt).toBe(STARTED_AT)
    for (const [name, slack] of [
      ['lat', 6e-10],
      ['lon', 6e-10],
      ['speed', 6e-5],
      ['altitude', 6e-4],
    ] as const) {
      const [want, got] = [channelOf(session.trace, name, 'gps')!, channelOf(read.trace, name)!]
      expect(got.values.length).toBe(want.values.length)
      const worst = Math.max(...want.values.map((v, i) => Math.abs(v - got.values[i]!)))
      expect(worst, name).toBeLessThan(slack)
    }
    const [want, got] = [timesOf(session.laps), timesOf(lapsOf(read.trace, simulated))]
    expect(got.length).toBe(want.length)
    for (const [i, ms] of want.entries()) expect(Math.abs(got[i]! - ms)).toBeLessThanOrEqual(1)
  })

  test('one lap begins at the time of day it began at', async () => {
    const { session } = makeSession()
    const lap = session.laps.find(one => one.kind === 'timed')!
    const text = textOf(lapToExport(session, lap))
    expect(text).toContain(`<metadata><time>${new Date(STARTED_AT + lap.startMs).toISOString()}</time>`)
    const read = await readBack(lapToExport(session, lap))
    const fixes = read.trace.groups[0]!.timeMs
    expect(fixes.at(-1)! - fixes[0]!).toBeGreaterThanOrEqual(lapTimeMs(lap))
    expect(fixes.at(-1)! - fixes[0]!).toBeLessThan(lapTimeMs(lap) + 100)
  })

  test('every run without a gap is a segment, and no point stands in a gap', () => {
    const text = textOf(
      sessionOf(
        path(
          [0, 100, 200, 300, 400, 5000, 5100],
          [50, 50.1, Number.NaN, 50.3, 50.4, 50.5, Number.NaN],
          [8, 8, 8, 8, 8, 8, 8],
        ),
      ),
    )
    const segments = text.split('<trkseg>').slice(1)
    expect(segments.map(segment => segment.split('<trkpt').length - 1)).toEqual([2, 2, 1])
    expect(text).not.toContain('NaN')
    expect(text.match(/<\/trkseg>/g)).toHaveLength(3)
  })

  test('times are UTC with as many digits as they need', () => {
    const text = textOf(sessionOf(path([0, 100.25], [50, 50.1], [8, 8])))
    expect(text).toContain('<time>2026-05-03T13:59:58.250Z</time>')
    expect(text).toContain('<time>2026-05-03T13:59:58.350250Z</time>')
  })

  test('a course stays below 360', () => {
    const text = textOf(sessionOf(path([0, 1, 2], [-1, 359.999, 721], [8, 8, 8], 'heading')))
    expect([...text.matchAll(/course>([\d.]+)</g)].map(found => found[1])).toEqual(['359.00', '0.00', '1.00'])
  })

  test('names cannot leave their element', () => {
    const text = textOf({
      ...sessionOf(path([0, 1], [50, 50], [8, 8])),
      venue: '</name><wpt lat="1" lon="2"/>&\u0000',
    })
    expect(text).toContain('<name>&lt;/name&gt;&lt;wpt lat=&quot;1&quot; lon=&quot;2&quot;/&gt;&amp; </name>')
  })
})

describe('refused with a sentence', () => {
  const reasonOf = (session: SessionToExport): string => {
    const exported = exportSession(session, 'gpx')
    if (exported.ok) throw new Error('it was exported')
    return exported.reason
  }

  test('a recording without geographic position', () => {
    const flat = createTrace([
      {
        timeMs: Float64Array.of(0, 1),
        channels: ['x', 'y'].map(name => ({
          name,
          unit: 'm',
          kind: 'continuous' as const,
          source: 'sim',
          values: Float64Array.of(1, 2),
        })),
      },
    ])
    expect(reasonOf(sessionOf(flat))).toMatch(/^This recording has no latitude and longitude,/)
    expect(reasonOf(sessionOf(path([0, 1], [Number.NaN, 1], [1, Number.NaN])))).toMatch(/no latitude/)
  })

  test('a recording without a date', () => {
    const session = sessionOf(path([0, 1], [50, 50], [8, 8]))
    for (const startedAt of [null, asEpochMillis(Number.NaN), asEpochMillis(9e15), asEpochMillis(-5)]) {
      expect(reasonOf({ ...session, startedAt })).toMatch(/^It is not known when this recording was made,/)
    }
  })

  test('a recording without a sample, in every format', () => {
    for (const format of ['csv', 'arrow', 'ld', 'gpx'] as const) {
      const exported = exportSession(sessionOf(path([], [], [])), format)
      expect(exported).toEqual({ ok: false, reason: expect.stringMatching(/^There are no samples here,/) })
    }
  })
})
