/** Damaged archives of ours and of others; 10,000 seeds are in the soak beside this. */
import { zipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { archiveOf, noise, textOf, verdictsOf } from './made.ts'
import { expectAnswer } from './mutant.ts'

const others = zipSync(
  { 'a/b.txt': textOf('some text '.repeat(300)), c: [noise(3000), { level: 0 }], d: new Uint8Array(20_000) },
  { mtime: new Date(2020, 5, 1) },
)
let ours: Uint8Array

beforeAll(async () => {
  ours = await archiveOf([
    { name: 'README.txt', source: textOf('a backup') },
    { name: 'originals/1/inner.zip', source: others },
    { name: 'laps/1', source: noise(3000) },
  ])
  expect(await verdictsOf(ours)).toEqual(['ok', 'ok', 'ok'])
})

test('300 damaged archives of our own are answered', async () => {
  for (let seed = 1; seed <= 300; seed++) await expectAnswer(ours, seed)
})

test('300 damaged archives of others are answered', async () => {
  for (let seed = 1; seed <= 300; seed++) await expectAnswer(others, seed)
})
