/** RaceChrono exports: version 3 from our own writer, versions 1 and 2 made out of it, and the file kept here. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LoggedSession } from '../../../../shared/formats/model.ts'
import { raceChronoCsvReader } from '../../../../shared/formats/racechrono-csv/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { channelOf, timeOf, valueAt } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, onlySession, statisticsOf } from '../common/real.ts'
import { goldenBytes, madeSession, STARTED_AT, written } from './made.ts'

const read = async (bytes: Uint8Array, name = 'export.csv') => {
  const outcome = await readBytes(raceChronoCsvReader, bytes, name)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array, name?: string): Promise<LoggedSession> =>
  onlySession(await read(bytes, name))
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const readText = async (...lines: readonly string[]) => read(bytesOf(lines.join('\r\n')))

const simulated = madeSession()
const truth = simulated.truth.laps
const crossings = truth.slice(0, -1).map(({ endMs }) => Math.round(endMs))
const firstFix = timeOf(simulated.trace, channelOf(simulated.trace, 'lat')!)[0]!

describe('version 3', () => {
  test('is known by its first line', () => {
    expect(raceChronoCsvReader.detect(written(simulated))).toBe(true)
    expect(raceChronoCsvReader.detect(bytesOf('\ufeffThis file is created using RaceChrono v10.2.3'))).toBe(
      true,
    )
    expect(raceChronoCsvReader.detect(bytesOf('This file is created by hand'))).toBe(false)
    expect(raceChronoCsvReader.detect(new Uint8Array(0))).toBe(false)
  })

  test('laps begin with the first row of their number, to the millisecond', async () => {
    const { marks } = await sessionOf(written(simulated))
    const laps = lapsFromMarks(marks!)
    expect(laps.map(({ number, kind }) => [number, kind])).toEqual([
      [0, 'out'],
      [1, 'timed'],
      [2, 'timed'],
      [3, 'in'],
    ])
    expect(laps.slice(1, 3).map(lapTimeMs)).toEqual([1, 2].map(i => crossings[i]! - crossings[i - 1]!))
    expect(laps[1]!.startMs).toBe(crossings[0]! - firstFix)
  })

  test('what the preamble says is kept', async () => {
    const log = await read(written(simulated, { note: 'new, soft tyres' }), 'session_20260714_004005.csv')
    expect(log.format).toBe('RaceChrono CSV v3')
    expect(onlySession(log)).toMatchObject({
      driver: 'Mira Holt',
      venue: 'Kestrel Heath',
      comment: 'new, soft tyres',
      startedAt: STARTED_AT + firstFix,
      utcOffsetMin: 120,
    })
  })

  test('channels of one name stay apart by their source, and right is positive', async () => {
    const session = await sessionOf(written(simulated))
    const pairs: [string, string, string, number][] = [
      ['lat', 'gps', 'gps', 6e-8],
      ['lon', 'gps', 'gps', 6e-8],
      ['altitude', 'gps', 'gps', 0.0051],
      ['speed', 'gps', 'gps', 0.0001],
      ['speed', 'obd', 'can', 0.0001],
      ['gLat', 'calc', 'can', 0.0001],
      ['gLong', 'calc', 'can', 0.0001],
      ['throttle', 'obd', 'can', 0.0001],
      ['rpm', 'obd', 'can', 0.001],
    ]
    for (const [name, source, original, within] of pairs) {
      const got = channel(session, name, source)
      const want = channelOf(simulated.trace, name, original)!
      const wantTime = timeOf(simulated.trace, want)
      for (const [i, t] of timeOf(session.trace, got).entries()) {
        const exact = valueAt(wantTime, want.values, want.kind, t + firstFix)
        const slack = within + 1e-6 * Math.abs(exact)
        expect(Math.abs(got.values[i]! - exact), `${name} ${source} at ${t}`).toBeLessThanOrEqual(slack)
      }
    }
    expect(channel(session, 'speed', 'calc').values).toHaveLength(session.trace.groups[0]!.timeMs.length)
  })

  test('a sign the other way round is noticed by the path driven', async () => {
    const lines = textOf(written(simulated)).split('\n')
    const names = lines.find(line => line.startsWith('timestamp'))!.split(',')
    const at = names.indexOf('lateral_acc')
    const turned = lines.map(line => {
      const cells = line.split(',')
      if (!/^\d/.test(line)) return line
      return cells.map((cell, i) => (i === at ? String(-Number(cell)) : cell)).join(',')
    })
    const log = await read(bytesOf(turned.join('\n')))
    const want = channel(await sessionOf(written(simulated)), 'gLat')
    expect(channel(onlySession(log), 'gLat').values).toEqual(want.values)
    expect(log.notes.map(({ text }) => text)).toEqual([
      'Lateral g had the opposite sign of the path driven and was turned round, so that right is positive.',
    ])
  })

  test('cells left empty between answers are no gaps', async () => {
    const session = await sessionOf(written(simulated, { obd: 'sparse', obdMs: 250 }))
    const rpm = channel(session, 'rpm', 'obd')
    const time = timeOf(session.trace, rpm)
    expect(time[5]! - time[4]!).toBe(250)
    expect(statisticsOf(rpm.values).finite).toBe(time.length)
    expect(channel(session, 'lat').group).not.toBe(rpm.group)
  })

  test('the export of one lap has one lap', async () => {
    const [fromMs, toMs] = [crossings[0]! - 4000, crossings[1]! + 4000]
    const log = await read(written(simulated, { fromMs, toMs, firstLap: 9 }))
    const { marks } = onlySession(log)
    expect(marks).toHaveLength(1)
    expect(marks![0]).toMatchObject({ number: 9 })
    expect(marks![0]!.endMs - marks![0]!.startMs).toBe(crossings[1]! - crossings[0]!)
    expect(log.notes).toHaveLength(1)
    expect(log.notes[0]!.text).toContain('neighbouring lap')
  })

  test('a lap in which the recording was interrupted is partial', async () => {
    const middle = (crossings[1]! + crossings[2]!) / 2
    const text = textOf(written(simulated)).replace(/^(\d+\.\d+),0,(.*)$/gm, (_, at, rest) =>
      Number(at) * 1000 - STARTED_AT < middle ? `${at},0,${rest}` : `${at},1,${rest}`,
    )
    const log = await read(bytesOf(text))
    expect(onlySession(log).marks!.map(({ kind }) => kind)).toEqual(['out', undefined, 'partial', 'in'])
    expect(log.notes[0]!.text).toBe('Lap 2 is partial because the recording was interrupted in it.')
  })

  test('rows of units and sources may be missing', async () => {
    const lines = textOf(written(simulated)).split('\n')
    const at = lines.findIndex(line => line.startsWith('timestamp'))
    const session = await sessionOf(bytesOf(lines.toSpliced(at + 1, 2).join('\n')))
    const whole = await sessionOf(written(simulated))
    expect(channel(session, 'lat').values).toEqual(channel(whole, 'lat').values)
    expect(channel(session, 'speed').unit).toBe('m/s')
  })

  test('a second receiver is another source', async () => {
    const log = await readText(
      ...['This file is created using RaceChrono', 'Format,3', ''],
      'timestamp,fragment_id,lap_number,latitude,longitude,latitude,longitude,speed',
      'unix time,,,deg,deg,deg,deg,m/s',
      ',,,100: gps,100: gps,101: gps,101: gps,300: canbus',
      ...[0, 1, 2].map(i => `${1_767_150_797 + i},0,1,50.${i},8.5,51.${i},9.5,${i}`),
    )
    const { trace } = onlySession(log)
    expect(trace.channels.map(({ name, source }) => `${name} ${source}`)).toEqual([
      'lat gps',
      'lon gps',
      'lat gps 2',
      'lon gps 2',
      'speed can',
    ])
  })
})

describe('version 2', () => {
  const HEAD = [
    'This file is created using RaceChrono v10.2.3 ( http://racechrono.com/ ).',
    'Format,2',
    'Session title,"Evening"',
    'Track name,"Ring, north"',
    'Driver name,"A ""Bee"" C"',
    'Note,Time (s) is in here too',
    '',
    'Time (s),Session fragment #,Lap #,Trap name,Distance (m),Speed (m/s),Latitude (deg),Longitude (deg),Speed (m/s) *calc,Engine coolant temp. (.C) *obd,Lateral acceleration (G) *calc',
  ]
  const row = (s: number, lap: string, trap = '') =>
    `${1_700_000_000 + s},0,${lap},${trap},1,10,50,8,11,90,0.5`

  test('names, units and sources come from the column names; sectors from traps', async () => {
    const log = await readText(
      ...HEAD,
      row(0, ''),
      row(20, ''),
      row(30.125, '4', 'Line'),
      row(40, '4'),
      row(50.5, '4', '"Dip, left"'),
      row(60, '4'),
      row(75.994, '5', 'Line'),
      row(80, '5'),
      row(95, ''),
      row(99, ''),
    )
    const session = onlySession(log)
    expect(log.format).toBe('RaceChrono CSV v2')
    expect(session).toMatchObject({
      venue: 'Ring, north',
      driver: 'A "Bee" C',
      comment: 'Evening · Time (s) is in here too',
    })
    const laps = lapsFromMarks(session.marks!)
    expect(laps.map(lap => [lap.number, lap.kind, lapTimeMs(lap), lap.sectorsMs])).toEqual([
      [3, 'out', 30_125, []],
      [4, 'timed', 45_869, [20_375, 25_494]],
      [5, 'timed', 19_006, []],
    ])
    const names = session.trace.channels.map(({ name, unit, source }) => `${name} ${unit} ${source}`)
    expect(names).toEqual([
      'distance m calc',
      'speed m/s gps',
      'lat deg gps',
      'lon deg gps',
      'speed m/s calc',
      'waterTemp °C obd',
      'gLat g calc',
    ])
    expect(channel(session, 'gLat').values[0]).toBe(-0.5)
  })
})

describe('version 1', () => {
  const NAMES =
    'Lap #,Timestamp (s),Distance (m),Distance (km),Locked satellites,Latitude (deg),Longitude (deg),Speed (m/s),Speed (km/h),Speed (mph),Altitude (m),Bearing (deg),Longitudinal Acceleration (G),Lateral Acceleration (G),X-position (m),Y-position (m),RPM (rpm),Throttle Position (%),Trap name'
  const v1 = (created: string, ...rows: readonly (readonly [lap: string, at: number])[]) =>
    readText(
      'This file is created using RaceChrono v10.2.3 ( http://racechrono.com/ ).',
      '',
      'Session title,"Ring"',
      'Track name,"Ring"',
      `Created,${created}`,
      'Note,',
      '',
      NAMES,
      ...rows.map(
        ([lap, at]) => `${lap},${at.toFixed(3)},1,0.001,13,47.38,18.22,5,18,11.18,225,223,,,0,0,,,`,
      ),
    )

  test('counts seconds of the day, also over midnight', async () => {
    const log = await v1(
      '13/07/2026,23:57',
      ['N/A', 86_300],
      ['1', 86_390.5],
      ['1', 3],
      ['2', 60.25],
      ['2', 70],
    )
    const session = onlySession(log)
    expect(session.startedAt).toBe(Date.UTC(2026, 6, 13, 23, 58, 20))
    expect(session.marks!.map(({ number, startMs, endMs }) => [number, startMs, endMs])).toEqual([
      [0, 0, 90_500],
      [1, 90_500, 160_250],
      [2, 160_250, 170_000],
    ])
    expect(log.notes.map(({ text }) => text)).toEqual([
      'Left out because they hold no values: Longitudinal Acceleration, Lateral Acceleration, RPM, Throttle Position.',
    ])
  })

  test('a session created just before midnight begins on the day after', async () => {
    const log = await v1('13/07/2026,23:59', ['N/A', 5], ['1', 20], ['1', 30])
    expect(onlySession(log).startedAt).toBe(Date.UTC(2026, 6, 14, 0, 0, 5))
  })

  test('without a date there is none', async () => {
    const log = await v1('yesterday', ['N/A', 5], ['1', 20], ['1', 30])
    expect(onlySession(log).startedAt).toBeNull()
  })

  test('speed and distance come once, in m/s and m', async () => {
    const { trace } = onlySession(await v1('13/07/2026,12:00', ['N/A', 5], ['N/A', 6]))
    expect(trace.channels.filter(({ name }) => /speed|distance/i.test(name)).map(({ unit }) => unit)).toEqual(
      ['m', 'm/s'],
    )
  })
})

describe('the file kept beside this test', () => {
  const kept = readFileSync(new URL('./golden.csv', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes())).toBe(textOf(kept).replaceAll('\r\n', '\n'))
    expect(kept.length).toBeLessThanOrEqual(32_768)
  })

  test('reads as it always did', async () => {
    const session = await sessionOf(kept)
    expect(session.marks!.map(({ startMs, endMs }) => [startMs, endMs])).toMatchInlineSnapshot(`
      [
        [
          0,
          99841,
        ],
        [
          99841,
          173750,
        ],
        [
          173750,
          270000,
        ],
      ]
    `)
    const shown = session.trace.channels.map(c =>
      [c.name, c.unit, c.source, c.kind, c.values.length].join(' '),
    )
    expect(shown).toMatchInlineSnapshot(`
      [
        "altitude m gps continuous 219",
        "heading deg gps discrete 219",
        "lat deg gps continuous 219",
        "lon deg gps continuous 219",
        "speed m/s gps continuous 219",
        "gLat g calc continuous 219",
        "gLong g calc continuous 219",
        "speed m/s calc continuous 219",
        "throttle % obd continuous 219",
        "rpm rpm obd continuous 219",
        "speed m/s obd continuous 219",
      ]
    `)
    expect(statisticsOf(channel(session, 'speed', 'obd').values).max).toMatchInlineSnapshot(
      `65.06500244140625`,
    )
  })
})
