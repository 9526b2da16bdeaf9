/** Positions: the message of a real file, the fixes that are none, the stamps that lie. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repairTimes } from '../../../../shared/formats/aim-xrk/fix-times.ts'
import { createFixStore, fixesOf } from '../../../../shared/formats/aim-xrk/nav-sol.ts'
import { gpsToUtc, localMsOf, utcToGps, whenOf } from '../../../../shared/formats/aim-xrk/when.ts'
import { type FixSpec, fixPayload } from '../../../../shared/formats/aim-xrk/write-records.ts'
import { createNotes } from '../../../../shared/formats/common/index.ts'
import { fromHex } from './fixture.ts'

const fixesFrom = (payloads: readonly Uint8Array[]) => {
  const store = createFixStore()
  for (const payload of payloads) store.add(payload, 0)
  const notes = createNotes()
  return { fixes: fixesOf(store, notes), notes: notes.list() }
}

const spec = (change: Partial<FixSpec> = {}): FixSpec => ({
  tcMs: 1000,
  gpsMs: 1_300_000_000_000,
  lat: 45,
  lon: 12,
  altitude: 40,
  speed: 20,
  heading: 90,
  ...change,
})

test('the message of a real file', () => {
  const real =
    '85120000d8cf4a21711501005807035d11a44d1a1e98a90547a1c41a430d0000ceffffffc3010000bbffffff3d0000008c00020c864c0200'
  const { fixes } = fixesFrom([fromHex(real)])
  expect(fixes.timeMs[0]).toBe(4741)
  expect(fixes.lat[0]).toBeCloseTo(45.0453297, 7)
  expect(fixes.lon[0]).toBeCloseTo(12.1490181, 7)
  expect(fixes.altitude[0]).toBeCloseTo(43.07, 2)
  expect(fixes.satellites[0]).toBe(12)
})

test('anywhere on Earth, position and course come back', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -89.9, max: 89.9, noNaN: true }),
      fc.double({ min: -179.99, max: 179.99, noNaN: true }),
      fc.double({ min: -400, max: 5000, noNaN: true }),
      fc.double({ min: 5, max: 120, noNaN: true }),
      fc.double({ min: 0, max: 359.9, noNaN: true }),
      (lat, lon, altitude, speed, heading) => {
        const { fixes } = fixesFrom([fixPayload(spec({ lat, lon, altitude, speed, heading }))])
        expect(fixes.lat[0]).toBeCloseTo(lat, 6)
        expect(Math.abs(fixes.lon[0]! - lon) * Math.cos((lat * Math.PI) / 180)).toBeLessThan(2e-7)
        expect(fixes.altitude[0]).toBeCloseTo(altitude, 1)
        expect(fixes.speed[0]).toBeCloseTo(speed, 1)
        const turned = Math.abs(fixes.heading[0]! - heading)
        expect(Math.min(turned, 360 - turned)).toBeLessThan(0.3)
      },
    ),
  )
})

describe('no position', () => {
  const bad: [string, (payload: DataView) => void][] = [
    ['no fix', view => view.setUint8(14, 1)],
    ['the middle of the Earth', view => view.setInt32(16, 0, true)],
    ['735 mph', view => view.setInt32(36, 32_857, true)],
  ]
  test.each(bad)('%s is a gap at its time', (_, spoil) => {
    const payload = fixPayload(spec({ tcMs: 1100, gpsMs: 1_300_000_000_100 }))
    spoil(new DataView(payload.buffer))
    const { fixes } = fixesFrom([
      fixPayload(spec()),
      payload,
      fixPayload(spec({ tcMs: 1200, gpsMs: 1_300_000_000_200 })),
    ])
    expect(Array.from(fixes.timeMs)).toEqual([1000, 1100, 1200])
    expect(Array.from(fixes.lat, Number.isNaN)).toEqual([false, true, false])
    expect(Array.from(fixes.speed, Number.isNaN)).toEqual([false, true, false])
    expect(fixes.known).toBe(2)
  })

  test('an echo of the same instant is no second measurement', () => {
    const { fixes } = fixesFrom([
      fixPayload(spec()),
      fixPayload(spec({ tcMs: 1040 })),
      fixPayload(spec({ tcMs: 1100, gpsMs: 1_300_000_000_100, lat: 45.0001 })),
    ])
    expect(Array.from(fixes.timeMs)).toEqual([1000, 1100])
  })
})

describe('stamps that lie', () => {
  const truth = Float64Array.from({ length: 60 }, (_, i) => 5000 + 100 * i)
  const satellites = truth.map(t => t + 1e12)
  const stamped = (change: (t: number, i: number) => number) => repairTimes(truth.map(change), satellites)

  test('good ones are left as they are, trembling included', () => {
    const { timeMs, repaired } = stamped((t, i) => t + (i % 5) * 7)
    expect(repaired).toBe(0)
    expect(timeMs[3]).toBe(truth[3]! + 21)
  })

  test.each([
    ['the upper half of one is spoiled', (t: number, i: number) => (i === 20 ? t + 0x20000 : t), 1],
    ['the first is wrong', (t: number, i: number) => (i === 0 ? 79_000 : t), 1],
    ['the clock jumps by 65533 ms and stays there', (t: number, i: number) => (i < 30 ? t : t + 65_533), 30],
    ['every third is spoiled', (t: number, i: number) => (i % 3 === 2 ? t - 65_536 : t), 20],
  ])('%s', (_, change, count) => {
    const { timeMs, repaired } = stamped(change)
    expect(repaired).toBe(count)
    expect(Array.from(timeMs)).toEqual(Array.from(truth))
  })

  test('when the satellites jump while the stamps go on evenly, the stamps are right', () => {
    const found = satellites.map((t, i) => (i < 25 ? t : t + 600_000))
    const { timeMs, repaired } = repairTimes(truth, found)
    expect(repaired).toBe(0)
    expect(Array.from(timeMs)).toEqual(Array.from(truth))
  })

  test('a break in the recording is a break for both', () => {
    const late = (t: number, i: number): number => (i < 30 ? t : t + 120_000)
    const { repaired } = repairTimes(truth.map(late), satellites.map(late))
    expect(repaired).toBe(0)
  })

  test('two clocks may drift apart', () => {
    const long = Float64Array.from({ length: 20_000 }, (_, i) => 1000 * i)
    expect(
      repairTimes(
        long,
        long.map(t => t * 1.0004 + 1e12),
      ).repaired,
    ).toBe(0)
  })

  test('without the time of the satellites nothing is touched', () => {
    const unknown = new Float64Array(60).fill(Number.NaN)
    expect(Array.from(repairTimes(truth, unknown).timeMs)).toEqual(Array.from(truth))
  })
})

describe('when it was', () => {
  test.each([
    ['2012-06-30T23:59:59.000Z', 15],
    ['2012-07-01T00:00:00.000Z', 16],
    ['2015-07-01T00:00:00.000Z', 17],
    ['2016-12-31T23:59:59.000Z', 17],
    ['2017-01-01T00:00:00.000Z', 18],
    ['2026-05-03T09:30:00.000Z', 18],
  ])('leap seconds at %s', (iso, seconds) => {
    const utc = Date.parse(iso)
    expect(utcToGps(utc) - (utc - Date.UTC(1980, 0, 6))).toBe(seconds * 1000)
    expect(gpsToUtc(utcToGps(utc))).toBe(utc)
  })

  const utc = Date.UTC(2026, 4, 3, 9, 30)
  test.each([
    ['east', 120 * 60_000 + 900, 120],
    ['west, half hours', -210 * 60_000 - 17_000, -210],
    ['nowhere near', 7 * 60_000 + 30_000, null],
  ])('the zone from two clocks: %s', (_, ahead, minutes) => {
    expect(whenOf(utc, utc + ahead, createNotes())).toEqual({ startedAt: utc, utcOffsetMin: minutes })
  })

  test('without satellites the date is only mentioned', () => {
    const notes = createNotes()
    expect(whenOf(null, localMsOf('05/03/2026', '11:30:00'), notes)).toEqual({
      startedAt: null,
      utcOffsetMin: null,
    })
    expect(notes.list()[0]!.text).toMatch(/2026-05-03 11:30/)
  })

  test.each([
    ['13/03/2026', '11:30:00'],
    ['02/30/2026', '11:30:00'],
    ['', ''],
    ['05/03/2026', 'noon'],
  ])('%s %s is no date', (date, time) => expect(localMsOf(date, time)).toBeNull())
})
