import { test } from 'vitest'
import { killAgainAndAgain } from './killing.ts'

const KILLS = 50

// Two browsers at a time, each with a library of its own: one alone leaves half of two cores idle.
test(`S3 a browser killed ${KILLS} times after a session was saved loses no lap`, async () => {
  const seed = Date.now() % 1_000_000
  await Promise.all([killAgainAndAgain(KILLS / 2, seed), killAgainAndAgain(KILLS / 2, seed + 1)])
}, 600_000)
