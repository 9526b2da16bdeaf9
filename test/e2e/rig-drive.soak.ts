/** Several hundred laps through the whole chain. */
import { expect, test } from 'vitest'
import { driveIntoLibrary } from './rig-drive.ts'

test('three hundred and sixty laps of three pretended games arrive with their own times', async () => {
  const games = [
    { game: 'acc', laps: 200 },
    { game: 'ac', laps: 80 },
    { game: 'evo', laps: 80 },
  ] as const
  expect(await driveIntoLibrary({ games, speed: 45, seed: Math.floor(Math.random() * 2 ** 20) })).toBe(360)
})
