import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lapsFromMarks, lapTimeMs } from '#shared/lap'

describe('laps from marks', () => {
  test('keep what was recorded', () => {
    const laps = lapsFromMarks([
      { number: 0, startMs: 0, endMs: 61_234.4, kind: 'out' },
      { number: 1, startMs: 61_234.4, endMs: 163_552.6, splits: [95_000.2, 130_000.7] },
      { number: 2, startMs: 163_552.6, endMs: 266_000, invalid: 'Cut the track at turn 4.' },
    ])
    expect(laps).toEqual([
      {
        number: 0,
        kind: 'out',
        startMs: 0,
        endMs: 61_234,
        sectorsMs: [],
        validity: { valid: true },
        timing: { by: 'marks' },
      },
      {
        number: 1,
        kind: 'timed',
        startMs: 61_234,
        endMs: 163_553,
        sectorsMs: [33_766, 35_001, 33_552],
        validity: { valid: true },
        timing: { by: 'marks' },
      },
      {
        number: 2,
        kind: 'timed',
        startMs: 163_553,
        endMs: 266_000,
        sectorsMs: [],
        validity: { valid: false, reason: 'Cut the track at turn 4.' },
        timing: { by: 'marks' },
      },
    ])
  })

  test('come in order of time', () => {
    const laps = lapsFromMarks([
      { number: 2, startMs: 100, endMs: 200 },
      { number: 1, startMs: 0, endMs: 100 },
    ])
    expect(laps.map(lap => lap.number)).toEqual([1, 2])
  })

  test('say when the recorded splits do not fit', () => {
    const [lap] = lapsFromMarks([{ number: 1, startMs: 0, endMs: 100, splits: [60, 40] }])
    expect(lap?.sectorsMs).toEqual([])
    expect(lap?.sectorsMissing).toMatch(/do not fit/)
  })

  test('leave out marks that hold no time', () => {
    expect(
      lapsFromMarks([
        { number: 1, startMs: 100, endMs: 100 },
        { number: 2, startMs: 100, endMs: 50 },
        { number: 3, startMs: Number.NaN, endMs: 50 },
        { number: 4, startMs: 0, endMs: Number.POSITIVE_INFINITY },
        { number: 5, startMs: 0.1, endMs: 0.2 },
      ]),
    ).toEqual([])
    expect(lapsFromMarks([])).toEqual([])
  })

  test('touch where the marks touched, and sum to the whole', () => {
    const durations = fc.array(fc.double({ min: 1, max: 500_000, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(durations, ms => {
        let t = 0
        const marks = ms.map((duration, number) => {
          const startMs = t
          t += duration
          return { number, startMs, endMs: t }
        })
        const laps = lapsFromMarks(marks)
        for (let i = 1; i < laps.length; i++) expect(laps[i]!.startMs).toBe(laps[i - 1]!.endMs)
        expect(laps.reduce((sum, lap) => sum + lapTimeMs(lap), 0)).toBe(Math.round(t))
      }),
    )
  })
})
