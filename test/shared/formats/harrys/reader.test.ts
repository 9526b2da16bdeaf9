/** Harry's LapTimer files: our own from the simulator, odd ones by hand, and real ones read in place. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { harrysReader } from '../../../../shared/formats/harrys/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, describeReal, expectRange, onlySession, oracleOf, readReal } from '../common/real.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT, textOf } from '../pipeline/made.ts'
import { goldenBytes, MONTHS, written } from './made.ts'

const read = async (bytes: Uint8Array) => {
  const outcome = await readBytes(harrysReader, bytes, 'laps.csv')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array) => onlySession(await read(bytes))
const notesOf = async (bytes: Uint8Array) => (await read(bytes)).notes.map(({ text }) => text).join('\n')

const simulated = madeSession()
/** The first lap, and with it the file, begins when the car leaves its box. */
const offMs = simulated.truth.laps[0]!.startMs
const hundredths = (ms: number): number => Math.round(ms / 10) * 10

test('is known by its title', () => {
  expect(harrysReader.detect(written(simulated))).toBe(true)
  expect(harrysReader.detect(bytesOf('\ufeffHarry’s GPS LapTimer\r\n'))).toBe(true)
  for (const text of ['Harry was here', 'LAPINDEX,DATE,TIME,LAPTIME\n', '']) {
    expect(harrysReader.detect(bytesOf(text))).toBe(false)
  }
})

describe('read', () => {
  test('laps are as long as their own clock ran, out and in laps are told apart', async () => {
    const laps = lapsFromMarks((await sessionOf(written(simulated))).marks!)
    expect(laps.map(({ number, kind }) => [number, kind])).toEqual([
      [381, 'out'],
      [382, 'timed'],
      [383, 'timed'],
      [384, 'in'],
    ])
    for (const [i, lap] of laps.entries()) {
      const { startMs, endMs } = simulated.truth.laps[i]!
      // The way in ends between two samples.
      if (lap.kind !== 'in') expect(lapTimeMs(lap)).toBe(hundredths(endMs) - hundredths(startMs))
    }
  })

  test('values, units and signs', async () => {
    const session = await sessionOf(written(simulated))
    const rows = rowsOf(simulated).filter(({ timeMs }) => timeMs >= offMs)
    expect(session.startedAt).toBe(STARTED_AT + offMs)
    const range = (pick: (row: (typeof rows)[number]) => number) => ({
      min: Math.min(...rows.map(pick)),
      max: Math.max(...rows.map(pick)),
    })
    for (const [name, digits] of [
      ['speed', 4],
      ['altitude', 4],
      ['gLat', 2],
      ['gLong', 2],
    ] as const) {
      const got = channel(session, name)
      const { min, max } = range(row => row[name])
      expect(Math.min(...got.values)).toBeCloseTo(min, digits - 1)
      expect(Math.max(...got.values)).toBeCloseTo(max, digits - 1)
    }
    expect(channel(session, 'speed').unit).toBe('m/s')
  })

  test('what no sensor measured is left out and named', async () => {
    expect(await notesOf(written(simulated))).toContain('RPM, MAF, WHEEL_SPEED_KPH')
    const { trace } = await sessionOf(written(simulated, { withObd: true }))
    expect(trace.channels.map(({ name }) => name)).toContain('rpm')
  })

  test('midnight is passed', async () => {
    const session = await sessionOf(written(simulated, { startedAt: Date.UTC(2026, 7, 31, 23, 58) }))
    expect(session.startedAt).toBe(Date.UTC(2026, 7, 31, 23, 58) + offMs)
    const last = simulated.truth.laps.at(-1)!.endMs - offMs
    expect(session.trace.groups[0]!.timeMs.at(-1)).toBeCloseTo(last, -1)
  })

  test('months of other languages are understood', async () => {
    const german = MONTHS.map(name => ({ MAR: 'MÄR', MAY: 'MAI', OCT: 'OKT', DEC: 'DEZ' })[name] ?? name)
    for (const month of [2, 4, 9, 11]) {
      const startedAt = Date.UTC(2026, month, 3, 12)
      expect((await sessionOf(written(simulated, { startedAt, months: german }))).startedAt).toBe(
        startedAt + offMs,
      )
    }
  })

  test('laps hours apart are sessions of their own', async () => {
    const later = written(simulated, { startedAt: STARTED_AT + 7_200_000, firstLap: 390 })
    const rowsLater = textOf(later).split('\r\n').slice(2).join('\r\n')
    const log = await read(bytesOf(textOf(written(simulated)) + rowsLater))
    expect(log.sessions.map(({ marks }) => marks?.map(({ number }) => number))).toEqual([
      [381, 382, 383, 384],
      [390, 391, 392, 393],
    ])
    expect(log.sessions[1]!.marks![0]!.startMs).toBe(0)
  })

  test('LF, a byte order mark and a cut last line change nothing', async () => {
    const plain = await sessionOf(written(simulated))
    const odd = await sessionOf(
      bytesOf(`\ufeff${textOf(written(simulated, { lineEnd: '\n' }))}57900,384,13-JUL-26,22:4`),
    )
    expect(odd).toEqual(plain)
  })

  test('without its columns it is refused', async () => {
    const outcome = await readBytes(harrysReader, bytesOf("Harry's GPS LapTimer\r\nINDEX,LAPINDEX,DATE\r\n"))
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining('no header') })
  })
})

describe('the file kept here', () => {
  const kept = readFileSync(new URL('./golden.csv', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes()).replaceAll('\r\n', '\n')).toBe(textOf(kept).replaceAll('\r\n', '\n'))
  })

  test('reads as it did', async () => {
    const { startedAt, marks, trace } = await sessionOf(kept)
    expect(startedAt).toBe(STARTED_AT + offMs)
    expect(lapsFromMarks(marks!).map(lap => [lap.number, lap.kind, lapTimeMs(lap)])).toEqual([
      [381, 'out', 91_840],
      [382, 'timed', 73_820],
      [383, 'in', 90_560],
    ])
    expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source}`)).toEqual([
      'lat deg gps',
      'lon deg gps',
      'speed m/s gps',
      'altitude m gps',
      'heading deg gps',
      'satellites  gps',
      'HDOP  gps',
      'accuracy m gps',
      'Lap distance m gps',
      'gLat g imu',
      'gLong g imu',
      'Lean deg imu',
    ])
  })
})

interface LapFacts {
  readonly lap_index: string
  readonly lap_time_s: number
}

describe.each(['harrys/LapTimerGPSRecDB.csv', 'harrys/922016Laps.csv'])('real files', file => {
  describeReal(file, () => {
    test('every lap is there, as long as its rows say', async () => {
      const { sessions } = await readReal(harrysReader, file)
      const laps = sessions.flatMap(({ marks }) => lapsFromMarks(marks ?? []))
      const facts = (oracleOf(file).laps as unknown as readonly LapFacts[]).map(
        ({ lap_index, lap_time_s }) => [Number(lap_index), Math.round(lap_time_s * 1000)],
      )
      expect(laps.map(lap => [lap.number, lapTimeMs(lap)])).toEqual(facts)
    })
  })
})

describeReal('harrys/LapTimerGPSRecDB.csv', () => {
  test('the lap that only led into the pits is not ranked, the others are', async () => {
    const { sessions } = await readReal(harrysReader, 'harrys/LapTimerGPSRecDB.csv')
    const kinds = sessions.flatMap(({ marks }) => marks ?? []).map(({ number, kind }) => [number, kind])
    expect(kinds.filter(([, kind]) => kind !== 'timed')).toEqual([[384, 'in']])
    expect(sessions.map(({ startedAt }) => new Date(startedAt!).toISOString())).toEqual([
      '2016-08-14T16:57:02.650Z',
      '2016-08-14T17:56:52.250Z',
      '2016-08-14T18:46:44.740Z',
      '2016-08-14T19:46:27.640Z',
    ])
  })

  test('values', async () => {
    const { sessions } = await readReal(harrysReader, 'harrys/LapTimerGPSRecDB.csv')
    // Largest of all rows by hand: 146.3 km/h, in the first session.
    expectRange(channel(sessions[0]!, 'speed'), { min: 58.2, max: 146.3 }, 1 / 3.6)
  })
})
