import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gateFromPoint } from '#shared/geo'
import { lapsFromGates, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { createTrace } from '#shared/trace'
import {
  driveRing,
  expectTiles,
  gateAt,
  gatesOf,
  inSequence,
  kinds,
  LAYOUT_ID,
  lapsOf,
  reasonOf,
  steady,
  timed,
  unknownBetween,
  WGS84,
  without,
} from './ring.ts'

describe('a lost position', () => {
  const drive = driveRing(steady, -0.4, 4.4, 100)
  const line = drive.truthMs(2)

  test.each([
    ['missing samples', without],
    ['unknown samples', unknownBetween],
  ])('at the line makes both laps partial and invents no time (%s)', (_, lose) => {
    const laps = lapsOf(lose(drive, line - 3000, line + 3000))
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 partial', '3 partial', '4 timed', '5 partial'])
    expectTiles(laps)
    expect(reasonOf(laps[2])).toMatch(/lost for 6\.\d s around the line/)
    expect(reasonOf(laps[3])).toMatch(/lost for 6\.\d s around the line/)
    expect(laps[3]!.startMs).toBeLessThan(line - 2900)
  })

  test('far beside the line is no pass', () => {
    const inside = gatesOf([], { startFinish: gateFromPoint({ x: 375, y: 0 }, 0, 30) })
    expect(lapsOf(without(drive, line - 3000, line + 3000), inside)).toHaveLength(1)
  })

  test('shorter than the limit is bridged', () => {
    const laps = lapsOf(without(drive, line - 1000, line + 1400))
    expect(timed(laps)).toHaveLength(4)
    expect(Math.abs(laps[2]!.startMs - drive.truthMs(1))).toBeLessThanOrEqual(1)
    expect(Math.abs(laps[2]!.endMs - line)).toBeLessThan(60)
  })

  test('elsewhere in the lap leaves its time alone', () => {
    const laps = lapsOf(without(drive, line + 20_000, line + 32_000))
    expect(timed(laps)).toHaveLength(4)
    expect(laps[3]!.validity).toEqual({ valid: true })
  })

  test('at a sector line leaves the lap timed without sectors', () => {
    const gates = gatesOf([0.5])
    const at = drive.truthMs(2.5)
    const laps = lapsOf(without(drive, at - 3000, at + 3000), gates)
    expect(laps[3]).toMatchObject({ kind: 'timed', sectorsMs: [], validity: { valid: true } })
    expect(laps[3]!.sectorsMissing).toMatch(/Sector line 1/)
    expect(laps[2]!.sectorsMs).toHaveLength(2)
  })

  test('for so long that a whole lap may be hidden is not ranked', () => {
    const laps = lapsOf(without(drive, drive.truthMs(1.6), drive.truthMs(2.7)))
    const hidden = laps.find(lap => lap.kind === 'partial' && lap.number === 2)
    expect(reasonOf(hidden)).toMatch(/may be two laps/)
    expect(timed(laps)).toHaveLength(2)
  })
})

describe('a position that cannot be', () => {
  const drive = driveRing(steady, -0.4, 2.4, 100)

  test('is left out when it is a wild fix, even one straight over the line', () => {
    const at = drive.timeMs.findIndex(t => t > drive.truthMs(0.9))
    const wild = { ...drive, x: drive.x.with(at, 3000), y: drive.y.with(at, 3000) }
    expect(lapsOf(wild)).toEqual(lapsOf(drive))
  })

  test('is left out when two wild fixes agree with one another', () => {
    const at = drive.timeMs.findIndex(t => t > drive.truthMs(0.9))
    const wild = (values: number[]) => values.with(at, 3000).with(at + 1, 3001)
    expect(lapsOf({ ...drive, x: wild(drive.x), y: wild(drive.y) })).toEqual(lapsOf(drive))
  })

  test('on the other side of the line is no pass, seen or unseen', () => {
    const laps = lapsOf(inSequence(driveRing(steady, -0.4, 0.9, 100), driveRing(steady, 1.02, 2.2, 100)))
    expect(kinds(laps)).toEqual(['0 partial', '1 partial', '2 partial'])
    expect(reasonOf(laps[1])).toMatch(/position jumped/)
  })

  test('that lasts (a simulator put the car back into the pits) keeps the lap from counting', () => {
    const before = driveRing(steady, -0.4, 1.5, 100)
    const after = driveRing(steady, 1.9, 3.2, 100)
    const laps = lapsOf(inSequence(before, after))
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 partial', '3 timed', '4 partial'])
    expect(reasonOf(laps[2])).toMatch(/position jumped/)
  })

  test('and lies just before the line still times the lap that begins there', () => {
    const before = driveRing(steady, -0.4, 1.5, 100)
    const after = driveRing(steady, 1.99, 3.2, 100)
    const laps = lapsOf(inSequence(before, after))
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 partial', '3 timed', '4 partial'])
    const begin = before.timeMs.at(-1)! + 100 + after.truthMs(2)
    expect(Math.abs(laps[3]!.startMs - begin)).toBeLessThanOrEqual(1)
  })

  test('at first (an old fix from home) leaves all laps alone', () => {
    const home = { ...drive, x: drive.x.with(0, 90_000).with(1, 90_001), y: drive.y.with(0, 0).with(1, 0) }
    const numbers = (laps: MeasuredLap[]) => timed(laps).map(lap => [lap.number, lap.startMs, lap.endMs])
    expect(numbers(lapsOf(home))).toEqual(numbers(lapsOf(drive)))
  })

  test('by some metres (the receiver corrected itself) leaves the lap its time', () => {
    const at = drive.timeMs.findIndex(t => t > drive.truthMs(0.5))
    const off = (values: number[]) => values.map((v, i) => (i > at - 50 && i < at ? v + 60 : v))
    expect(kinds(lapsOf({ ...drive, x: off(drive.x) }))).toEqual(kinds(lapsOf(drive)))
  })
})

describe('a trace without a usable path', () => {
  const of = (timeMs: number[], x: number[], y: number[]): MeasuredLap[] => lapsOf({ timeMs, x, y })

  test('has no laps when it holds no position at all', () => {
    expect(of([], [], [])).toEqual([])
    expect(of([0, 100], [Number.NaN, Number.NaN], [1, 2])).toEqual([])
    const empty = createTrace([])
    expect(lapsFromGates({ trace: empty, frame: WGS84, gates: gatesOf(), layoutId: LAYOUT_ID })).toEqual([])
  })

  test('has one partial lap when it holds one place', () => {
    expect(kinds(of([0, 100, 200], [Number.NaN, 5, Number.NaN], [Number.NaN, 5, Number.NaN]))).toEqual([
      '0 partial',
    ])
  })

  test('that runs backward in time is refused where traces are made', () => {
    expect(() => of([0, 100, 50], [1, 2, 3], [1, 2, 3])).toThrow(RangeError)
  })

  test('gives tiling laps with exact sectors whatever the path is', () => {
    const wild = fc.oneof(fc.double({ min: -700, max: 700 }), fc.constant(Number.NaN), fc.double())
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 30_000 }), wild, wild), { maxLength: 120 }),
        fc.boolean(),
        (steps, isCourse) => {
          let t = 0
          const timeMs = steps.map(([ms]) => {
            t += ms / 3
            return t
          })
          const x = steps.map(([, v]) => (Number.isFinite(v) ? v : Number.NaN))
          const y = steps.map(([, , v]) => (Number.isFinite(v) ? v : Number.NaN))
          const change = { startFinish: { left: { x: 0, y: 0 }, right: { x: 600, y: 0 } } }
          const laps = lapsOf(
            { timeMs, x, y },
            gatesOf([0.25, 0.5], isCourse ? { ...change, finish: gateAt(0.5, 400) } : change),
          )
          for (const lap of laps) {
            expect(Number.isSafeInteger(lap.startMs) && lap.endMs > lap.startMs).toBe(true)
            if (lap.sectorsMs.length > 0) {
              expect(lap.sectorsMs.reduce((a, b) => a + b, 0)).toBe(lapTimeMs(lap))
            }
          }
          if (!isCourse)
            for (let i = 1; i < laps.length; i++) expect(laps[i]!.startMs).toBe(laps[i - 1]!.endMs)
        },
      ),
      { numRuns: 300 },
    )
  })
})
