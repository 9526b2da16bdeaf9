/** TrackAddict logs: what our own writer makes of simulated sessions, and the file kept beside this test. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LoggedSession } from '../../../../shared/formats/model.ts'
import { type TrackAddictOptions, trackAddictReader } from '../../../../shared/formats/trackaddict/index.ts'
import { createProjection, findCrossings, gateCenter, gateToMetres } from '../../../../shared/geo/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { channelOf, timeOf, valueAt } from '../../../../shared/trace/index.ts'
import { positionOf } from '../../../../shared/track/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, onlySession, statisticsOf } from '../common/real.ts'
import { goldenBytes, madeSession, STARTED_AT, written } from './made.ts'

const read = async (bytes: Uint8Array, name = 'log.csv') => {
  const outcome = await readBytes(trackAddictReader, bytes, name)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array, name?: string): Promise<LoggedSession> =>
  onlySession(await read(bytes, name))
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const simulated = madeSession()
const truth = simulated.truth.laps

describe('a log of the app', () => {
  test('is known by its first line, whatever stands before it invisibly', () => {
    const bytes = written(simulated)
    expect(trackAddictReader.detect(bytes)).toBe(true)
    expect(trackAddictReader.detect(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes.subarray(0, 200)))).toBe(true)
    expect(trackAddictReader.detect(bytesOf('# RaceRender Data: Other App 1.0'))).toBe(false)
    expect(trackAddictReader.detect(bytesOf('Date,Time,1RSS(dB)'))).toBe(false)
    expect(trackAddictReader.detect(new Uint8Array(0))).toBe(false)
  })

  test('has the laps the app wrote down, to the millisecond', async () => {
    const { marks } = await sessionOf(written(simulated))
    const laps = lapsFromMarks(marks!)
    expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'in'])
    for (const [i, lap] of laps.slice(1, 3).entries()) {
      const { startMs, endMs, splitsMs } = truth[i + 1]!
      expect(lapTimeMs(lap)).toBe(Math.round(endMs) - Math.round(startMs))
      expect(lap.sectorsMs).toHaveLength(splitsMs.length + 1)
      expect(Math.abs(lap.sectorsMs[0]! - (splitsMs[0]! - startMs))).toBeLessThanOrEqual(1)
    }
    expect(laps[0]!.startMs).toBe(0)
  })

  test('also tells what its lap column says, which is late', async () => {
    const { lapColumn } = await sessionOf(written(simulated))
    expect(lapColumn!.map(({ number }) => number)).toEqual([0, 1, 2, 3])
    expect(lapColumn![1]!.startMs - truth[1]!.startMs).toBeGreaterThanOrEqual(0)
    expect(lapColumn![1]!.startMs - truth[1]!.startMs).toBeLessThan(1000)
  })

  test('keeps pit events, the vehicle and the start of its clock', async () => {
    const session = await sessionOf(written(simulated))
    const inLap = truth.at(-1)!
    expect(session.pits).toHaveLength(1)
    expect(session.pits[0]!.kind).toBe('entry')
    expect(Math.abs(session.pits[0]!.atMs - (inLap.startMs + 20_000))).toBeLessThan(1000)
    expect(session.vehicle).toBe('Meridian GT')
    expect(session.startedAt).toBe(STARTED_AT)
    expect(session.utcOffsetMin).toBeNull()
  })

  test('local time and track are taken from the name of the file', async () => {
    const log = await read(written(simulated), 'Log-20260509-103008 Kestrel Heath - 1.12.345.csv')
    expect(onlySession(log)).toMatchObject({ utcOffsetMin: 120, venue: 'Kestrel Heath' })
    expect(log.notes).toEqual([
      { kind: 'guessed', text: 'The name of the track was taken from the name of the file.' },
    ])
  })

  test('held fixes and answers are not samples', async () => {
    const session = await sessionOf(written(simulated))
    const fixes = timeOf(simulated.trace, channelOf(simulated.trace, 'lat')!)
    const gps = channel(session, 'speed', 'gps')
    expect(Array.from(timeOf(session.trace, gps))).toEqual(Array.from(fixes))
    const obd = timeOf(session.trace, channel(session, 'rpm', 'obd'))
    expect(obd[1]! - obd[0]!).toBe(500)
    expect(timeOf(session.trace, channel(session, 'gLat'))[1]).toBe(50)
  })

  test.each([
    'metric',
    'imperial',
  ] as const)('values come back in the units of Paddock from %s logs', async units => {
    const session = await sessionOf(written(simulated, { units }))
    const pairs: [string, string, string, number][] = [
      ['lat', 'gps', 'gps', 5e-8],
      ['lon', 'gps', 'gps', 5e-8],
      ['altitude', 'gps', 'gps', 0.051],
      ['speed', 'gps', 'gps', 0.023],
      ['heading', 'gps', 'gps', 0.051],
      ['gLat', 'phone', 'can', 0.0051],
      ['gLong', 'phone', 'can', 0.0051],
      ['rpm', 'obd', 'can', 0.051],
      ['throttle', 'obd', 'can', 0.00051],
      ['speed', 'obd', 'can', 0.0003],
    ]
    for (const [name, source, original, within] of pairs) {
      const got = channel(session, name, source)
      const want = channelOf(simulated.trace, name, original)!
      const wantTime = timeOf(simulated.trace, want)
      for (const [i, t] of timeOf(session.trace, got).entries()) {
        const exact = valueAt(wantTime, want.values, want.kind, t)
        expect(Math.abs(got.values[i]! - exact), `${name} at ${t}`).toBeLessThanOrEqual(
          within + 1e-6 * Math.abs(exact),
        )
      }
    }
  })

  test('a phone that was not levelled gives g from GPS, positive to the right', async () => {
    const log = await read(written(madeSession({ gpsHz: 5 }), { isTilted: true }))
    const session = onlySession(log)
    expect(channel(session, 'Accel X', 'phone').unit).toBe('g')
    expect(channelOf(session.trace, 'gLat', 'phone')).toBeNull()
    const gLat = channel(session, 'gLat', 'calc')
    const real = channelOf(simulated.trace, 'gLat', 'can')!
    expect(statisticsOf(gLat.values).max).toBeGreaterThan(0.6 * statisticsOf(real.values).max)
    const mean = statisticsOf(gLat.values).mean
    // Driven clockwise.
    expect(mean).toBeGreaterThan(0)
    expect(log.notes[0]!.text).toContain('was not levelled')
  })

  test('the end point becomes a line across the road, facing the way it was driven', async () => {
    const session = await sessionOf(written(simulated))
    const gate = session.lines!.startFinish
    const center = gateCenter(gate)
    const projection = createProjection({ lat: center.y, lon: center.x })
    const { x, y, timeMs } = positionOf(session.trace, session.frame, projection)!
    const crossings = findCrossings(gateToMetres(gate, projection), timeMs, x, y)
    expect(crossings.length).toBe(truth.filter(({ kind }) => kind !== 'out').length)
    for (const [i, { timeMs: at }] of crossings.entries())
      expect(Math.abs(at - truth[i]!.endMs)).toBeLessThan(150)
  })

  test('a direction in the file is believed, and a start apart from the end makes a course', async () => {
    const withPoints = textOf(written(simulated, { lineEnd: '\n' })).replace(
      /# End Point: (\S+), (\S+) .*\n/,
      (_, lat, lon) =>
        `# Start Point: ${lat}, ${lon}  @ 90.00 deg\n# End Point: ${Number(lat) + 0.002}, ${lon}  @ 0.00 deg\n`,
    )
    const { lines } = await sessionOf(bytesOf(withPoints))
    // Driving east the left end is in the north; driving north it is in the west.
    expect(lines!.startFinish.left.y).toBeGreaterThan(lines!.startFinish.right.y)
    expect(lines!.finish!.left.x).toBeLessThan(lines!.finish!.right.x)
  })
})

describe('events', () => {
  const edited = async (edit: (text: string) => string, options: Partial<TrackAddictOptions> = {}) =>
    read(bytesOf(edit(textOf(written(simulated, { lineEnd: '\n', ...options })))))

  test('sector times counted from the start of the lap are understood too', async () => {
    const since = await edited(text => {
      let sum = 0
      return text.replace(/# (Sector|Lap) (\d+): 00:(\d\d):(\d\d\.\d{3})/g, (line, kind, n, m, s) => {
        if (kind === 'Lap') {
          sum = 0
          return line
        }
        sum += Number(m) * 60 + Number(s)
        const minutes = String(Math.floor(sum / 60)).padStart(2, '0')
        return `# Sector ${n}: 00:${minutes}:${(sum % 60).toFixed(3).padStart(6, '0')}`
      })
    })
    const added = await sessionOf(written(simulated))
    const sectors = (session: LoggedSession) => lapsFromMarks(session.marks!).map(lap => lap.sectorsMs)
    expect(sectors(onlySession(since))).toEqual(sectors(added))
  })

  test('lap times that do not fit the clock are placed by their line, and that is said', async () => {
    const log = await edited(text => text.replace(/# Lap 0: .*/, '# Lap 0: 00:00:31.000'))
    const [first, second] = onlySession(log).marks!
    expect(first!.endMs - first!.startMs).toBe(31_000)
    expect(Math.abs(first!.endMs - truth[0]!.endMs)).toBeLessThan(1100)
    expect(second!.startMs).toBe(first!.endMs)
    expect(log.notes.map(({ kind }) => kind)).toContain('guessed')
  })

  test('a log without its end says so and is kept', async () => {
    const bytes = written(simulated)
    const log = await read(bytes.subarray(0, Math.floor(bytes.length * 0.7)))
    expect(onlySession(log).marks!.length).toBeGreaterThan(1)
    expect(log.notes.find(({ kind }) => kind === 'problem')!.text).toContain('no end mark')
    expect(log.notes.some(({ text }) => text.includes('incomplete: one row'))).toBe(true)
  })

  test('a log without laps has no marks', async () => {
    const log = await edited(text => text.replace(/# (Lap|Sector) .*\n/g, ''))
    expect(onlySession(log).marks).toBeNull()
  })
})

describe('older versions', () => {
  const older = (drop: readonly string[]) => {
    const lines = textOf(written(simulated, { lineEnd: '\n' })).split('\n')
    const names = lines.find(line => line.startsWith('"'))!.split(',')
    const kept = names.flatMap((name, i) => (drop.includes(name.slice(1, -1)) ? [] : [i]))
    const without = (line: string) => {
      const cells = line.split(',')
      return kept.map(i => cells[i]).join(',')
    }
    return bytesOf(lines.map(line => (line.startsWith('#') || line === '' ? line : without(line))).join('\n'))
  }

  test('without UTC the session has no date, but a note from its name', async () => {
    const log = await read(older(['UTC Time', 'Brake (calculated)']), 'Log-20150531-085930.csv')
    expect(onlySession(log).startedAt).toBeNull()
    expect(log.notes[0]!.text).toContain('2015-05-31 at 08:59 local time')
  })

  test('without update flags, fixes are where something changes', async () => {
    const session = await sessionOf(older(['GPS_Update', 'OBD_Update']))
    const fixes = timeOf(simulated.trace, channelOf(simulated.trace, 'lat')!)
    const got = timeOf(session.trace, channel(session, 'lat'))
    expect(got.length).toBeLessThanOrEqual(fixes.length)
    // While the car stands the receiver may repeat itself.
    expect(got.length).toBeGreaterThan(0.8 * fixes.length)
  })
})

describe('the file kept beside this test', () => {
  const kept = readFileSync(new URL('./golden.csv', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes()).replaceAll('\r\n', '\n')).toBe(textOf(kept).replaceAll('\r\n', '\n'))
    expect(kept.length).toBeLessThanOrEqual(32_768)
  })

  test('reads as it always did', async () => {
    const session = await sessionOf(kept)
    expect(session.marks!.map(({ startMs, endMs }) => [startMs, endMs])).toMatchInlineSnapshot(`
      [
        [
          0,
          99644,
        ],
        [
          99644,
          173205,
        ],
        [
          173205,
          267500,
        ],
      ]
    `)
    const shown = session.trace.channels.map(c =>
      [c.name, c.unit, c.source, c.kind, c.values.length].join(' '),
    )
    expect(shown).toMatchInlineSnapshot(`
      [
        "GPS_Delay  gps continuous 108",
        "lat deg gps continuous 108",
        "lon deg gps continuous 108",
        "altitude m gps continuous 108",
        "speed m/s gps continuous 108",
        "heading deg gps discrete 108",
        "accuracy m gps continuous 108",
        "rpm rpm obd continuous 54",
        "speed m/s obd continuous 54",
        "throttle % obd continuous 54",
        "gLat g phone continuous 215",
        "gLong g phone continuous 215",
        "gVert g phone continuous 215",
        "Brake (calculated)  phone discrete 215",
      ]
    `)
    expect(statisticsOf(channel(session, 'speed', 'gps').values).max).toMatchInlineSnapshot(
      `64.91666412353516`,
    )
  })
})
