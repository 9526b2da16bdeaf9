/** Real RaceChrono exports against numbers computed independently of this code. */
import { expect, test } from 'vitest'
import { raceChronoCsvReader } from '../../../../shared/formats/racechrono-csv/index.ts'
import { lapsFromMarks, lapTimeMs } from '../../../../shared/lap/index.ts'
import {
  channel,
  describeReal,
  expectRange,
  onlySession,
  oracleOf,
  readReal,
  statisticsOf,
} from '../common/real.ts'

interface ColumnFacts {
  readonly name: string
  readonly source: string
  readonly min: number
  readonly max: number
}
const V3 = 'racechrono/session_20251231_111318_tianma_lap9_v3.csv'
describeReal(V3, () => {
  test('the one lap is exact', async () => {
    const laps = lapsFromMarks(onlySession(await readReal(raceChronoCsvReader, V3)).marks!)
    expect(laps.map(lap => [lap.number, lap.kind, lapTimeMs(lap)])).toEqual([[9, 'timed', 76_329]])
  })

  test('rows, values, clock and time zone', async () => {
    const session = onlySession(await readReal(raceChronoCsvReader, V3))
    const oracle = oracleOf(V3)
    const columns = oracle.channels as readonly ColumnFacts[]
    const of = (name: string, source: string) => columns.find(c => c.name === name && c.source === source)!
    expect(session).toMatchObject({ venue: 'Tianma', startedAt: 1_767_150_797_440, utcOffsetMin: 480 })
    // 3850 rows, 89 of them twice.
    expect(session.trace.groups.map(({ timeMs }) => timeMs.length)).toEqual([oracle.rows - 89])
    for (const [name, source, theirs, from, factor] of [
      ['lat', 'gps', 'latitude', '100: gps', 1],
      ['lon', 'gps', 'longitude', '100: gps', 1],
      ['speed', 'gps', 'speed', '100: gps', 1],
      ['speed', 'calc', 'speed', 'calc', 1],
      ['speed', 'obd', 'speed', '200: obd', 1],
      ['gLat', 'calc', 'lateral_acc', 'calc', -1],
      ['gLong', 'calc', 'longitudinal_acc', 'calc', 1],
      ['lean', 'calc', 'lean_angle', 'calc', 1],
      ['rpm', 'obd', 'rpm', '200: obd', 1],
      ['throttle', 'obd', 'accelerator_pos', '200: obd', 1],
    ] as const) {
      expectRange(channel(session, name, source), of(theirs, from), factor)
    }
  })
})

const V1 = 'racechrono/session_20260713_185859_v1.csv'
describeReal(V1, () => {
  test('laps and sectors are exact', async () => {
    const session = onlySession(await readReal(raceChronoCsvReader, V1))
    const oracle = oracleOf(V1)
    const laps = lapsFromMarks(session.marks!)
    expect(laps.map(({ kind }) => kind)).toEqual(['out', 'timed', 'timed', 'in'])
    expect(laps.slice(1, 3).map(lap => [lap.number, lapTimeMs(lap)])).toEqual(
      oracle.laps.map(({ lap, duration_s }) => [lap, Math.round(duration_s * 1000)]),
    )
    // The rows of the three traps, subtracted by hand.
    expect(laps[1]!.sectorsMs).toEqual([39_100, 30_469, 21_289, 25_130])
    expect(laps[2]!.sectorsMs).toEqual([37_515, 26_244, 18_296, 24_548])
  })

  test('rows, values, clock and time zone', async () => {
    const session = onlySession(await readReal(raceChronoCsvReader, V1))
    const oracle = oracleOf(V1)
    expect(session).toMatchObject({
      venue: 'MórRing',
      startedAt: Date.UTC(2026, 6, 13, 16, 59, 1),
      utcOffsetMin: 120,
    })
    expect(statisticsOf(channel(session, 'lat').values).finite).toBe(oracle.rows)
    const columns = oracle.channels as readonly ColumnFacts[]
    const of = (name: string) => columns.find(c => c.name === name)!
    expectRange(channel(session, 'lat'), of('Latitude (deg)'))
    expectRange(channel(session, 'speed'), of('Speed (m/s)'))
    expectRange(channel(session, 'altitude'), of('Altitude (m)'))
  })
})
