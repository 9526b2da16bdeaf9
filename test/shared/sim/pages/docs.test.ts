import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { availabilityTable, availableIn } from './available.ts'

const DOC = fileURLToPath(new URL('../../../../docs/sims.md', import.meta.url))

test('the table in docs/sims.md is what the decoder gives', () => {
  expect(readFileSync(DOC, 'utf8')).toContain(availabilityTable())
})

test('every game has the values a lap is made of', () => {
  for (const game of ['ac', 'acc', 'evo'] as const) {
    const available = availableIn(game)
    for (const name of [
      'x',
      'y',
      'speed',
      'completedLaps',
      'lastMs',
      'currentMs',
      'lapShare',
      'inPitLane',
    ] as const)
      expect(available.has(name), `${game} ${name}`).toBe(true)
  }
})
