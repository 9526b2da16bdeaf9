/** The power goes at every step of a drive that touches the disk; more seeds are in the soak beside this. */
import { expect, test } from 'vitest'
import { cutAtEveryStep } from './cutting.ts'

test.each([
  0, 400,
])('a power cut at every step, a sync taking %i ms: at most a second is lost, no lap twice', async slowMs => {
  const { cuts, mostLostMs } = await cutAtEveryStep(slowMs, 100)
  console.info(`${cuts} power cuts, syncs of ${slowMs} ms: at most ${mostLostMs} ms lost`)
  expect(mostLostMs).toBeLessThanOrEqual(1000)
})
