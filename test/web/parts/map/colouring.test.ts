/** Colours say what their legend says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deltaRangeOf,
  rangeOf,
  STEPS,
  stopsToColours,
  UNKNOWN_STEP,
  valuesToSteps,
} from '../../../../web/parts/map/colour-scales.ts'
import { paintOf } from '../../../../web/parts/map/colouring.ts'
import { cutLap, pointAtMetres } from '../../../../web/parts/map/lap-samples.ts'
import { makeLap } from './laps.ts'

const a = makeLap({ key: 'a', isReference: true, colour: '--reference' })
const b = makeLap({ key: 'b', colour: '--lap-1' })
const laps = [a, b]
const length = a.metres.at(-1)!

describe('steps', () => {
  test('rise with the values, fill the scale, and leave out what is unknown', () => {
    const value = fc.oneof(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.constant(Number.NaN))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), values => {
        const range = rangeOf(values)
        const steps = valuesToSteps(values, range, STEPS.sequential)
        for (const [i, v] of values.entries()) {
          if (Number.isNaN(v)) expect(steps[i]).toBe(UNKNOWN_STEP)
          else expect(steps[i]).toBeLessThan(STEPS.sequential)
          for (const [j, w] of values.entries()) if (v < w) expect(steps[i]!).toBeLessThanOrEqual(steps[j]!)
        }
        if (range && range.high > range.low) {
          expect(steps[values.indexOf(range.high)]).toBe(STEPS.sequential - 1)
          expect(steps[values.indexOf(range.low)]).toBe(0)
        }
      }),
    )
  })

  test('of a delta lie around zero: no difference has the middle colour', () => {
    const range = deltaRangeOf([-30, 0, 200])!
    expect(range).toEqual({ low: -200, high: 200 })
    expect(valuesToSteps([0], range, STEPS.diverging)[0]).toBe((STEPS.diverging - 1) / 2)
    expect(deltaRangeOf([1, -2])).toEqual({ low: -20, high: 20 })
    expect(deltaRangeOf([Number.NaN])).toBeNull()
  })

  test('run evenly from the first stop to the last', () => {
    const colours = stopsToColours('#000000, #ff0000, #ffffff', 5)
    expect(colours).toEqual([
      'rgb(0 0 0)',
      'rgb(128 0 0)',
      'rgb(255 0 0)',
      'rgb(255 128 128)',
      'rgb(255 255 255)',
    ])
    expect(stopsToColours('#102030', 2)).toEqual(['rgb(16 32 48)', 'rgb(16 32 48)'])
  })
})

describe('what is painted', () => {
  test('is the lap asked for, or none in the laps’ own colours', () => {
    expect(paintOf(laps, { kind: 'laps' })).toEqual({ painted: null, legend: { kind: 'laps' } })
    const { painted, legend } = paintOf(laps, { kind: 'speed', lapKey: 'b', values: b.speed })
    expect(painted).toMatchObject({ lapKey: 'b', palette: { kind: 'sequential' } })
    expect(legend).toMatchObject({ kind: 'values', unit: 'm/s', range: rangeOf(b.speed) })
    expect(paintOf([], { kind: 'laps' }).painted).toBeNull()
  })

  test('says so when nothing is known', () => {
    const values = new Float64Array(b.x.length).fill(Number.NaN)
    expect(paintOf(laps, { kind: 'delta', lapKey: 'b', values }).legend).toEqual({ kind: 'nothing-known' })
  })

  test('by owner has the owners’ colours and their shares of the road', () => {
    const pieces = [
      { fromM: 0, toM: length / 4, lapKey: 'a' },
      { fromM: length / 4, toM: length / 2, lapKey: null },
      { fromM: length / 2, toM: length, lapKey: 'b' },
    ]
    const { painted, legend } = paintOf(laps, { kind: 'owner', pieces })
    expect(painted).toMatchObject({ lapKey: 'a', palette: { tokens: ['--reference', '--lap-1'] } })
    const stepAt = (part: number) => painted!.steps[a.metres.findIndex(m => m >= part * length)]
    expect([0.1, 0.3, 0.8].map(stepAt)).toEqual([0, UNKNOWN_STEP, 1])
    const shares = legend.kind === 'owner' ? legend.shares : []
    expect(shares.map(({ lapKey }) => lapKey)).toEqual(['a', 'b'])
    expect(shares[0]!.share).toBeCloseTo(1 / 3, 9)
    expect(shares[1]!.share).toBeCloseTo(2 / 3, 9)
  })
})

test('a stretch begins and ends exactly where it says, with the colours of its lap', () => {
  const steps = Uint8Array.from(a.x, (_, i) => i % 14)
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (p, q) => {
        const [fromM, toM] = [Math.min(p, q) * length, Math.max(p, q) * length]
        const cut = cutLap(a, { fromM, toM }, steps)
        const [start, end] = [pointAtMetres(a, fromM), pointAtMetres(a, toM)]
        expect([cut.x[0], cut.y[0]]).toEqual([start.x, start.y])
        expect([cut.x.at(-1), cut.y.at(-1)]).toEqual([end.x, end.y])
        expect(cut.steps).toHaveLength(cut.x.length)
        const inner = a.metres.filter(m => m > fromM && m <= toM).length
        expect(cut.x.length).toBe(inner + 2)
      },
    ),
  )
})
