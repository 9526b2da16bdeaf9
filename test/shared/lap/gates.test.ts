import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gateFromPoint } from '#shared/geo'
import { lapsFromGates, lapTimeMs, type MeasuredLap } from '#shared/lap'
import { sliceTrace } from '#shared/trace'
import {
  driveRing,
  expectTiles,
  FLAT,
  flatTrace,
  gateAt,
  gatesOf,
  geographicGates,
  geographicTrace,
  inSequence,
  kinds,
  LAYOUT_ID,
  lapsOf,
  reasonOf,
  standAt,
  steady,
  timed,
  unevenSchedule,
  WGS84,
  without,
} from './ring.ts'

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
