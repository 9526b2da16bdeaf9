/** A lap to measure another against: exact at its knots, never falling, silent where it knows nothing. */
import { describe, expect, test } from 'vitest'
import { createDrive, createReference, referenceOfTrace } from '#shared/sim'
import { createRandom } from '../../../../shared/sim/simulator/random.ts'
import { createToyGame } from '../recorder/toy-game.ts'

const even = (count: number, lapMs: number): { lapShare: number[]; timeMs: number[]; lapMs: number } => ({
  lapShare: Array.from({ length: count }, (_, i) => i / (count - 1)),
  timeMs: Array.from({ length: count }, (_, i) => (i / (count - 1)) * lapMs),
  lapMs,
})

describe('a reference', () => {
  test('is 0 at the line, the lap time at its end, and straight between its places', () => {
    const reference = createReference(even(101, 90_000))!
    expect(reference.timeAt(0)).toBe(0)
    expect(reference.timeAt(1)).toBe(90_000)
    expect(reference.timeAt(0.505)).toBeCloseTo(45_450, 6)
    expect(reference.deltaMs(0.5, 46_000)).toBeCloseTo(1_000, 6)
    expect(reference.predictedMs(0.5, 46_000)).toBeCloseTo(91_000, 6)
  })

  test('of a driven lap gives back its times to the millisecond, asked in any order', () => {
    const drive = createDrive({ seed: 3, circuit: 'valdoro', laps: 1 })
    const lap = drive.plannedLaps[1]!
    const lapShare: number[] = []
    const timeMs: number[] = []
    for (let at = lap.startMs; at < lap.endMs; at += 1000 / 60) {
      lapShare.push(drive.at(at).lapShare)
      timeMs.push(at - lap.startMs)
    }
    const reference = createReference({ lapShare, timeMs, lapMs: lap.endMs - lap.startMs })!
    const chance = createRandom(1, 1)
    for (let i = 0; i < 2_000; i++) {
      const row = i < 1_000 ? i : Math.floor(chance.between(1, timeMs.length))
      if (row > 0) expect(Math.abs(reference.timeAt(lapShare[row]!) - timeMs[row]!)).toBeLessThan(1)
    }
  })

  test('never falls, though the share trembles, stands, leaps and wraps', () => {
    const chance = createRandom(7, 7)
    const input = even(2_000, 100_000)
    const lapShare = input.lapShare.map((share, i) => {
      if (i > 900 && i < 1_000) return input.lapShare[900]!
      if (i === 500) return 0.97
      return (share + chance.normal() * 0.0005 + 1) % 1
    })
    const reference = createReference({ ...input, lapShare })!
    let before = 0
    for (let share = 0; share <= 1; share += 0.0007) {
      const now = reference.timeAt(share)
      if (Number.isNaN(now)) continue
      expect(now).toBeGreaterThanOrEqual(before)
      expect(Math.abs(now - share * 100_000)).toBeLessThan(6_000)
      before = now
    }
  })

  test('says nothing where the lap has no place, and of shares that are none', () => {
    const input = even(1_000, 60_000)
    const lapShare = input.lapShare.map(share => (share > 0.4 && share < 0.6 ? Number.NaN : share))
    const reference = createReference({ ...input, lapShare })!
    expect(reference.timeAt(0.5)).toBeNaN()
    expect(reference.timeAt(0.3)).toBeCloseTo(18_000, 0)
    expect(reference.timeAt(0.7)).toBeCloseTo(42_000, 0)
    for (const share of [-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(reference.timeAt(share)).toBeNaN()
  })

  test('is none of a lap without places or time', () => {
    expect(createReference({ lapShare: [], timeMs: [], lapMs: 60_000 })).toBeNull()
    expect(createReference(even(100, Number.NaN))).toBeNull()
    expect(createReference({ ...even(100, 60_000), lapShare: new Array(100).fill(0.5) })).toBeNull()
  })

  test('comes from a recorded lap’s trace', () => {
    const { laps } = createToyGame().runLaps(2)
    const reference = referenceOfTrace(laps[1]!.trace, laps[1]!.measured)!
    expect(reference.lapMs).toBe(30_000)
    expect(Math.abs(reference.timeAt(0.25) - 7_500)).toBeLessThan(15)
  })
})
