/** Several hundred laps through the whole chain. */
import { expect, test } from 'vitest'
import { driveIntoLibrary } from './rig-drive.ts'

test('two hundred and ten laps of three pretended games arrive with their own times', async () => {
  const games = [
    { game: 'acc', laps: 90 },
    { game: 'ac', laps: 60 },
    { game: 'evo', laps: 60 },
  ] as const
  expect(await driveIntoLibrary({ games, speed: 12, seed: Math.floor(Math.random() * 2 ** 20) })).toBe(210)
})
