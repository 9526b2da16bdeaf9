import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AlignedLap,
  alignLap,
  createReference,
  deltaLine,
  type LapToCompare,
  pathAlong,
  timeAt,
} from '#shared/compare'
import { createProjection, type Frame } from '#shared/geo'
import { createTrace } from '#shared/trace'
import { channel, draw, eight, ring, uneven } from './made.ts'

const OTHER_SIM: Frame = { kind: 'flat', space: 'another simulator' }

interface Move {
  readonly turn: number
  readonly scale: number
  readonly x: number
  readonly y: number
  readonly isMirrored: boolean
}

/** The same lap as another program would have written it: axes turned, shifted, stretched a little, mirrored. */
const moved = (lap: LapToCompare, { turn, scale, x, y, isMirrored }: Move): LapToCompare => {
  const [xs, ys] = ['x', 'y'].map(name => lap.trace.channels.find(c => c.name === name)!.values)
  const place = (i: number): { x: number; y: number } => {
    const [px, py] = [xs![i]!, isMirrored ? -ys![i]! : ys![i]!]
    const [c, s] = [scale * Math.cos(turn), scale * Math.sin(turn)]
    return { x: x + c * px - s * py, y: y + s * px + c * py }
  }
  const timeMs = lap.trace.groups[0]!.timeMs
  const channels = [
    channel(
      'x',
      'm',
      Array.from(timeMs, (_, i) => place(i).x),
    ),
    channel(
      'y',
      'm',
      Array.from(timeMs, (_, i) => place(i).y),
    ),
  ]
  return { ...lap, frame: OTHER_SIM, trace: createTrace([{ timeMs, channels }]) }
}

const align = (referenceLap: LapToCompare, lap: LapToCompare): AlignedLap => {
  const aligned = alignLap(createReference(referenceLap), referenceLap, lap)
  if (aligned.by === 'nothing') throw new Error(aligned.reason)
  return aligned
}

describe('a lap in other coordinates', () => {
  test('turned, shifted, mirrored and a little larger or smaller, is laid over the road', () => {
    const anyMove = fc.record({
      turn: fc.double({ min: -3.1, max: 3.1, noNaN: true }),
      scale: fc.double({ min: 0.98, max: 1.02, noNaN: true }),
      x: fc.double({ min: -5000, max: 5000, noNaN: true }),
      y: fc.double({ min: -5000, max: 5000, noNaN: true }),
      isMirrored: fc.boolean(),
    })
    const one = draw({ path: eight })
    const same = draw({ path: eight, lapMs: 85_000, shareAt: uneven(0.2) })
    const direct = align(one, same)
    fc.assert(
      fc.property(anyMove, move => {
        const aligned = align(one, moved(same, move))
        expect(aligned.by).toBe('position')
        for (let m = 100; m < 3000; m += 100) {
          expect(Math.abs(timeAt(aligned, m) - timeAt(direct, m))).toBeLessThan(40)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('is drawn where the road is', () => {
    const one = draw()
    const other = moved(draw(), { turn: 1, scale: 1.01, x: 900, y: -70, isMirrored: true })
    const path = pathAlong(createReference(one), one, other)!
    const k = path.timeMs.findIndex(t => t >= 40_000)
    const there = ring(path.timeMs[k]! / 80_000)
    expect(Math.hypot(path.x[k]! - there.x, path.y[k]! - there.y)).toBeLessThan(5)
  })

  test('degrees over flat metres are fitted too', () => {
    const flat = draw({ path: eight, lapMs: 82_000 })
    const globe = createProjection({ lat: 47.1, lon: 8.5 })
    const [xs, ys] = ['x', 'y'].map(name => flat.trace.channels.find(c => c.name === name)!.values)
    const places = Array.from(xs!, (x, i) => globe.toLatLon(x, ys![i]!))
    const real: LapToCompare = {
      ...flat,
      frame: { kind: 'wgs84' },
      trace: createTrace([
        {
          timeMs: flat.trace.groups[0]!.timeMs,
          channels: [
            channel(
              'lat',
              'deg',
              places.map(p => p.lat),
              'gps',
            ),
            channel(
              'lon',
              'deg',
              places.map(p => p.lon),
              'gps',
            ),
          ],
        },
      ]),
    }
    for (const [a, b] of [
      [real, draw({ path: eight })],
      [draw({ path: eight }), real],
    ] as const) {
      const aligned = align(a, b)
      expect(aligned.by).toBe('position')
      expect(deltaLine(createReference(a), aligned).deltaMs.some(Number.isNaN)).toBe(false)
    }
  })

  test('of another road, or much too large, goes by its distance or its time', () => {
    const one = draw({ hasSpeed: true })
    const still = { turn: 0, scale: 1, x: 0, y: 0, isMirrored: false }
    expect(align(one, moved(draw({ path: eight }), still)).by).toBe('time')
    expect(align(one, moved(draw(), { ...still, scale: 1.2 })).by).toBe('time')
    const otherSim = { ...draw({ path: eight, hasSpeed: true }), frame: OTHER_SIM }
    expect(align(one, otherSim).by).toBe('distance')
  })
})
