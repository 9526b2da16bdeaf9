/** Kill -9 at random moments loses nothing that was shown. */
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../node/support/folder.ts'
import { killAgainAndAgain } from './killing.ts'

test('killed five times while it keeps a drive: everything shown is found again, every lap is there once', {
  timeout: 60_000,
}, async () => {
  const seed = Date.now() % 100_000
  console.info(`seed ${seed}`)
  const { kills } = await killAgainAndAgain({
    folder: temporaryFolder(),
    seed,
    kills: 5,
    laps: 1,
    withinLines: 1500,
  })
  expect(kills).toBe(5)
})
