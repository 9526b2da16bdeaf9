/** Whatever a damaged log still holds, it is cut into laps that keep their promises, and never with an exception. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cutSessions, memorySource, readLog } from '#shared/formats'
import type { LayoutId } from '#shared/id'
import { isRanked, lapTimeMs } from '#shared/lap'
import { mutate } from '../common/fuzz.ts'

const ID = '0'.repeat(32) as LayoutId
const FIXTURES = [
  'nmea/golden.nmea',
  'gpx/golden.gpx',
  'harrys/golden.csv',
  'racebox/golden.csv',
  'lap-legend/golden.csv',
  'torque/golden.csv',
  'trackaddict/golden.csv',
  'racechrono-csv/golden.csv',
  'aim-xrk/golden.xrk',
  'motec-ld/golden.ld',
]
const ROUNDS = 60

test.each(FIXTURES)('%s', async path => {
  const golden = new Uint8Array(readFileSync(new URL(`../${path}`, import.meta.url)))
  let cuts = 0
  for (let seed = 0; seed < ROUNDS; seed++) {
    const bytes = seed === 0 ? golden : mutate(golden, seed)
    const outcome = await readLog(memorySource('a', bytes))
    if (!outcome.ok) continue
    for (const { laps, place, timedBy } of cutSessions(outcome.log, [], ID)) {
      cuts++
      const what = `seed ${seed}, timed by ${timedBy}`
      for (const lap of laps) {
        expect(Number.isInteger(lap.startMs) && Number.isInteger(lap.endMs), what).toBe(true)
        expect(lap.endMs, what).toBeGreaterThan(lap.startMs)
        if (lap.sectorsMs.length > 0)
          expect(
            lap.sectorsMs.reduce((a, b) => a + b, 0),
            what,
          ).toBe(lapTimeMs(lap))
        if (isRanked(lap)) expect(lap.kind, what).toBe('timed')
      }
      if (place?.kind === 'new') {
        const { left, right } = place.gates.startFinish
        for (const v of [left.x, left.y, right.x, right.y]) expect(Number.isFinite(v), what).toBe(true)
      }
    }
  }
  expect(cuts).toBeGreaterThan(0)
})
