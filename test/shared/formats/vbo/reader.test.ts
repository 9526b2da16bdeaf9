/** VBO files: what our own writer makes of simulated sessions, and the file kept beside this test. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Log, LoggedSession } from '../../../../shared/formats/model.ts'
import { type VboOptions, vboReader } from '../../../../shared/formats/vbo/index.ts'
import type { LayoutId } from '../../../../shared/id/index.ts'
import { lapsFromGates, lapTimeMs, type MeasuredLap } from '../../../../shared/lap/index.ts'
import { channelOf, timeOf, valueAt } from '../../../../shared/trace/index.ts'
import { asEpochMillis } from '../../../../shared/units/index.ts'
import { expectHonest, readBytes } from '../common/fuzz.ts'
import { channel, onlySession, statisticsOf } from '../common/real.ts'
import { goldenBytes, madeSession, STARTED_AT, written } from './made.ts'

const simulated = madeSession()
const truth = simulated.truth.laps.filter(({ kind }) => kind === 'timed')
const GENERATORS = ['racelogic', 'racechrono', 'harrys', 'racebox'] as const

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const read = async (bytes: Uint8Array): Promise<Log> => {
  expect(vboReader.detect(bytes.subarray(0, 2048))).toBe(true)
  const outcome = await readBytes(vboReader, bytes, 'run.vbo')
  if (!outcome.ok) throw new Error(outcome.reason)
  expectHonest(outcome, 'a good file')
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array): Promise<LoggedSession> => onlySession(await read(bytes))
const edited = (edit: (text: string) => string, options: Partial<VboOptions> = {}): Promise<Log> =>
  read(bytesOf(edit(textOf(written(simulated, { lineEnd: '\n', ...options })))))
const notesOf = (log: Log): string => log.notes.map(({ text }) => text).join('\n')

const lapsOf = (session: LoggedSession): MeasuredLap[] =>
  lapsFromGates({
    trace: session.trace,
    frame: session.frame,
    gates: { version: 1, ...session.lines!, createdAt: STARTED_AT, origin: 'From the log file' },
    layoutId: '0'.repeat(32) as LayoutId,
  })
const timedOf = (session: LoggedSession): MeasuredLap[] => lapsOf(session).filter(lap => lap.kind === 'timed')

/** Between fixes 40 ms apart the car bends off the straight line by centimetres: a millisecond or two. */
const GPS_MS = 3

const expectTruth = (laps: readonly MeasuredLap[]): void => {
  expect(laps).toHaveLength(truth.length)
  for (const [i, lap] of laps.entries()) {
    const { startMs, endMs, splitsMs } = truth[i]!
    expect(Math.abs(lapTimeMs(lap) - (endMs - startMs))).toBeLessThanOrEqual(GPS_MS)
    const splits = [startMs, ...splitsMs, endMs]
    expect(lap.sectorsMs).toHaveLength(splits.length - 1)
    for (const [k, ms] of lap.sectorsMs.entries()) {
      expect(Math.abs(ms - (splits[k + 1]! - splits[k]!))).toBeLessThanOrEqual(GPS_MS)
    }
  }
}

describe('a simulated session', () => {
  test('is recognised with and without the usual first line', () => {
    const text = textOf(written(simulated))
    expect(vboReader.detect(bytesOf(`\ufeff${text.slice(0, 500)}`))).toBe(true)
    expect(vboReader.detect(bytesOf(text.slice(text.indexOf('[header]'), 900)))).toBe(true)
    expect(vboReader.detect(bytesOf('This file is created using RaceChrono'))).toBe(false)
    expect(vboReader.detect(new Uint8Array(0))).toBe(false)
  })

  test.each(GENERATORS)('has its lap and sector times in a file as %s writes it', async generator => {
    expectTruth(timedOf(await sessionOf(written(simulated, { generator }))))
  })

  test('a crossing exactly on a sample is exact to the millisecond', async () => {
    // Along a meridian, 10 m and a second apart; the line lies across the fourth fix.
    const rows = Array.from({ length: 20 }, (_, i) => row(80_000 + i, 52 + (10 * (i - 3)) / 111_195, 1, 36))
    const session = await sessionOf(bytesOf(tinyFile(rows, ['Start -60.0 3120.0 -60.0 3119.99 ¬ Line'])))
    expect(lapsOf(session).map(({ endMs }) => endMs)).toEqual([3000, 19_000])
  })

  test.each([
    ['racelogic', 'gps', 'can'],
    ['racechrono', 'gps', 'can'],
    ['racebox', 'gps', 'imu'],
  ] as const)('values of %s come back in the units of Paddock', async (generator, gps, other) => {
    const session = await sessionOf(written(simulated, { generator }))
    const pairs: [string, string, string, number][] = [
      ['lat', gps, 'gps', 1e-7],
      ['lon', gps, 'gps', 1e-7],
      ['speed', gps, 'gps', 0.001],
      ['heading', gps, 'gps', 0.01],
      ['altitude', gps, 'gps', 0.01],
      ['rpm', other, 'can', 0.6],
      ['throttle', other, 'can', 0.001],
      ['steering', other, 'can', 0.001],
      ['gLat', generator === 'racechrono' ? 'calc' : other, 'can', 0.001],
      ['gLong', other, 'can', 0.001],
    ]
    const found = pairs.filter(([name, source]) => channelOf(session.trace, name, source))
    expect(found.length).toBeGreaterThanOrEqual(6)
    for (const [name, source, original, within] of found) {
      const got = channel(session, name, source)
      const want = channelOf(simulated.trace, name, original)!
      const isOff = (t: number, i: number): boolean => {
        const [v, exact] = [got.values[i]!, valueAt(timeOf(simulated.trace, want), want.values, want.kind, t)]
        return !(Math.abs(v - exact) <= within + 1e-6 * Math.abs(v))
      }
      expect(Array.from(timeOf(session.trace, got)).filter(isOff), `${name} is off at`).toEqual([])
    }
  })

  test('mirrored lateral g and steering are turned to the right, and that is said', async () => {
    for (const generator of ['racelogic', 'racechrono'] as const) {
      const log = await read(written(simulated, { generator }))
      expect(notesOf(log)).toContain('was turned round, so that right is positive')
    }
    const log = await read(written(simulated, { generator: 'racebox' }))
    expect(notesOf(log)).not.toContain('turned round')
  })
})

describe('time', () => {
  test.each([
    ['racechrono', 0, null],
    ['racebox', 0, null],
    ['racelogic', -300, -300],
    ['racelogic', 600, 600],
    ['racelogic', 0, null],
  ] as const)('%s with a clock %i min from UTC', async (generator, utcOffsetMin, want) => {
    const session = await sessionOf(written(simulated, { generator, utcOffsetMin }))
    expect(session).toMatchObject({ startedAt: STARTED_AT, utcOffsetMin: want })
  })

  test('goes on after midnight, and a local day before or after it is not believed', async () => {
    const startedAt = asEpochMillis(Date.UTC(2026, 11, 31, 23, 58, 30))
    for (const utcOffsetMin of [-480, 0, 120]) {
      const session = await sessionOf(written(simulated, { startedAt, utcOffsetMin }))
      expect(session.startedAt).toBe(startedAt)
      expectTruth(timedOf(session))
    }
  })

  test('of an export comes with a note', async () => {
    const log = await edited(text => text.replace(/^File created on .*/, 'File created on 12/05/2026'))
    expect(onlySession(log).startedAt).toBe(asEpochMillis(Date.UTC(2026, 4, 12, 8, 30, 12)))
    const late = await edited(text =>
      text.replace(/^File created on .*/, 'File created on 09/05/2026 at 22:17:30'),
    )
    expect(notesOf(late)).toContain('check the date')
    const none = await edited(text => text.replace(/^File created on .*/, 'File created on 31/02/2026'))
    expect(onlySession(none).startedAt).toBeNull()
    expect(notesOf(none)).toContain('set the date of this session')
  })

  test('one wild time stamp costs one row, wherever it stands', async () => {
    const whole = await sessionOf(written(simulated))
    const count = timeOf(whole.trace, channel(whole, 'lat')).length
    for (const at of [0, 1, 2000, count - 1]) {
      const log = await edited(text => {
        const lines = text.trimEnd().split('\n')
        const first = lines.indexOf('[data]') + 1
        lines[first + at] = lines[first + at]!.replace(/^(\S+) \S+/, '$1 215959.000')
        return lines.join('\n')
      })
      const session = onlySession(log)
      expect(timeOf(session.trace, channel(session, 'lat')).length).toBe(count - 1)
      expectTruth(timedOf(session))
    }
  })

  test('rows written twice are one sample', async () => {
    const log = await edited(text => text.replace(/^(\d{3} .*)$/gm, '$1\n$1'))
    expectTruth(timedOf(onlySession(log)))
  })
})

describe('laps exported one behind the other', () => {
  const lapRows = (text: string): { head: string; rows: string[] } => {
    const at = text.indexOf('[data]') + 7
    return { head: text.slice(0, at), rows: text.slice(at).trim().split('\n') }
  }
  const rowsOfLap = (rows: readonly string[], i: number): string[] =>
    rows.slice(Math.floor(truth[i]!.startMs / 40) - 25, Math.ceil(truth[i]!.endMs / 40) + 25)

  test.each([
    [[0, 2]],
    [[2, 0]],
  ])('of Harry’s in the order %j become a session each, with no lap across the gap', async order => {
    const log = await edited(
      text => {
        const { head, rows } = lapRows(text)
        return `${head}\n${order.flatMap(i => rowsOfLap(rows, i)).join('\n')}\n`
      },
      { generator: 'harrys' },
    )
    const times = log.sessions.map(session => timedOf(session).map(lapTimeMs))
    expect(times.map(laps => laps.length)).toEqual([1, 1])
    for (const [k, i] of [0, 2].entries()) {
      expect(Math.abs(times[k]![0]! - (truth[i]!.endMs - truth[i]!.startMs))).toBeLessThanOrEqual(GPS_MS)
    }
    expect(notesOf(log)).toContain('2 recordings')
  })

  test('of any program become sessions when hours lie between', async () => {
    const log = await edited(text => {
      const { head, rows } = lapRows(text)
      const later = rowsOfLap(rows, 2).map(line => line.replace(/^(\d+ )08/, '$113'))
      return `${head}\n${[...rowsOfLap(rows, 0), ...later].join('\n')}\n`
    })
    expect(log.sessions).toHaveLength(2)
    expect(log.sessions[1]!.startedAt! - log.sessions[0]!.startedAt!).toBeGreaterThan(4 * 3_600_000)
  })
})

describe('timing lines', () => {
  const laptiming = (text: string, lines: string): string =>
    text.replace(/\[laptiming\]\n(?:\S.*\n)*/, `[laptiming]\n${lines}`)

  test('a line of another track is not used, and that is said', async () => {
    const log = await edited(text =>
      laptiming(text, 'Start +4881.500000 +1647.100000 +4881.500000 +1647.120000 ¬ Sebring\n'),
    )
    expect(onlySession(log).lines).toBeNull()
    expect(notesOf(log)).toContain('belongs to another track')
  })

  test('without an author the driving decides how they are meant', async () => {
    for (const generator of ['racelogic', 'racebox'] as const) {
      const log = await edited(text => text.replace(/\[comments\]\n(?:\S.*\n)*/, ''), { generator })
      expectTruth(timedOf(onlySession(log)))
    }
  })

  test('sector lines in any order become sectors as driven', async () => {
    const log = await edited(text => {
      const splits = text.match(/^Split.*\n/gm)!
      return text.replace(splits.join(''), splits.toReversed().join(''))
    })
    expectTruth(timedOf(onlySession(log)))
  })

  test('a finish that is the start makes a circuit, another one a course', async () => {
    const same = await edited(text => text.replace(/^Start(.*)\n/m, 'Start$1\nFinish$1\n'))
    expect(onlySession(same).lines!.finish).toBeNull()
    const course = await edited(text => text.replace(/^Split/m, 'Finish'))
    expect(onlySession(course).lines!.finish).not.toBeNull()
  })

  test('a file without them has none', async () => {
    const log = await edited(text => text.replace(/\[laptiming\]\n(?:\S.*\n)*/, ''), { generator: 'dragy' })
    expect(onlySession(log).lines).toBeNull()
  })
})

/** 'HHMMSS' from seconds of the day. */
const clock = (s: number): string =>
  [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map(n => String(n).padStart(2, '0')).join('')
const row = (s: number, lat: number, lon: number, kmh: number, sats = 12): string =>
  `${sats} ${clock(s)}.00 ${(lat * 60).toFixed(8)} ${(-lon * 60).toFixed(8)} ${kmh} 0 10`
const tinyFile = (
  rows: readonly string[],
  laptiming: readonly string[] = [],
  speed = 'velocity kmh',
): string =>
  [
    'File created on 09/05/2026 at 22:13:20',
    ...['[header]', 'satellites', 'time', 'latitude', 'longitude', speed, 'heading', 'height'],
    ...['[laptiming]', ...laptiming],
    ...['[column names]', 'sats time lat long velocity heading height', '[data]', ...rows, ''],
  ].join('\n')

describe('what hides in the numbers', () => {
  test('the satellites hold two switches', async () => {
    const session = await sessionOf(
      bytesOf(tinyFile([12, 128 + 9, 64 + 8].map((sats, i) => row(i, 52, 1, 0, sats)))),
    )
    expect(Array.from(channel(session, 'satellites').values)).toEqual([12, 9, 8])
    expect(Array.from(channel(session, 'Brake trigger').values)).toEqual([0, 0, 1])
    expect(Array.from(channel(session, 'Differential fix').values)).toEqual([0, 1, 0])
  })

  test('speed has the unit its long name says', async () => {
    for (const [name, factor] of [
      ['velocity mph', 0.44704],
      ['velocity knots', 1852 / 3600],
    ] as const) {
      const session = await sessionOf(bytesOf(tinyFile([row(0, 52, 1, 100), row(1, 52, 1, 100)], [], name)))
      expect(channel(session, 'speed').values[0]).toBeCloseTo(100 * factor, 4)
    }
  })

  test('minutes stay total minutes whatever the units say, and longitude is positive to the west', async () => {
    const rows = [row(0, 51.985, -0.975, 0), row(1, 51.985, -0.975, 0)]
    const text = tinyFile(rows).replace(
      '[column names]',
      '[channel units]\ncount hhmmss.dd ddmm.mmmmm dddmm.mmmmm kmh deg m\n[column names]',
    )
    const session = await sessionOf(bytesOf(text))
    expect(channel(session, 'lat').values[0]).toBeCloseTo(51.985, 8)
    expect(channel(session, 'lon').values[0]).toBeCloseTo(-0.975, 8)
  })

  test('units in Windows letters are understood', async () => {
    const text = tinyFile([`${row(0, 52, 1, 0)} 20`, `${row(1, 52, 1, 0)} 21`])
      .replace('heading height\n', 'heading height Ambient_Temperature\n')
      .replace('height\n[laptiming]', 'height\nAmbient_Temperature\n[channel units]\n°C\n[laptiming]')
    const session = await sessionOf(Uint8Array.from(text, letter => letter.charCodeAt(0)))
    expect(channel(session, 'airTemp')).toMatchObject({ unit: '°C' })
  })

  test('places where the receiver lost the sky are gaps', async () => {
    const log = await read(written(madeSession({ dropouts: 60 })))
    expect(notesOf(log)).toContain('had no fix')
    const { min } = statisticsOf(channel(onlySession(log), 'lat').values)
    expect(min).toBeGreaterThan(1)
  })
})

describe('the file kept beside this test', () => {
  const kept = readFileSync(new URL('./golden.vbo', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes()).replaceAll('\r\n', '\n')).toBe(textOf(kept).replaceAll('\r\n', '\n'))
    expect(kept.length).toBeLessThanOrEqual(32_768)
  })

  test('reads as it always did', async () => {
    const session = await sessionOf(kept)
    const laps = lapsOf(session).map(({ kind, startMs, endMs }) => [kind, startMs, endMs].join(' '))
    expect(laps).toMatchInlineSnapshot(`
      [
        "out 0 99644",
        "timed 99644 173205",
        "in 173205 268750",
      ]
    `)
    const shown = session.trace.channels.map(c =>
      [c.name, c.unit, c.source, c.kind, c.values.length].join(' '),
    )
    expect(shown).toMatchInlineSnapshot(`
      [
        "satellites  gps discrete 216",
        "lat deg gps continuous 216",
        "lon deg gps continuous 216",
        "speed m/s gps continuous 216",
        "heading deg gps discrete 216",
        "altitude m gps continuous 216",
        "gLat g calc continuous 216",
        "rpm rpm can continuous 216",
      ]
    `)
  })
})
