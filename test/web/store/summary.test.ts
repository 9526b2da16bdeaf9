import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createId } from '#shared/id'
import type { Lap } from '#shared/lap'
import { asMillis } from '#shared/units'
import { summaryOf } from '../../../web/store/derived/summary.ts'

const lap = (number: number, timeMs: number, driver: string): Lap => ({
  id: createId<'lap'>(bytes => bytes.fill(99 - number)),
  sessionId: createId<'session'>(bytes => bytes.fill(1)),
  driverId: createId<'driver'>(bytes => bytes.fill(driver.charCodeAt(0))),
  number,
  kind: 'timed',
  startMs: asMillis(number * 100_000),
  endMs: asMillis(number * 100_000 + timeMs),
  sectorsMs: [],
  validity: { valid: true },
  timing: { by: 'marks' },
  trace: null,
  privacy: 'device',
})

test('a summary is the same in whatever order the laps come, also when two are equally fast', () => {
  const laps = [lap(1, 61_000, 'K'), lap(2, 60_000, 'S'), lap(3, 60_000, 'K'), lap(4, 62_000, 'A')]
  const { bestLapId, driverIds } = summaryOf(laps)
  expect(bestLapId).toBe(laps[1]!.id)
  expect(driverIds).toEqual([laps[0]!.driverId, laps[1]!.driverId, laps[3]!.driverId])
  fc.assert(
    fc.property(fc.shuffledSubarray(laps, { minLength: laps.length }), shuffled => {
      expect(summaryOf(shuffled)).toEqual(summaryOf(laps))
    }),
  )
})
