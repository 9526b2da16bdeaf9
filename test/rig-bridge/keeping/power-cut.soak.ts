/** Power cuts at every step of a drive, for many dice. */
import { expect, test } from 'vitest'
import { cutAtEveryStep } from './cutting.ts'

const SEEDS = 40

test('power cuts at every step, for many dice', { timeout: 1_200_000 }, async () => {
  let all = 0
  let worstMs = 0
  for (let seed = 1000; seed < 1000 + 1000 * SEEDS; seed += 1000) {
    const { cuts, mostLostMs } = await cutAtEveryStep((seed / 1000) % 3 === 0 ? 400 : 0, seed)
    all += cuts
    worstMs = Math.max(worstMs, mostLostMs)
  }
  console.info(`${all} power cuts: at most ${worstMs} ms lost`)
  expect(worstMs).toBeLessThanOrEqual(1000)
})
