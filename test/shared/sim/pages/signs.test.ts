import { describe, expect, test } from 'vitest'
import { createDrive, type FakeOptions, GAMES } from '#shared/sim'
import { namedSample, readGame, samplesOf } from './made.ts'

const OPTIONS: Omit<FakeOptions, 'game'> = { circuit: 'kestrel-heath', seed: 3, laps: 2 }

/** How often the signs of cornering were right and wrong, from a time on. */
const judge = (options: FakeOptions, fromMs: number, toMs: number) => {
  const drive = createDrive({ ...OPTIONS })
  const count = { right: 0, wrong: 0 }
  readGame(options, toMs, 30, (events, atMs) => {
    const truth = drive.at(atMs)
    if (atMs < fromMs || Math.abs(truth.gLat) < 0.3) return
    const got = namedSample(samplesOf(events)[0]!)
    for (const [ours, theirs] of [
      [got.gLat, truth.gLat],
      [got.yawRate, truth.yawRate],
      [got.steeringShare, truth.steering],
    ] as const)
      if (ours * theirs > 0) count.right++
      else count.wrong++
  })
  return count
}

describe.each(GAMES)('the signs in %s', game => {
  test('are right from the first corner when the axes are as assumed', () => {
    const { right, wrong } = judge({ ...OPTIONS, game }, 0, 60_000)
    expect(wrong).toBe(0)
    expect(right).toBeGreaterThan(500)
  })
})

test('a build that counts the other way round is found out within the out lap', () => {
  const options: FakeOptions = { ...OPTIONS, game: 'acc', isMirrored: true }
  expect(judge(options, 0, 40_000).wrong).toBeGreaterThan(0)
  expect(judge(options, 60_000, 110_000).wrong).toBe(0)
})
