/**
 * Ten minutes of a pretended game at 333 packets a second, in order and torn: no mixed sample, no gap untold. How many
 * packets a machine sees is printed beside its target; a busy machine decides no test.
 */
import { expect, test } from 'vitest'
import { runRig } from '../../bench/rig-run.ts'

const MINUTE = 60_000

test('ten minutes at 333 packets a second', async () => {
  const run = await runRig({ forMs: 10 * MINUTE })
  console.log(`${JSON.stringify(run)}; targets: 99 % seen, no gap over 30 ms`)
  expect(run.packets).toBeGreaterThan(100_000)
  expect(run.mixed).toBe(0)
  expect(run.untold).toBe(0)
})

test.each(['id-first', 'id-last'] as const)('two minutes of a game that stops half-way, %s', async order => {
  const tearing = { order, share: 0.01, longestMs: 12, seed: 1 }
  const run = await runRig({ forMs: 2 * MINUTE, tearing })
  console.log(JSON.stringify(run))
  expect(run.packets).toBeGreaterThan(20_000)
  expect(run.torn).toBeGreaterThan(0)
  expect(run.untold).toBe(0)
  // A stop that meets a late look can pass, see page-watch.ts.
  expect(run.mixed).toBeLessThanOrEqual(run.packets / 10_000)
})
