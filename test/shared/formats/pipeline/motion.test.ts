/** Speed, course and units out of positions; fresh fixes out of repeated ones; sessions out of rows. */
import { describe, expect, test } from 'vitest'
import { createNotes } from '../../../../shared/formats/common/index.ts'
import { sessionsOfRows } from '../../../../shared/formats/pipeline/breaks.ts'
import { withFreshFixes } from '../../../../shared/formats/pipeline/fresh-fixes.ts'
import { groundMotion } from '../../../../shared/formats/pipeline/ground-motion.ts'
import { speedUnitOf } from '../../../../shared/formats/pipeline/speed-unit.ts'
import { madeSession, rowsOf } from './made.ts'

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

describe.each([1, 5, 25])('at %s Hz', gpsHz => {
  const rows = rowsOf(madeSession({ gpsHz, rateHz: 25 })).filter(row => row.speed > 3)
  const column = (pick: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, pick)
  const [timeMs, lat, lon] = [column(r => r.timeMs), column(r => r.lat), column(r => r.lon)]

  test('speed and course come out as the receiver measured them', () => {
    const { speed, course } = groundMotion(timeMs, lat, lon)
    const turn = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180)
    expect(median(rows.map((row, i) => Math.abs(row.speed - speed[i]!)))).toBeLessThan(0.6)
    expect(median(rows.map((row, i) => turn(row.heading, course[i]!)))).toBeLessThan(4)
  })

  test.each([
    ['m/s', 1],
    ['km/h', 3.6],
    ['mph', 1 / 0.44704],
    ['kn', 3600 / 1852],
  ])('speeds in %s are recognised', (unit, factor) => {
    expect(
      speedUnitOf(
        column(r => r.speed * factor),
        timeMs,
        lat,
        lon,
      ),
    ).toBe(unit)
  })

  test('speeds in something else are not', () => {
    expect(
      speedUnitOf(
        column(r => r.speed * 2.8),
        timeMs,
        lat,
        lon,
      ),
    ).toBeNull()
    expect(
      speedUnitOf(
        column(() => 0),
        timeMs,
        lat,
        lon,
      ),
    ).toBeNull()
  })
})

describe('groundMotion', () => {
  test('nothing is known where the position is not', () => {
    const { speed, course } = groundMotion([0, 1000, 2000], [Number.NaN, 91, Number.NaN], [1, 2, 3])
    expect([...speed, ...course].every(Number.isNaN)).toBe(true)
    expect(groundMotion([], [], []).speed).toHaveLength(0)
  })

  test('nor across a loss of many seconds, nor where time stands still', () => {
    const { speed } = groundMotion([0, 20_000, 20_000], [50, 50.01, 50.02], [10, 10, 10])
    expect(Array.from(speed, Number.isNaN)).toEqual([true, true, true])
  })
})

describe('sessions', () => {
  const minutes = (...values: number[]): number[] => values.map(v => v * 60_000)

  test('a break of more than fifteen minutes begins another', () => {
    expect(sessionsOfRows(minutes(0, 1, 15, 31, 32))).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 5 },
    ])
  })

  test('so does a clock that goes back as far', () => {
    expect(sessionsOfRows(minutes(100, 101, 102, 0, 1, 2, 3, 4, 5, 6))).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 10 },
    ])
  })

  test('a wild time stamp does not', () => {
    expect(sessionsOfRows(minutes(0, 1, 5000, 2, 3))).toEqual([{ from: 0, to: 5 }])
    expect(sessionsOfRows([0, Number.NaN, 1000])).toEqual([{ from: 0, to: 3 }])
    expect(sessionsOfRows([])).toEqual([])
  })
})

describe('fresh fixes', () => {
  const rows = rowsOf(madeSession({ gpsHz: 1, rateHz: 25 }))
  const repeated = (times: number) => {
    const all = rows.flatMap((row, i) =>
      Array.from({ length: times }, (_, k) => ({
        ...row,
        timeMs: row.timeMs + (k * 1000) / times,
        n: i * times + k,
      })),
    )
    const channel = (name: string, source: string, pick: (row: (typeof all)[number]) => number) => ({
      name,
      unit: '',
      source,
      values: Float64Array.from(all, pick),
    })
    return {
      timeMs: Float64Array.from(all, row => row.timeMs),
      channels: [
        channel('lat', 'gps', r => r.lat),
        channel('lon', 'gps', r => r.lon),
        channel('rpm', 'obd', r => r.n),
      ],
    }
  }

  test('positions repeated ten times become what they were', () => {
    const [rest, fixes] = withFreshFixes(repeated(10), createNotes())
    expect(rest!.channels.map(({ name }) => name)).toEqual(['rpm'])
    expect(rest!.timeMs).toHaveLength(10 * rows.length)
    expect(Array.from(fixes!.timeMs)).toEqual(rows.map(row => row.timeMs))
    expect(Array.from(fixes!.channels[0]!.values)).toEqual(rows.map(row => row.lat))
  })

  test('a table of fresh fixes is left alone, and one without positions too', () => {
    const fresh = repeated(1)
    expect(withFreshFixes(fresh, createNotes())).toEqual([fresh])
    const none = { ...fresh, channels: fresh.channels.slice(2) }
    expect(withFreshFixes(none, createNotes())).toEqual([none])
  })
})
