/** The bridge is killed twenty times while somebody drives: nothing that was shown is lost. */
import { test } from 'vitest'
import { killAgainAndAgain } from './killing.ts'

test('killed at random moments, the bridge has lost nothing it had shown', { timeout: 240_000 }, () =>
  killAgainAndAgain({ kills: 20, seed: Math.floor(Math.random() * 2 ** 31) }),
)
