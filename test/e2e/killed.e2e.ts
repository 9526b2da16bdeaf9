import { test } from 'vitest'
import { killAgainAndAgain } from './killing.ts'

const KILLS = 50

test(`S3 a browser killed ${KILLS} times after a session was saved loses no lap`, async () => {
  await killAgainAndAgain(KILLS, Date.now() % 1_000_000)
}, 600_000)
