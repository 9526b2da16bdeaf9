/** NMEA logs: our own from the simulator, odd ones by hand, and a real one read in place. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { nmeaReader } from '../../../../shared/formats/nmea/index.ts'
import { channelOf, timeOf } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, describeReal, onlySession, readReal, statisticsOf } from '../common/real.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT, textOf } from '../pipeline/made.ts'
import { goldenBytes, withSum, written } from './made.ts'

const read = async (bytes: Uint8Array) => {
  const outcome = await readBytes(nmeaReader, bytes, 'log.nmea')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array) => onlySession(await read(bytes))
const notesOf = async (bytes: Uint8Array) => (await read(bytes)).notes.map(({ text }) => text).join('\n')

const simulated = madeSession()
const rows = rowsOf(simulated)

describe('recognised', () => {
  test.each([
    ['as it is', {}],
    ['with a clock before each sentence', { prefix: '12:00:01.123 ' }],
    ['without RMC', { rmc: false, ggaEvery: 1 }],
  ])('%s', (_, options) => {
    expect(nmeaReader.detect(written(simulated, options).subarray(0, 65_536))).toBe(true)
  })

  test('behind the sentences a receiver introduces itself with', () => {
    const head = ['', withSum('GPTXT,01,01,02,u-blox AG'), withSum('PMTK010,001'), '']
    expect(nmeaReader.detect(bytesOf(head.join('\r\n') + textOf(written(simulated))))).toBe(true)
  })

  test('not by a dollar sign', () => {
    for (const text of ['$100,200\n', 'Time,Speed\n$GPRMC\n', '$GPRMC,1,A,5000\n', 'price $GPRMC,1,2*3\n']) {
      expect(nmeaReader.detect(bytesOf(text))).toBe(false)
    }
  })
})

describe('read', () => {
  test('positions, speed and course are those of the receiver', async () => {
    const session = await sessionOf(written(simulated))
    expect(session).toMatchObject({ startedAt: STARTED_AT, utcOffsetMin: null, marks: null })
    const [lat, lon, speed] = ['lat', 'lon', 'speed'].map(name => channel(session, name, 'gps'))
    const time = timeOf(session.trace, lat!)
    expect(time.length).toBe(rows.length)
    for (const [i, row] of rows.entries()) {
      expect(time[i]).toBeCloseTo(row.timeMs, 3)
      expect(lat!.values[i]).toBeCloseTo(row.lat, 7)
      expect(lon!.values[i]).toBeCloseTo(row.lon, 7)
      expect(speed!.values[i]).toBeCloseTo(row.speed, 3)
    }
  })

  test('times a minute or an hour apart are as far apart as they are', async () => {
    const lines = ['165959.96', '170000.00', '170059.96', '170100.00'].map(clock =>
      withSum(`GPRMC,${clock},A,5000.0,N,01000.0,E,10,90,130726,,,A`),
    )
    const { trace } = await sessionOf(bytesOf(lines.join('\n')))
    expect([...trace.groups[0]!.timeMs]).toEqual([0, 40, 60_000, 60_040])
  })

  test('sparse heights have a time base of their own', async () => {
    const session = await sessionOf(written(simulated, { ggaEvery: 7 }))
    const altitude = channel(session, 'altitude')
    expect(altitude.values.length).toBe(Math.ceil(rows.length / 7))
    expect(altitude.group).not.toBe(channel(session, 'lat').group)
    expect(altitude.values[1]).toBeCloseTo(rows[7]!.altitude, 1)
  })

  test('midnight is passed, with a date and without', async () => {
    const late = written(simulated, { startedAt: Date.UTC(2026, 11, 31, 23, 58, 0), ggaEvery: 1 })
    const session = await sessionOf(late)
    expect(session.startedAt).toBe(Date.UTC(2026, 11, 31, 23, 58, 0))
    for (const { timeMs } of session.trace.groups) expect(timeMs.at(-1)).toBeCloseTo(rows.at(-1)!.timeMs, 3)
    const undated = written(simulated, {
      startedAt: Date.UTC(2026, 11, 31, 23, 58, 0),
      ggaEvery: 1,
      rmc: false,
    })
    const other = await sessionOf(undated)
    expect(other.startedAt).toBeNull()
    expect(other.trace.groups[0]!.timeMs.at(-1)).toBeCloseTo(rows.at(-1)!.timeMs, 3)
    expect(await notesOf(undated)).toContain('no date')
  })

  test('without RMC the speed is worked out, and said to be', async () => {
    const bytes = written(simulated, { rmc: false, ggaEvery: 1 })
    const speed = channel(await sessionOf(bytes), 'speed', 'calc')
    const errors = rows.map((row, i) => Math.abs(row.speed - speed.values[i]!)).sort((a, b) => a - b)
    expect(errors[errors.length >> 1]).toBeLessThan(0.5)
    expect(await notesOf(bytes)).toContain('worked out from the positions')
  })

  test('a break of a quarter of an hour begins another session', async () => {
    const again = written(simulated, { startedAt: STARTED_AT + 3_600_000 })
    const log = await read(bytesOf(textOf(written(simulated)) + textOf(again)))
    expect(log.sessions.map(({ startedAt }) => startedAt)).toEqual([STARTED_AT, STARTED_AT + 3_600_000])
    for (const session of log.sessions) expect(channel(session, 'altitude').values.length).toBeGreaterThan(50)
  })

  test('damaged sentences, other sentences and other lines are left out, and counted', async () => {
    const lines = textOf(written(simulated)).split('\r\n')
    lines[4] = lines[4]!.replace('A,', 'V,')
    lines.splice(9, 0, 'battery low', withSum('GPGSV,1,1,00'))
    const bytes = bytesOf(lines.join('\n'))
    expect(await notesOf(bytes)).toMatch(
      /One damaged sentence was left out.*\n.*no NMEA sentence were left out: 1\./,
    )
  })

  test('a fix the receiver does not stand by is a gap', async () => {
    const line = (clock: string, status: string) =>
      withSum(`GPRMC,${clock},${status},5000.0,N,01000.0,E,10,90,130726,,,A`)
    const text = [line('100000.0', 'A'), line('100001.0', 'V'), line('100002.0', 'A')].join('\n')
    const { trace } = await sessionOf(bytesOf(text))
    expect(Array.from(channelOf(trace, 'lat')!.values, Number.isNaN)).toEqual([false, true, false])
  })

  test('a log without one fix is refused', async () => {
    const text = withSum('GPRMC,100000.0,V,,,,,,,130726,,,N')
    expect(await readBytes(nmeaReader, bytesOf(text))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not one position'),
    })
  })
})

describe('the file kept here', () => {
  const kept = readFileSync(new URL('./golden.nmea', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes()).replaceAll('\r\n', '\n')).toBe(textOf(kept).replaceAll('\r\n', '\n'))
  })

  test('reads as it did', async () => {
    const { startedAt, trace } = await sessionOf(kept)
    expect(startedAt).toBe(STARTED_AT)
    expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source} ${c.values.length}`)).toEqual([
      'lat deg gps 271',
      'lon deg gps 271',
      'speed m/s gps 271',
      'heading deg gps 271',
      'altitude m gps 28',
      'satellites  gps 28',
      'HDOP  gps 28',
    ])
  })
})

const REAL = 'misc/okc-tillotson-plain.nmea'
describeReal(REAL, () => {
  test('every good sentence is there', async () => {
    const session = onlySession(await readReal(nmeaReader, REAL))
    expect(session.startedAt).toBe(Date.UTC(2025, 10, 23, 17, 1, 30, 560))
    // 15,715 RMC sentences, of which seven are damaged and one is older than the one before; 1,677 GGA.
    expect(statisticsOf(channel(session, 'lat').values)).toMatchObject({
      finite: 15_707,
      min: expect.closeTo(28.41082, 5),
      max: expect.closeTo(28.41321, 5),
    })
    expect(statisticsOf(channel(session, 'altitude').values).finite).toBe(1677)
    expect(timeOf(session.trace, channel(session, 'lat')).at(-1)).toBeCloseTo(743_560, 3)
  })
})
