/** Real TrackAddict logs against numbers computed independently of this code. */
import { expect, test } from 'vitest'
import { cutSessions } from '../../../../shared/formats/index.ts'
import { trackAddictReader } from '../../../../shared/formats/trackaddict/index.ts'
import type { LayoutId } from '../../../../shared/id/index.ts'
import { isRanked, lapTimeMs } from '../../../../shared/lap/index.ts'
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
  statisticsOf,
} from '../common/real.ts'

interface ColumnFacts {
  readonly min: number
  readonly max: number
}

const FILES = [
  { file: 'trackaddict/STC_log.csv', updates: [1164, 0], start: 1_559_734_111_000, offset: null },
  {
    file: 'trackaddict/Log-20220531-085930 Goodwood Motorcircuit - 2.57.527.csv',
    updates: [596, 1161],
    start: 1_653_983_971_000,
    offset: 60,
  },
]
const MPH = 0.44704

for (const { file, updates, start, offset } of FILES) {
  describeReal(file, () => {
    const oracle = oracleOf(file)
    const columns = oracle.channels as Record<string, ColumnFacts>

    test('official laps are exact', async () => {
      const { marks } = onlySession(await readReal(trackAddictReader, file))
      const whole = marks!.slice(0, -1)
      expect(whole.map(({ number, startMs, endMs }) => [number, endMs - startMs])).toEqual(
        oracle.laps.map(({ lap, duration_s }) => [lap, Math.round(duration_s * 1000)]),
      )
      expect(marks![0]).toMatchObject({ startMs: 0, kind: 'out' })
      expect(marks!.at(-1)).toMatchObject({ kind: 'in' })
    })

    test('fixes, answers and rows are as many as there are', async () => {
      const { trace } = onlySession(await readReal(trackAddictReader, file))
      // An empty sample stands where an instrument was silent for long.
      const known = trace.groups.map((_, g) => {
        const channels = trace.channels.filter(({ group }) => group === g)
        return Math.max(...channels.map(({ values }) => statisticsOf(values).finite))
      })
      expect(known).toEqual([...updates, oracle.rows_with_unique_time].filter(n => n > 0))
    })

    test('values, clock and time zone', async () => {
      const session = onlySession(await readReal(trackAddictReader, file))
      expect(session).toMatchObject({ startedAt: start, utcOffsetMin: offset })
      expectRange(channel(session, 'lat'), columns.Latitude!)
      expectRange(channel(session, 'lon'), columns.Longitude!)
      expectRange(channel(session, 'altitude'), columns['Altitude (m)']!)
      if (columns['Speed (MPH)']) {
        expectRange(channel(session, 'speed', 'gps'), columns['Speed (MPH)'], MPH)
        expectRange(channel(session, 'rpm'), columns['Engine Speed (RPM) *OBD']!)
        expectRange(channel(session, 'waterTemp'), columns['Engine Coolant Temp (F) *OBD']!, 5 / 9, -160 / 9)
        expectRange(channel(session, 'Accel X'), columns['Accel X']!)
      } else {
        expectRange(channel(session, 'speed', 'gps'), columns['Speed (Km/h)']!, 1 / 3.6)
        // Negative to the right in the file.
        expectRange(channel(session, 'gLat'), columns['Accel X']!, -1)
        expectRange(channel(session, 'gLong'), columns['Accel Y']!)
        expect(session.pits.map(({ kind }) => kind).join(' ')).toBe(
          'entry exit entry exit entry exit entry exit entry',
        )
      }
      const fixes = timeOf(session.trace, channel(session, 'lat'))
      expect(fixes[0]).toBe(0)
    })
  })
}

describeReal('trackaddict/STC_log.csv', () => {
  test('its pit marks are written at 80 to 120 km/h and not believed for the laps driven through', async () => {
    const read = await readReal(trackAddictReader, 'trackaddict/STC_log.csv')
    const newId = 'ab'.repeat(16) as LayoutId
    const [cut] = cutSessions({ format: '', sessions: [onlySession(read)], notes: [] }, [], newId)
    const timed = cut!.laps.filter(isRanked).map(lap => [lap.number, lapTimeMs(lap)])
    expect(timed).toEqual(
      expect.arrayContaining([
        [2, 107_089],
        [3, 116_145],
      ]),
    )
    expect(cut!.notes.map(({ text }) => text).join()).toMatch(
      /The log puts \w+ laps? into the pits though the car/,
    )
  })
})

test.each([
  'misc/Katana-2026-07-25-111811.csv',
  'torque/trackLog-torquePro.csv',
  'racechrono/session_20260713_185859_v1.csv',
])('%s is not TrackAddict (where it lies beside this project)', file => {
  if (hasReal(file)) expect(trackAddictReader.detect(realBytes(file))).toBe(false)
})
