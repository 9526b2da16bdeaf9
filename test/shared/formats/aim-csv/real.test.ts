/** A real export of Race Studio 3 against numbers computed independently of this code. */
import { expect, test } from 'vitest'
import { aimCsvReader } from '../../../../shared/formats/aim-csv/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import { timeOf } from '../../../../shared/trace/index.ts'
import {
  channel,
  describeReal,
  expectRange,
  hasReal,
  onlySession,
  oracleOf,
  readReal,
  realBytes,
} from '../common/real.ts'

const FILE = 'aim/doves_racestudio3-aim.csv'

interface ColumnFacts {
  readonly name: string
  readonly min: number
  readonly max: number
}

describeReal(FILE, () => {
  const oracle = oracleOf(FILE) as ReturnType<typeof oracleOf> & { beacon_laps_s: readonly number[] }
  const facts = oracle.channels as readonly ColumnFacts[]
  const factsOf = (name: string): ColumnFacts => facts.find(fact => fact.name === name)!

  test('laps are exact, the first and last are never ranked', async () => {
    const { marks } = onlySession(await readReal(aimCsvReader, FILE))
    const laps = lapsFromMarks(marks!)
    expect(laps.map(lapTimeMs)).toEqual(oracle.beacon_laps_s.map(s => Math.round(s * 1000)))
    expect(laps.map(({ kind }) => kind)).toEqual(['out', ...Array(8).fill('timed'), 'in'])
  })

  test('what stands in the header, and that most laps have no samples', async () => {
    const log = await readReal(aimCsvReader, FILE)
    expect(onlySession(log)).toMatchObject({
      driver: 'CS',
      vehicle: 'Kosmic Rotax Junior',
      venue: 'F.Corta Var6',
      comment: 'RMC',
      startedAt: null,
    })
    const texts = log.notes.map(({ text }) => text)
    expect(texts).toContain(
      'The file says Sunday, December 15, 2024, 1:34 PM but not in which time zone, so set when this session was driven.',
    )
    expect(texts).toContain(
      'The samples cover only 0.0 s to 25.1 s of the recording, so 9 laps have a time but no data.',
    )
  })

  test('every sample and value', async () => {
    const session = onlySession(await readReal(aimCsvReader, FILE))
    const speed = channel(session, 'speed', 'gps')
    const timeMs = timeOf(session.trace, speed)
    expect(timeMs).toHaveLength(oracle.rows)
    expect([timeMs[0], timeMs[1], timeMs.at(-1)]).toEqual([0, 50, 25_100])
    expectRange(speed, factsOf('GPS Speed'), 1 / 3.6)
    expectRange(channel(session, 'lat'), factsOf('GPS Latitude'))
    expectRange(channel(session, 'lon'), factsOf('GPS Longitude'))
    expectRange(channel(session, 'gLat', 'gps'), factsOf('GPS LatAcc'))
    expectRange(channel(session, 'gLong', 'gps'), factsOf('GPS LonAcc'))
    expectRange(channel(session, 'altitude'), factsOf('GPS Altitude'))
    // Read off the first row of the file: 1630 mm, 6121 rpm, 8 °C, 0 °C, 13 satellites.
    const firstOf = (name: string): number => channel(session, name).values[0]!
    expect(firstOf('accuracy')).toBeCloseTo(1.63, 6)
    expect(['rpm', 'waterTemp', 'Exhaust Temp', 'satellites'].map(firstOf)).toEqual([6121, 8, 0, 13])
    expect(session.trace.channels).toHaveLength(17)
  })
})

test.each([
  'misc/Katana-2026-07-25-111811.csv',
  'torque/trackLog-torquePro.csv',
  'racechrono/session_20260713_185859_v1.csv',
])('%s is not AiM CSV (where it lies beside this project)', file => {
  if (hasReal(file)) expect(aimCsvReader.detect(realBytes(file))).toBe(false)
})
