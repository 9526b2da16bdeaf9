/** Laps that are not compared, and what is said about them. */
import { describe, expect, test } from 'vitest'
import { alignLap, createReference, type LapToCompare } from '#shared/compare'
import { lapTimeMs } from '#shared/lap'
import { createTrace } from '#shared/trace'
import { asMillis } from '#shared/units'
import { channel, draw, eight, lapAt, ring, traceOf } from './made.ts'

const refusal = (referenceLap: LapToCompare, lap: LapToCompare): string => {
  const aligned = alignLap(createReference(referenceLap), referenceLap, lap)
  return aligned.by === 'nothing' ? aligned.reason : `compared by ${aligned.by}`
}

describe('refused with a sentence', () => {
  const one = draw({ hasSpeed: true })

  test.each([
    [
      'another road',
      draw({ path: eight, number: 4 }),
      /^Lap 4 was driven on another road: it lies more than 35 m beside the reference over \d+ % of the lap, so no time is compared\.$/,
    ],
    [
      'the other way round',
      draw({ path: share => ring(-share), number: 5 }),
      /^Lap 5 does not follow the reference's road in its direction, so no time is compared\.$/,
    ],
    [
      'twice around',
      draw({ path: share => ring(2 * share), lapMs: 160_000, number: 6 }),
      /^Lap 6 is 100 % longer than the reference, so no time is compared\.$/,
    ],
    [
      'another start line',
      draw({ path: share => ring(share + 0.1), number: 7 }),
      /^Lap 7 (begins|ends) about \d+ m from the reference's line, so no time is compared\.$/,
    ],
    [
      'one sample',
      { ...one, trace: traceOf([50_000], [channel('x', 'm', [1]), channel('y', 'm', [2])]) },
      /^Lap 1 holds fewer than two samples, so there is nothing to compare\.$/,
    ],
    [
      'no samples within',
      { ...one, lap: lapAt(500_000, 80_000, 8) },
      /^Lap 8 holds fewer than two samples, so there is nothing to compare\.$/,
    ],
    [
      'no time',
      { ...one, lap: lapAt(20_000, 0, 9) },
      /^Lap 9 has no lap time, so there is nothing to compare\.$/,
    ],
    [
      'ends before it begins',
      { ...one, lap: { ...lapAt(20_000, 0, 2), endMs: asMillis(5000) } },
      /^Lap 2 has no lap time, so there is nothing to compare\.$/,
    ],
  ] as const)('%s', (_, lap, reason) => {
    expect(refusal(one, lap)).toMatch(reason)
  })

  test('a shortcut', () => {
    // Straight across a fifth of the ring.
    const cut = (share: number) => {
      if (share < 0.3 || share > 0.55) return ring(share)
      const [a, b] = [ring(0.3), ring(0.55)]
      const u = (share - 0.3) / 0.25
      return { x: a.x + u * (b.x - a.x), y: a.y + u * (b.y - a.y) }
    }
    expect(refusal(one, draw({ path: cut }))).toMatch(/another road|shorter road/)
  })

  test('half a lap, with and without positions', () => {
    const half = draw({ hasSpeed: true })
    const lap = { ...lapAt(10_000, 40_000, 3), kind: 'partial' } as const
    expect(refusal(one, { ...half, lap })).toMatch(/^Lap 3 ends about \d+ m from the reference's line/)
    const trace = traceOf(half.trace.groups[0]!.timeMs, [half.trace.channels.find(c => c.name === 'speed')!])
    expect(refusal(one, { ...half, lap, trace })).toMatch(
      /^Lap 3 does not run from line to line and has no positions/,
    )
  })

  test('and a reference of any kind still answers', () => {
    for (const lap of [
      { ...one, lap: lapAt(20_000, 0) },
      { ...one, lap: lapAt(900_000, 80_000) },
      { ...one, trace: createTrace([]) },
      { ...one, trace: traceOf([50_000], [channel('x', 'm', [1]), channel('y', 'm', [2])]) },
    ]) {
      const reference = createReference(lap)
      expect(reference.by).toBe('time')
      expect(reference.lengthM).toBe(1000)
      expect(reference.timeMs.at(-1)).toBe(lapTimeMs(lap.lap))
    }
  })
})
