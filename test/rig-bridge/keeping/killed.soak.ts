/** Forty kills in each of five drives. */
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../node/support/folder.ts'
import { killAgainAndAgain } from './killing.ts'

test.each([1, 2, 3, 4, 5])('killed forty times, drive %i', { timeout: 1_200_000 }, async n => {
  const seed = (Date.now() % 100_000) + n
  console.info(`seed ${seed}`)
  const { kills } = await killAgainAndAgain({
    folder: temporaryFolder(),
    seed,
    kills: 40,
    laps: 12,
    withinLines: 1000,
  })
  expect(kills).toBe(40)
})
