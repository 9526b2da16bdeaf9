/** The same as in `npm test`, ten times as often. */
import { test } from 'vitest'
import { killAgainAndAgain } from './killing.ts'

test('killed two hundred times', () =>
  killAgainAndAgain({ kills: 200, seed: Math.floor(Math.random() * 2 ** 31) }))
