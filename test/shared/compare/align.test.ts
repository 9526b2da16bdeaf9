import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AlignedLap,
  alignLap,
  createReference,
  deltaAt,
  deltaLine,
  type LapToCompare,
  metresAt,
  timeAt,
} from '#shared/compare'
import { createTrace } from '#shared/trace'
import { beside, channel, type Drawn, draw, eight, hairpins, ring, traceOf, uneven } from './made.ts'

const align = (referenceLap: LapToCompare, lap: LapToCompare): AlignedLap => {
  const aligned = alignLap(createReference(referenceLap), referenceLap, lap)
  if (aligned.by === 'nothing') throw new Error(aligned.reason)
  return aligned
}

/** The largest error of the delta between two drawn laps, milliseconds, a little away from the lines. */
const worstError = (one: Drawn, other: Drawn): number => {
  const [a, b] = [draw(one), draw(other)]
  const reference = createReference(a)
  const aligned = align(a, b)
  const msAt = ({ lapMs = 80_000, shareAt = t => t }: Drawn, share: number): number => {
    let [low, high] = [0, 1]
    for (let round = 0; round < 50; round++) {
      const middle = (low + high) / 2
      if (shareAt(middle) < share) low = middle
      else high = middle
    }
    return low * lapMs
  }
  let worst = 0
  for (let share = 0.02; share < 0.98; share += 0.003) {
    const atM = metresAt(reference, msAt(one, share))
    const error = Math.abs(deltaAt(reference, aligned, atM) - (msAt(other, share) - msAt(one, share)))
    if (!Number.isNaN(error)) worst = Math.max(worst, error)
  }
  return worst
}

const isRising = (values: Float64Array, isStrict: boolean): boolean =>
  values.every((v, i) => i === 0 || (isStrict ? v > values[i - 1]! : v >= values[i - 1]!))

describe('whatever was driven', () => {
  test('times rise, metres never fall, both ends are the lines, the delta there is the lap difference', () => {
    const drawn = fc.record({
      lapMs: fc.integer({ min: 55_000, max: 120_000 }),
      stepMs: fc.constantFrom(16.7, 40, 100, 500, 1000),
      swing: fc.double({ min: 0, max: 0.4, noNaN: true }),
      phase: fc.double({ min: 0, max: 6, noNaN: true }),
      offM: fc.double({ min: -7, max: 7, noNaN: true }),
      noiseM: fc.constantFrom(0, 0.3, 1),
      hasSpeed: fc.boolean(),
    })
    const lapOf = ({
      swing,
      phase,
      offM,
      noiseM,
      ...rest
    }: typeof drawn extends fc.Arbitrary<infer T> ? T : never) =>
      draw({
        ...rest,
        path: beside(ring, share => offM * Math.sin(2 * Math.PI * share)),
        shareAt: uneven(swing, phase),
        noise: i => ({ x: noiseM * Math.sin(i * 12.9898), y: noiseM * Math.cos(i * 78.233) }),
      })
    fc.assert(
      fc.property(drawn, drawn, (one, other) => {
        const [a, b] = [lapOf(one), lapOf(other)]
        const reference = createReference(a)
        const aligned = align(a, b)
        for (const lap of [reference, aligned]) {
          expect(lap.by).toBe('position')
          expect(isRising(lap.timeMs, true)).toBe(true)
          expect(isRising(lap.metres, false)).toBe(true)
          expect([lap.timeMs[0], lap.metres[0]]).toEqual([0, 0])
          expect(lap.metres.at(-1)).toBe(reference.lengthM)
        }
        expect(reference.timeMs.at(-1)).toBe(one.lapMs)
        expect(aligned.timeMs.at(-1)).toBe(other.lapMs)
        const line = deltaLine(reference, aligned)
        expect(line.deltaMs[0]).toBe(0)
        expect(line.deltaMs.at(-1)).toBe(other.lapMs - one.lapMs)
        expect(line.metres.at(-1)).toBe(reference.lengthM)
        expect(isRising(line.metres, true)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('a lap against itself has no delta anywhere', () => {
    for (const stepMs of [20, 100, 1000]) {
      const lap = draw({ stepMs, shareAt: uneven(0.3) })
      const reference = createReference(lap)
      const { deltaMs } = deltaLine(reference, align(lap, lap))
      expect(Math.max(...deltaMs.map(Math.abs))).toBe(0)
    }
  })
})

describe('by position the delta is right', () => {
  test.each([
    ['at 60 Hz', {}, { stepMs: 16.7 }, 1],
    ['at 10 Hz', { stepMs: 100 }, { stepMs: 100 }, 2],
    ['at 1 Hz with speed', { stepMs: 1000, hasSpeed: true }, { stepMs: 1000, hasSpeed: true }, 25],
    ['at 1 Hz without speed', { stepMs: 1000 }, { stepMs: 1000 }, 60],
    ['1 Hz over 60 Hz', { stepMs: 16.7 }, { stepMs: 1000, hasSpeed: true }, 25],
  ] as const)('%s', (_, one, other, atMost) => {
    const worst = worstError(
      { shareAt: uneven(0.25), ...one },
      { shareAt: uneven(0.25, 2), lapMs: 84_321, ...other },
    )
    expect(worst).toBeLessThan(atMost)
  })

  test('on racing lines 15 m apart, inside and outside of each other in turn', () => {
    const path = beside(ring, share => 7.5 * Math.sin(6 * Math.PI * share))
    const other = beside(ring, share => -7.5 * Math.sin(6 * Math.PI * share))
    expect(worstError({ path }, { path: other, lapMs: 81_000 })).toBeLessThan(12)
  })

  test('where the road crosses itself', () => {
    const other = beside(eight, share => 4 * Math.sin(4 * Math.PI * share))
    expect(worstError({ path: eight }, { path: other, lapMs: 83_000 })).toBeLessThan(15)
    expect(
      worstError({ path: eight, stepMs: 1000, lapMs: 70_000 }, { path: other, stepMs: 1000, lapMs: 72_000 }),
    ).toBeLessThan(90)
  })

  test('where two legs of the road lie 16 m apart and fixes are off by 5 m', () => {
    const noise = (i: number) => ({ x: 5 * Math.sin(i / 90), y: 5 * Math.cos(i / 70) })
    const path = hairpins(16)
    expect(worstError({ path, lapMs: 60_000 }, { path, lapMs: 62_000, noise })).toBeLessThan(450)
  })

  test('when the reference stood for half a minute under a receiver that wanders', () => {
    // 20 s of driving, 30 s standing, the rest of the lap.
    const halted = (t: number): number => (t < 0.2 ? t * 2 : t < 0.5 ? 0.4 : 0.4 + (t - 0.5) * 1.2)
    const noise = (i: number) => ({ x: 3 * Math.sin(i / 7), y: 3 * Math.cos(i / 11) })
    const stood = draw({ shareAt: halted, lapMs: 100_000, noise })
    const reference = createReference(stood)
    const still = createReference(draw({ lapMs: 100_000, noise }))
    expect(Math.abs(reference.lengthM - still.lengthM)).toBeLessThan(60)
    const lap = draw({ lapMs: 70_000 })
    const aligned = align(stood, lap)
    const before = metresAt(reference, 15_000)
    const after = metresAt(reference, 80_000)
    expect(deltaAt(reference, aligned, before)).toBeCloseTo(0.3 * 70_000 - 15_000, -2.8)
    expect(deltaAt(reference, aligned, after)).toBeCloseTo((0.4 + 0.3 * 1.2) * 70_000 - 80_000, -2.8)
  })
})

describe('a position that gets lost', () => {
  const isKnown = (ms: number): boolean => ms < 30_000 || ms > 39_000

  test('leaves a gap, and the delta behind it is right', () => {
    const one = draw()
    const reference = createReference(one)
    const aligned = align(one, draw({ isKnown, lapMs: 82_000, shareAt: uneven(0.2) }))
    expect(aligned.gaps).toHaveLength(1)
    const [gap] = aligned.gaps
    const { metres, deltaMs } = deltaLine(reference, aligned)
    for (const [i, m] of metres.entries()) {
      expect(Number.isNaN(deltaMs[i]!)).toBe(m > gap!.fromM && m < gap!.toM)
    }
    expect(worstError({}, { isKnown, lapMs: 82_000, shareAt: uneven(0.2) })).toBeLessThan(3)
    expect(deltaAt(reference, aligned, (gap!.fromM + gap!.toM) / 2)).toBeNaN()
  })

  test('is bridged by the speed of another instrument', () => {
    const whole = draw({ hasSpeed: true, shareAt: uneven(0.2), lapMs: 82_000 })
    const lost = draw({ isKnown, shareAt: uneven(0.2), lapMs: 82_000 })
    const speed = whole.trace.channels.find(({ name }) => name === 'speed')!
    const lap = {
      ...lost,
      trace: createTrace([
        {
          timeMs: lost.trace.groups[0]!.timeMs,
          channels: [...lost.trace.channels, { ...speed, source: 'can' }],
        },
      ]),
    }
    const one = draw()
    const aligned = align(one, lap)
    expect(aligned.gaps).toEqual([])
    const plain = align(one, whole)
    for (let m = 50; m < 3000; m += 50) expect(timeAt(aligned, m) - timeAt(plain, m)).toBeCloseTo(0, -1.5)
  })

  test('a single wild fix changes nothing', () => {
    const noise = (i: number) => (i === 300 ? { x: 900, y: -400 } : { x: 0, y: 0 })
    expect(worstError({}, { noise, lapMs: 81_000 })).toBeLessThan(3)
  })

  test('a recording that begins after the line and ends before the finish is pinned to the lap time', () => {
    const isLate = (ms: number): boolean => ms > 2500 && ms < 78_000
    const one = draw()
    const aligned = align(one, draw({ isKnown: isLate }))
    expect([aligned.timeMs[0], aligned.metres[0]]).toEqual([0, 0])
    expect(aligned.timeMs.at(-1)).toBe(80_000)
    expect(metresAt(aligned, 40_000)).toBeCloseTo(metresAt(createReference(one), 40_000), 0)
  })
})

describe('without positions', () => {
  const onlySpeed = (lap: LapToCompare, factor = 1): LapToCompare => {
    const speed = lap.trace.channels.find(({ name }) => name === 'speed')!
    return {
      ...lap,
      trace: traceOf(lap.trace.groups[0]!.timeMs, [
        channel(
          'speed',
          'm/s',
          speed.values.map(v => v * factor),
        ),
      ]),
    }
  }

  test('own distance is scaled to the length of the reference', () => {
    const one = draw({ hasSpeed: true })
    const reference = createReference(one)
    const lap = onlySpeed(draw({ hasSpeed: true, lapMs: 84_000, shareAt: uneven(0.2) }), 1.07)
    const aligned = align(one, lap)
    expect(aligned.by).toBe('distance')
    const byPosition = align(one, draw({ lapMs: 84_000, shareAt: uneven(0.2) }))
    for (let m = 100; m < reference.lengthM; m += 100) {
      expect(Math.abs(timeAt(aligned, m) - timeAt(byPosition, m))).toBeLessThan(60)
    }
    expect(deltaAt(reference, aligned, reference.lengthM)).toBe(4000)
  })

  test('of both laps, the length is what the reference drove by itself', () => {
    const one = onlySpeed(draw({ hasSpeed: true }))
    const reference = createReference(one)
    expect(reference.by).toBe('distance')
    expect(reference.road).toBeNull()
    expect(reference.lengthM).toBeGreaterThan(3000)
    expect(align(one, draw({ hasSpeed: true })).by).toBe('distance')
  })

  test('and without speed, the share of the lap time is all there is', () => {
    const bare = (lapMs: number): LapToCompare => ({
      ...draw({ lapMs }),
      trace: traceOf([0, 20_000, 60_000, 120_000], [channel('rpm', 'rpm', [1, 2, 3, 4])]),
    })
    const one = bare(80_000)
    const reference = createReference(one)
    const aligned = align(one, bare(90_000))
    expect([reference.by, aligned.by, aligned.gaps]).toEqual(['time', 'time', []])
    expect(deltaAt(reference, aligned, reference.lengthM / 2)).toBeCloseTo(5000, 6)
    expect(align(draw(), bare(90_000)).by).toBe('time')
  })

  test('columns of nothing are no positions', () => {
    const nothing = draw({ isKnown: () => false, hasSpeed: true })
    expect(createReference(nothing).by).toBe('distance')
    expect(align(draw(), nothing).by).toBe('distance')
  })
})
