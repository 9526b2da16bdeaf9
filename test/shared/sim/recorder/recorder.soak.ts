/**
 * Hundreds of laps on every circuit at full rate, told late and in any order, with pauses; a failure names its seed.
 */
import { expect, test } from 'vitest'
import { CIRCUIT_NAMES } from '#shared/sim'
import { expectTrueLaps } from './true-laps.ts'

const LAPS_PER_DRIVE = 12
const DRIVES = 21

test(`${DRIVES * LAPS_PER_DRIVE} timed laps are the simulator’s to the millisecond`, {
  timeout: 900_000,
}, () => {
  let timed = 0
  for (let seed = 0; seed < DRIVES; seed++) {
    timed += expectTrueLaps({
      seed,
      circuit: CIRCUIT_NAMES[seed % CIRCUIT_NAMES.length]!,
      laps: LAPS_PER_DRIVE,
      lapsPerRun: 1 + (seed % 6),
      sampleHz: seed % 3 === 0 ? 333 : 120,
      lateStatuses: seed % 7,
      latencyMs: 5 + (seed % 5) * 8,
      game: seed % 2 === 0 ? 'acc' : 'ac',
      sectorTimes: seed % 4 < 2 ? 'own' : 'split',
      pausesPerHour: (seed % 5) * 40,
    })
  }
  expect(timed).toBe(DRIVES * LAPS_PER_DRIVE)
})
