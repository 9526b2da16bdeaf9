/** RaceBox files: our own from the simulator in all presets, odd ones by hand, and a real one read in place. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { raceboxReader } from '../../../../shared/formats/racebox/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import { readBytes } from '../common/fuzz.ts'
import { channel, describeReal, expectRange, onlySession, oracleOf, readReal } from '../common/real.ts'
import { bytesOf, madeSession, rowsOf, STARTED_AT, textOf, trueTimes } from '../pipeline/made.ts'
import { goldenBytes, written } from './made.ts'

const read = async (bytes: Uint8Array) => {
  const outcome = await readBytes(raceboxReader, bytes, 'session.csv')
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.log
}
const sessionOf = async (bytes: Uint8Array) => onlySession(await read(bytes))
const notesOf = async (bytes: Uint8Array) => (await read(bytes)).notes.map(({ text }) => text).join('\n')

const simulated = madeSession({ gpsHz: 25, rateHz: 50 })
const rows = rowsOf(simulated)

describe('recognised', () => {
  test.each(['custom', 'racerender', 'overlay', 'fastlap'] as const)('the preset %s', preset => {
    expect(raceboxReader.detect(written(simulated, { preset }))).toBe(true)
  })

  test('by its preamble', () => {
    expect(raceboxReader.detect(written(simulated, { preamble: true }))).toBe(true)
  })

  test.each([
    'Time,Latitude,Longitude\n1,2,3\n',
    'Record,Time,Name\n',
    'Format,AiM CSV File\n',
  ])('not %j', text => {
    expect(raceboxReader.detect(bytesOf(text))).toBe(false)
  })
})

describe('units', () => {
  test.each([
    ['metric', 'custom', 'km/h'],
    ['imperial', 'custom', 'mph and the height in feet'],
    ['m/s', 'fastlap', 'm/s'],
  ] as const)('%s ones are found by comparing speed and positions', async (units, preset, words) => {
    const bytes = written(simulated, { units, preset })
    const session = await sessionOf(bytes)
    const [speed, altitude] = ['speed', 'altitude'].map(name => channel(session, name, 'gps'))
    expect(speed!.unit).toBe('m/s')
    for (const i of [500, 2000, 4000]) {
      expect(speed!.values[i]).toBeCloseTo(rows[i]!.speed, 1)
      expect(altitude!.values[i]).toBeCloseTo(rows[i]!.altitude, 1)
    }
    expect(await notesOf(bytes)).toContain(`the speed is in ${words}`)
  })

  test.each(['racerender', 'overlay'] as const)('those the preset %s states are believed', async preset => {
    const bytes = written(simulated, { preset })
    const speed = channel(await sessionOf(bytes), 'speed', 'gps')
    for (const i of [500, 2000, 4000]) expect(speed.values[i]).toBeCloseTo(rows[i]!.speed, 1)
    expect(await notesOf(bytes)).not.toContain('does not say its units')
  })

  test('where the car hardly moved they stay unknown, and it is said', async () => {
    const lines = textOf(written(simulated)).split('\n').slice(0, 100)
    const bytes = bytesOf(lines.join('\n'))
    const { trace } = await sessionOf(bytes)
    expect(trace.channels.find(({ name }) => name === 'Speed')).toMatchObject({ unit: '' })
    expect(await notesOf(bytes)).toContain('without a unit')
  })
})

describe('which way is right', () => {
  test.each([
    ['as Paddock counts', false],
    ['the other way round', true],
  ])('a box that lies %s', async (_, turned) => {
    const bytes = written(simulated, { turned })
    const session = await sessionOf(bytes)
    for (const i of [1000, 2000, 3000, 4000]) {
      expect(channel(session, 'gLat').values[i]).toBeCloseTo(rows[i]!.gLat, 2)
      expect(channel(session, 'gLong').values[i]).toBeCloseTo(rows[i]!.gLong, 2)
    }
    expect((await notesOf(bytes)).includes('opposite sign')).toBe(turned)
  })
})

describe('time', () => {
  test.each([
    ['utc', STARTED_AT],
    ['local', null],
    ['seconds', null],
  ] as const)('%s', async (time, startedAt) => {
    const session = await sessionOf(written(simulated, { time }))
    expect(session.startedAt).toBe(startedAt)
    expect(Array.from(timeOf(session.trace, channel(session, 'lat')))).toEqual(rows.map(row => row.timeMs))
  })

  test('a local time is said, because the zone is unknown', async () => {
    expect(await notesOf(written(simulated, { time: 'local' }))).toContain('2026-07-13 22:40')
  })
})

describe('laps', () => {
  test('of the preamble are official: their times are exact, their sectors too', async () => {
    const session = await sessionOf(written(simulated, { preamble: true }))
    expect(session).toMatchObject({ venue: 'Kestrel Heath, Club', comment: 'RaceBox 1000000001' })
    const laps = lapsFromMarks(session.marks!)
    const timed = simulated.truth.laps.filter(({ kind }) => kind === 'timed')
    expect(laps.map(lap => [lap.number, lapTimeMs(lap)])).toEqual(
      timed.map(lap => [lap.number, Math.round(lap.endMs) - Math.round(lap.startMs)]),
    )
    for (const [i, lap] of laps.entries()) {
      // Where they begin is known to a row only.
      expect(Math.abs(lap.startMs - timed[i]!.startMs)).toBeLessThan(40)
      const ends = [timed[i]!.startMs, ...timed[i]!.splitsMs, timed[i]!.endMs].map(Math.round)
      expect(lap.sectorsMs).toEqual(ends.slice(1).map((ms, k) => ms - ends[k]!))
    }
  })

  test('of another recording are not taken for official', async () => {
    const text = textOf(written(simulated, { preamble: true })).replace(/^Lap 1, \d+/m, 'Lap 1, 999')
    expect((await sessionOf(bytesOf(text))).marks).toBeNull()
  })

  test('without a preamble the counter is a last resort', async () => {
    const session = await sessionOf(written(simulated))
    expect(session.marks).toBeNull()
    const counted = session.lapColumn!.map(({ startMs, endMs }) => endMs - startMs)
    for (const [i, ms] of trueTimes(simulated).entries()) expect(Math.abs(counted[i]! - ms)).toBeLessThan(41)
    expect((await sessionOf(written(simulated, { lap: false }))).lapColumn).toBeNull()
  })
})

describe('odd files', () => {
  test('mixed line ends, a byte order mark and rows cut short', async () => {
    const lines = textOf(written(simulated)).split('\n')
    lines[50] = `${lines[50]}\r`
    lines[60] = lines[60]!.slice(0, 20)
    const bytes = bytesOf(`\ufeff${lines.join('\n')}`)
    expect(channel(await sessionOf(bytes), 'lat').values).toHaveLength(rows.length - 1)
    expect(await notesOf(bytes)).toContain('One row was left out')
  })

  test('positions without a fix are gaps', async () => {
    const text = textOf(written(simulated)).replace(/^(\d+,[^,]+),[^,]+,[^,]+/m, '$1,0.0000000,0.0000000')
    const lat = channel(await sessionOf(bytesOf(text)), 'lat')
    expect(lat.values.filter(Number.isNaN)).toHaveLength(1)
  })
})

describe('the file kept here', () => {
  const kept = readFileSync(new URL('./golden.csv', import.meta.url))

  test('is what the writer writes', () => {
    expect(textOf(goldenBytes())).toBe(textOf(kept).replaceAll('\r\n', '\n'))
  })

  test('reads as it did', async () => {
    const { startedAt, marks, trace } = await sessionOf(kept)
    expect(startedAt).toBe(STARTED_AT)
    expect(lapsFromMarks(marks!).map(lap => [lap.number, lapTimeMs(lap)])).toEqual([[1, 73_815]])
    expect(trace.channels.map(c => `${c.name} ${c.unit} ${c.source}`)).toEqual([
      'lat deg gps',
      'lon deg gps',
      'altitude m gps',
      'speed m/s gps',
      'gLong g imu',
      'gLat g imu',
      'GForceZ g imu',
      'GyroX deg/s imu',
      'GyroY deg/s imu',
      'yawRate deg/s imu',
      'heading deg calc',
    ])
  })
})

const REAL = 'racebox/racebox-20260726-standard.csv'
describeReal(REAL, () => {
  test('an imperial file is read in metres', async () => {
    const session = onlySession(await readReal(raceboxReader, REAL))
    const oracle = oracleOf(REAL)
    const columns = oracle.channels as Record<string, { min: number; max: number }>
    expect(session.startedAt).toBe(Date.parse('2026-07-26T19:18:58.880Z'))
    expect(channel(session, 'lat').values).toHaveLength(oracle.rows)
    expectRange(channel(session, 'lat'), columns.Latitude!)
    expectRange(channel(session, 'speed'), columns.Speed!, 0.44704)
    expectRange(channel(session, 'altitude'), columns.Altitude!, 0.3048)
    expectRange(channel(session, 'GForceZ'), columns.GForceZ!)
    // The box lay with its X backwards: turned, both ends change places.
    expectRange(channel(session, 'gLong'), columns.GForceX!, -1)
    expect(session).toMatchObject({ marks: null, lapColumn: null })
  })
})
