/** Three games, one after another, driven into the library of a browser: every lap has the game's own times. */
import { expect, test } from 'vitest'
import { driveIntoLibrary } from './rig-drive.ts'

test('every lap of three pretended games arrives in the library with its own times', {
  timeout: 240_000,
}, async () => {
  const games = [
    { game: 'acc', laps: 2 },
    { game: 'ac', laps: 1 },
    { game: 'evo', laps: 1 },
  ] as const
  expect(await driveIntoLibrary({ games, speed: 12, seed: Math.floor(Math.random() * 2 ** 20) })).toBe(4)
})
