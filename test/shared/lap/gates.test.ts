import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gateFromPoint } from '#shared/geo'
import { lapsFromGates, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { createTrace, sliceTrace } from '#shared/trace'
import type { GateVersion } from '#shared/track'
import {
  driveRing,
  FLAT,
  flatTrace,
  gateAt,
  gatesOf,
  geographicGates,
  geographicTrace,
  inSequence,
  LAYOUT_ID,
  type Samples,
  standAt,
  unevenSchedule,
  unknownBetween,
  WGS84,
  without,
} from './ring.ts'

const steady = unevenSchedule(80_000)
const lapsOf = (samples: Samples, gates: GateVersion = gatesOf()): MeasuredLap[] =>
  lapsFromGates({ trace: flatTrace(samples), frame: FLAT, gates, layoutId: LAYOUT_ID })
const kinds = (laps: readonly MeasuredLap[]): string[] => laps.map(lap => `${lap.number} ${lap.kind}`)
const timed = (laps: readonly MeasuredLap[]): MeasuredLap[] => laps.filter(lap => lap.kind === 'timed')
const reasonOf = (lap: MeasuredLap | undefined): string =>
  lap && !lap.validity.valid ? lap.validity.reason : ''

const expectTiles = (laps: readonly MeasuredLap[]): void => {
  for (let i = 1; i < laps.length; i++) {
    expect(laps[i]!.startMs).toBe(laps[i - 1]!.endMs)
    expect(laps[i]!.number).toBe(laps[i - 1]!.number + 1)
  }
}

describe('laps of a circuit', () => {
  test('are timed from line to line, within a millisecond of the truth at 20 Hz, and tile the recording', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 45_000, max: 150_000 }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.double({ min: -0.9, max: -0.1, noNaN: true }),
        fc.integer({ min: 2, max: 4 }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        (lapMs, phase, from, count, beside) => {
          const drive = driveRing(unevenSchedule(lapMs, phase), from, count + 0.3, 50, beside)
          const laps = lapsOf(drive, gatesOf([0.31, 0.64]))
          expect(timed(laps)).toHaveLength(count)
          expectTiles(laps)
          expect(laps[0]!.startMs).toBe(0)
          expect(laps.at(-1)!.endMs).toBe(Math.ceil(drive.timeMs.at(-1)!))
          for (const lap of timed(laps)) {
            const n = lap.number - 1
            expect(Math.abs(lap.startMs - drive.truthMs(n))).toBeLessThanOrEqual(1)
            expect(Math.abs(lap.endMs - drive.truthMs(n + 1))).toBeLessThanOrEqual(1)
            expect(lap.sectorsMs).toHaveLength(3)
            expect(lap.sectorsMs.reduce((a, b) => a + b, 0)).toBe(lapTimeMs(lap))
            expect(
              Math.abs(lap.sectorsMs[0]! - (drive.truthMs(n + 0.31) - drive.truthMs(n))),
            ).toBeLessThanOrEqual(2)
            expect(lap.validity).toEqual({ valid: true })
            expect(lap.timing).toEqual({ by: 'gates', layoutId: LAYOUT_ID, gateVersion: 1 })
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  test('come out right in number and within 0.4 s from a phone at 1 Hz that is off by up to 4 m', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60_000, max: 120_000 }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 400, maxLength: 400 }),
        (lapMs, phase, noise) => {
          const drive = driveRing(unevenSchedule(lapMs, phase), -0.4, 3.4, 1000)
          const off = (v: number, i: number, k: number): number => v + noise[(i * k) % noise.length]!
          const x = drive.x.map((v, i) => off(v, i, 1))
          const y = drive.y.map((v, i) => off(v, i, 7))
          const laps = timed(lapsOf({ ...drive, x, y }))
          expect(laps.map(lap => lap.number)).toEqual([1, 2, 3])
          for (const lap of laps) {
            const truth = drive.truthMs(lap.number) - drive.truthMs(lap.number - 1)
            expect(Math.abs(lapTimeMs(lap) - truth)).toBeLessThan(400)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('are the same to the millisecond in degrees as in metres', () => {
    const drive = driveRing(steady, -0.3, 3.2, 100)
    const gates = gatesOf([0.31, 0.64])
    const flat = lapsOf(drive, gates)
    const round = lapsFromGates({
      trace: geographicTrace(drive),
      frame: WGS84,
      gates: geographicGates(gates),
      layoutId: LAYOUT_ID,
    })
    expect(round.map(lap => lap.kind)).toEqual(flat.map(lap => lap.kind))
    round.forEach((lap, i) => {
      expect(Math.abs(lap.startMs - flat[i]!.startMs)).toBeLessThanOrEqual(1)
    })
  })

  test('come out the same when timed again from their own piece of the trace', () => {
    const trace = flatTrace(driveRing(unevenSchedule(70_000, 1), -0.3, 3.2, 1000))
    const gates = gatesOf([0.31, 0.64])
    for (const lap of timed(lapsFromGates({ trace, frame: FLAT, gates, layoutId: LAYOUT_ID }))) {
      const piece = sliceTrace(trace, lap.startMs, lap.endMs)
      const again = timed(lapsFromGates({ trace: piece, frame: FLAT, gates, layoutId: LAYOUT_ID }))
      expect(again).toEqual([{ ...lap, number: 1 }])
    }
  })

  test('begin with an out lap and end with an in lap when driven slowly from and to the pits', () => {
    const laps = lapsOf(
      inSequence(standAt(-0.05, 10_000), driveRing(steady, -0.05, 2.1, 100), standAt(2.1, 10_000)),
    )
    expect(kinds(laps)).toEqual(['0 out', '1 timed', '2 timed', '3 in'])
  })

  test('begin and end partially when the recording was switched on and off at speed', () => {
    expect(kinds(lapsOf(driveRing(steady, -0.4, 2.4, 100)))).toEqual([
      '0 partial',
      '1 timed',
      '2 timed',
      '3 partial',
    ])
  })

  test('are one partial lap when the line was never crossed, or only the wrong way', () => {
    const forwards = driveRing(steady, 0.1, 0.9, 100)
    const whole = driveRing(steady, -0.4, 2.4, 100)
    const backwards = { ...whole, x: whole.x.toReversed(), y: whole.y.toReversed() }
    expect(kinds(lapsOf(forwards))).toEqual(['0 partial'])
    expect(kinds(lapsOf(backwards))).toEqual(['0 partial'])
    expect(kinds(lapsOf(whole, gatesOf([], { startFinish: gateFromPoint({ x: 575, y: 0 }, 0, 0) })))).toEqual(
      ['0 partial'],
    )
  })

  test('name the version of the lines that timed them', () => {
    const laps = lapsOf(driveRing(steady, -0.4, 2.4, 100), gatesOf([], { version: 7 }))
    expect(laps.every(lap => lap.timing.by === 'gates' && lap.timing.gateVersion === 7)).toBe(true)
  })

  test('are still timed when a sector line was missed, without sectors and saying so', () => {
    const beside = gatesOf([0.31, 0.64])
    const laps = lapsOf(driveRing(steady, -0.4, 1.4, 100), {
      ...beside,
      sectors: [beside.sectors[0]!, gateFromPoint({ x: 5000, y: 5000 }, 0, 30)],
    })
    const [lap] = timed(laps)
    expect(lap).toMatchObject({ sectorsMs: [], validity: { valid: true } })
    expect(lap?.sectorsMissing).toMatch(/Sector line 2 was not crossed/)
  })

  test('have sectors only when the sector lines were crossed in their order', () => {
    const [lap] = timed(lapsOf(driveRing(steady, -0.4, 1.4, 100), gatesOf([0.64, 0.31])))
    expect(lap?.sectorsMs).toEqual([])
    expect(lap?.sectorsMissing).toMatch(/Sector line 2/)
  })
})

describe('a car standing on the line', () => {
  test('makes one lap, not many', () => {
    const laps = lapsOf(
      inSequence(driveRing(steady, -0.4, 1, 100), standAt(1, 15_000, 8), driveRing(steady, 1, 2.4, 100)),
    )
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 timed', '3 partial'])
    expectTiles(laps)
  })

  test('with no line under its wheels makes none', () => {
    expect(timed(lapsOf(standAt(0.002, 600_000, 12)))).toEqual([])
  })
})

describe('a car parked in the middle of a lap', () => {
  test('makes an in lap until it drives off and an out lap after', () => {
    const laps = lapsOf(
      inSequence(
        driveRing(steady, -0.4, 1.05, 100),
        standAt(1.05, 300_000),
        driveRing(steady, 1.05, 3.2, 100),
      ),
    )
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 in', '3 out', '4 timed', '5 partial'])
    expectTiles(laps)
  })

  test('with the receiver off in the garage makes the same', () => {
    const drive = inSequence(
      driveRing(steady, -0.4, 1.05, 100),
      standAt(1.05, 300_000),
      driveRing(steady, 1.05, 3.2, 100),
    )
    const parkedAt = driveRing(steady, -0.4, 1.05, 100).timeMs.length * 100
    const laps = lapsOf(without(drive, parkedAt + 5_000, parkedAt + 290_000))
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 in', '3 out', '4 timed', '5 partial'])
  })

  test('for the time of a spin makes a slow timed lap', () => {
    const laps = lapsOf(
      inSequence(driveRing(steady, -0.4, 1.5, 100), standAt(1.5, 8_000), driveRing(steady, 1.5, 3.2, 100)),
    )
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 timed', '3 timed', '4 partial'])
  })
})

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

describe('runs of a course from A to B', () => {
  const gates = gatesOf([0.3], { finish: gateAt(0.6) })

  test('are numbered from 1, and the way back is no lap', () => {
    const drive = driveRing(steady, -0.2, 2.8, 100)
    const laps = lapsOf(drive, gates)
    expect(kinds(laps)).toEqual(['0 partial', '1 timed', '2 timed', '3 timed', '4 partial'])
    for (const lap of timed(laps)) {
      expect(Math.abs(lap.startMs - drive.truthMs(lap.number - 1))).toBeLessThanOrEqual(1)
      expect(Math.abs(lap.endMs - drive.truthMs(lap.number - 0.4))).toBeLessThanOrEqual(1)
      expect(lap.sectorsMs).toHaveLength(2)
    }
  })

  test('start when the car leaves a line it waited on', () => {
    const waiting = inSequence(driveRing(steady, -0.01, 0, 100), standAt(0, 9_000, 4))
    const laps = lapsOf(inSequence(waiting, driveRing(steady, 0, 0.9, 100)), gates)
    const [run] = timed(laps)
    expect(timed(laps)).toHaveLength(1)
    expect(run!.startMs).toBeGreaterThan(waiting.timeMs.at(-1)! - 2_000)
  })

  test('that were given up have no time and say so', () => {
    const given = driveRing(steady, -0.2, 0.4, 100)
    const laps = lapsOf(inSequence(given, driveRing(steady, 0.7, 1.9, 100)), gates)
    expect(laps[1]).toMatchObject({ number: 1, kind: 'partial', sectorsMs: [] })
    expect(reasonOf(laps[1])).not.toBe('')
    expect(laps[2]).toMatchObject({ number: 2, kind: 'timed' })
  })

  test('are laps where start and finish are the same line', () => {
    const drive = driveRing(steady, -0.4, 3.4, 100)
    const loop = lapsOf(drive, gatesOf([], { finish: gateAt(0) }))
    const starts = (laps: readonly MeasuredLap[]): number[] => timed(laps).map(lap => lap.startMs)
    expect(starts(loop)).toEqual(starts(lapsOf(drive)))
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
