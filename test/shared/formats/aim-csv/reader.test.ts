/** AiM CSV: what our own writer makes of simulated sessions, and the file kept beside this test. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aimCsvReader } from '../../../../shared/formats/aim-csv/index.ts'
import type { LoggedSession } from '../../../../shared/formats/model.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { channelOf, timeOf, valueAt } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, onlySession, statisticsOf } from '../common/real.ts'
import { goldenBytes, madeSession, written } from './made.ts'

const read = async (bytes: Uint8Array) => {
  const outcome = await readBytes(aimCsvReader, bytes, 'log.csv')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array): Promise<LoggedSession> => onlySession(await read(bytes))
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const notesOf = async (bytes: Uint8Array): Promise<string> =>
  (await read(bytes)).notes.map(({ text }) => text).join('\n')

const simulated = madeSession()
const truth = simulated.truth.laps
/** The logger counts its first lap from where it was switched on, which is before the car leaves its box. */
const trueTimes = truth.map(
  ({ startMs, endMs }, i) => Math.round(endMs) - (i === 0 ? 0 : Math.round(startMs)),
)
const plain = textOf(written(simulated, { style: 'plain', lineEnd: '\n' }))
const edited = (from: string | RegExp, to: string): Uint8Array => {
  expect(plain).toMatch(from)
  return bytesOf(plain.replace(from, to))
}

describe('recognised', () => {
  test('by its first line, quoted, plain, padded, or behind a byte order mark', () => {
    for (const style of ['quoted', 'plain', 'spreadsheet'] as const) {
      const bytes = written(simulated, { style })
      expect(aimCsvReader.detect(bytes.subarray(0, 65_536))).toBe(true)
      expect(aimCsvReader.detect(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes.subarray(0, 500)))).toBe(true)
    }
  })

  test('by the names only AiM gives, where the header was cut away', () => {
    expect(aimCsvReader.detect(bytesOf('Time,GPS Speed,GPS LatAcc,GPS LonAcc\n0,1,2,3\n'))).toBe(true)
    expect(aimCsvReader.detect(bytesOf('Time,Speed,Lat,Lon\n0,1,2,3\n'))).toBe(false)
  })

  test.each([
    'Format,3',
    '"Format","MoTeC CSV File"',
    'Time',
    'Date,Time,1RSS(dB)',
    '',
  ])('%s is not AiM', line => {
    expect(aimCsvReader.detect(bytesOf(`${line}\n`))).toBe(false)
  })
})

describe.each([
  { style: 'quoted', delimiter: ',', lineEnd: '\r\n' },
  { style: 'plain', delimiter: ',', lineEnd: '\n' },
  { style: 'spreadsheet', delimiter: ',', lineEnd: '\r\n' },
  { style: 'spreadsheet', delimiter: ';', lineEnd: '\n' },
] as const)('an export $style with "$delimiter"', form => {
  const bytes = written(simulated, form)

  test('has the lap times of the simulator to the millisecond', async () => {
    const laps = lapsFromMarks((await sessionOf(bytes)).marks!)
    expect(laps.map(lapTimeMs)).toEqual(trueTimes)
    expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'timed', 'in'])
    expect(laps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
  })

  test('has its values in the units of Paddock', async () => {
    const session = await sessionOf(bytes)
    const pairs: [string, string, string, number][] = [
      ['lat', 'gps', 'gps', 5.1e-9],
      ['lon', 'gps', 'gps', 5.1e-9],
      ['altitude', 'gps', 'gps', 5.1e-5],
      ['speed', 'gps', 'gps', 1.5e-5],
      ['gLat', 'gps', 'can', 5.1e-5],
      ['gLong', 'gps', 'can', 5.1e-5],
      ['rpm', 'logger', 'can', 0.051],
      ['throttle', 'logger', 'can', 0.0051],
      ['wheelSpeedFL', 'logger', 'can', 1.5e-5],
      ['gear', 'logger', 'can', 0],
    ]
    for (const [name, source, original, within] of pairs) {
      const got = channel(session, name, source)
      const want = channelOf(simulated.trace, name === 'wheelSpeedFL' ? 'speed' : name, original)!
      const wantTime = timeOf(simulated.trace, want)
      for (const [i, t] of timeOf(session.trace, got).entries()) {
        const exact = valueAt(wantTime, want.values, want.kind, t)
        if (Number.isNaN(exact)) expect(got.values[i]).toBeNaN()
        else {
          const off = Math.abs(got.values[i]! - exact)
          expect(off, `${name} at ${t}`).toBeLessThanOrEqual(within + 1.2e-7 * Math.abs(exact))
        }
      }
    }
  })

  test('says who drove what, where', async () => {
    expect(await sessionOf(bytes)).toMatchObject({
      driver: simulated.driver.name,
      vehicle: 'Meridian GT',
      venue: 'Kestrel Heath',
      comment: 'Club cup',
      startedAt: null,
      utcOffsetMin: null,
    })
  })
})

describe('laps', () => {
  test('a single marker is the end of the recording and no lap', async () => {
    const bytes = edited(/Beacon Markers,.*/, 'Beacon Markers,408.309')
    expect((await sessionOf(bytes)).marks).toBeNull()
    expect(await notesOf(bytes)).toContain('holds no laps of the logger')
  })

  test('rounded segment times are not looked at', async () => {
    const session = await sessionOf(edited(/Segment Times,.*/, 'Segment Times,00:01.0,00:02.0'))
    expect(lapsFromMarks(session.marks!).map(lapTimeMs)).toEqual(trueTimes)
  })

  test('markers may stand in one cell, or be written as minutes and seconds', async () => {
    const inOne = await sessionOf(edited(/(?<=Beacon Markers,).*/, '"99.246 173.111 408.309 "'))
    expect(inOne.marks!.map(({ endMs }) => endMs)).toEqual([99_246, 173_111, 408_309])
    const clocks = await sessionOf(edited(/(?<=Beacon Markers,).*/, '1:39.246,2:53.111,0:06:48.309'))
    expect(clocks.marks).toEqual(inOne.marks)
  })

  test('markers that end before the recording leave an in-lap', async () => {
    const { marks } = await sessionOf(edited(/(?<=Beacon Markers,).*/, '99.246,173.111'))
    expect(marks!.map(({ kind }) => kind)).toEqual(['out', undefined, 'in'])
    expect(marks!.at(-1)).toMatchObject({ startMs: 173_111, endMs: Math.round(truth.at(-1)!.endMs) })
  })

  test('damaged markers are left out, and that is said', async () => {
    const bytes = edited(/(?<=Beacon Markers,).*/, '99.246,what,50,173.111,1e30,408.309')
    expect((await sessionOf(bytes)).marks!.map(({ endMs }) => endMs)).toEqual([99_246, 173_111, 408_309])
    expect(await notesOf(bytes)).toContain('3 beacon markers could not be used')
  })

  test('a recording switched on at speed begins with a partial lap', async () => {
    const rows = plain.trimEnd().split('\n')
    const body = rows.findIndex(row => row.startsWith('0.000,'))
    const speeds = rows.map(row => Number(row.split(',')[1]))
    const at = rows.findIndex((_, i) => i >= body && speeds.slice(i, i + 100).every(v => v > 100))
    const late = rows.slice(at).map((row, i) => row.replace(/^[\d.]+/, (i / 20).toFixed(3)))
    const { marks } = await sessionOf(bytesOf([...rows.slice(0, body), ...late].join('\n')))
    expect(marks![0]!.kind).toBe('partial')
  })
})

describe('the header', () => {
  test('is believed whatever the language of its date', async () => {
    const bytes = edited(/Date,.*\nTime,.*\n/, 'Date,"domenica 15 dicembre 2024"\nTime,下午1:34\n')
    expect(await notesOf(bytes)).toContain(
      'The file says domenica 15 dicembre 2024, 下午1:34 but not in which',
    )
    expect((await sessionOf(bytes)).marks).toHaveLength(truth.length)
  })

  test('may be Windows-1252', async () => {
    const bytes = Uint8Array.from(plain.replace('Comment,', 'Comment,\xdcbung \xe0 N\xfcrburg'), c =>
      c.charCodeAt(0),
    )
    expect((await sessionOf(bytes)).comment).toBe('Club cup · Übung à Nürburg')
  })

  test('may hold a comment of several lines', async () => {
    const session = await sessionOf(edited('Comment,', 'Comment,"wet, then\n\ndry, new tyres"'))
    expect(session.comment).toBe('Club cup · wet, then dry, new tyres')
    expect(session.marks).toHaveLength(truth.length)
  })

  test('may have lost its blank rows, and gained others', async () => {
    const without = plain.replaceAll('\n\n', '\n')
    const more = plain.replaceAll('\n\n', '\n,,,\n\n"",""\n')
    for (const text of [without, more]) {
      const session = await sessionOf(bytesOf(text))
      expect(session.marks).toHaveLength(truth.length)
      expect(channel(session, 'speed', 'gps').values).toHaveLength(
        plain.split('\n0.000,')[1]!.split('\n').length - 1,
      )
    }
  })

  test('may be missing, with the units', async () => {
    const bytes = written(simulated, { style: 'plain', hasHeader: false })
    const session = await sessionOf(bytes)
    const whole = await sessionOf(bytesOf(plain))
    expect(session).toMatchObject({ driver: null, venue: null, marks: null })
    for (const name of ['speed', 'lat', 'lon', 'gLat', 'altitude', 'rpm']) {
      expect(channel(session, name).values).toEqual(channel(whole, name).values)
    }
    expect(channel(session, 'Throttle Pos', 'logger').unit).toBe('')
    expect(await notesOf(bytes)).toContain('GPS speed was taken as km/h')
  })

  test('without units, miles per hour are told by the positions', async () => {
    const [names, ...rows] = textOf(
      written(simulated, { style: 'plain', hasHeader: false, lineEnd: '\n' }),
    ).split('\n')
    const inMph = rows.map(row =>
      row.replace(/^([\d.]+),([\d.]+)/, (_, t, v) => `${t},${(v / 1.609344).toFixed(4)}`),
    )
    const bytes = bytesOf([names, ...inMph].join('\n'))
    expect(await notesOf(bytes)).toContain('GPS speed was taken as mph')
    const { max } = statisticsOf(channel(await sessionOf(bytes), 'speed').values)
    expect(max).toBeCloseTo(
      statisticsOf(channel(await sessionOf(bytesOf(plain)), 'speed', 'gps').values).max,
      3,
    )
  })
})

test('repeated names and units that are none are kept apart', async () => {
  const text = [
    'Format,AiM CSV File',
    'Session,X',
    '',
    'Time,Temp,Temp,GPS Nsat,Counter',
    's,C,C, ,#',
    '',
    '0,1,2,9,4',
    '0.1,3,4,9,5',
  ].join('\r\n')
  const session = await sessionOf(bytesOf(text))
  expect(session.trace.channels.map(c => [c.name, c.unit, ...c.values].join(' '))).toEqual([
    'Temp °C 1 3',
    'Temp 2 °C 2 4',
    'satellites  9 9',
    'Counter  4 5',
  ])
})

describe('the file kept beside this test', () => {
  const kept = readFileSync(new URL('./golden.csv', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes()).replaceAll('\r\n', '\n')).toBe(textOf(kept).replaceAll('\r\n', '\n'))
    expect(kept.length).toBeLessThanOrEqual(32_768)
  })

  test('reads as it always did', async () => {
    const session = await sessionOf(kept)
    expect(
      session.marks!.map(({ startMs, endMs, kind }) => [startMs, endMs, kind ?? 'timed']),
    ).toMatchInlineSnapshot(`
      [
        [
          0,
          99240,
          "out",
        ],
        [
          99240,
          173097,
          "timed",
        ],
        [
          173097,
          263699,
          "in",
        ],
      ]
    `)
    const shown = session.trace.channels.map(c =>
      [c.name, c.unit, c.source, c.kind, c.values.length].join(' '),
    )
    expect(shown).toMatchInlineSnapshot(`
      [
        "speed m/s gps continuous 135",
        "gLat g gps continuous 135",
        "gLong g gps continuous 135",
        "heading deg gps discrete 135",
        "altitude m gps continuous 135",
        "lat deg gps continuous 135",
        "lon deg gps continuous 135",
        "rpm rpm logger continuous 135",
        "wheelSpeedFL m/s logger continuous 135",
        "throttle % logger continuous 135",
        "gear  logger discrete 135",
      ]
    `)
    expect(statisticsOf(channel(session, 'speed', 'gps').values).max).toMatchInlineSnapshot(
      `63.97247314453125`,
    )
  })
})
