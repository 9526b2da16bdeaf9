/** The points a chart draws against all samples, and values at a place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DrawnPoint,
  eventInstants,
  lineToPoints,
  POINTS_PER_COLUMN,
  valueOfLine,
} from '../../../../web/parts/charts/line-points.ts'
import type { ChartLine } from '../../../../web/parts/charts/model.ts'
import { lineOf } from './laps.ts'

const PLAIN = { unit: '', factor: 1, offset: 0 }
const NONE = Number.NaN

const xyOf = (points: readonly DrawnPoint[]) =>
  points.map(({ x, y }) => (Number.isNaN(y) ? 'gap' : `${x}:${y}`)).join(' ')
const drawn = (line: ChartLine, from: number, to: number, width = 10) =>
  xyOf(lineToPoints(line, { from, to }, width, PLAIN).points)

/** Per column of pixels the smallest and largest of `samples`. */
const columns = (samples: Iterable<readonly [number, number]>, from: number, to: number, width: number) => {
  const low = new Array<number>(width).fill(Number.POSITIVE_INFINITY)
  const high = new Array<number>(width).fill(Number.NEGATIVE_INFINITY)
  const edge = (b: number) => from + ((to - from) * b) / width
  for (const [x, y] of samples) {
    if (Number.isNaN(y) || x < from || x > to) continue
    let b = width - 1
    while (b > 0 && x < edge(b)) b--
    low[b] = Math.min(low[b]!, y)
    high[b] = Math.max(high[b]!, y)
  }
  return { low, high }
}

/** An unknown sample whose known neighbours are in different columns. */
const isHole = (
  at: number,
  axis: readonly number[],
  values: readonly number[],
  columnOf: (x: number) => number,
): boolean => {
  if (!Number.isNaN(values[at]!)) return false
  let [before, after] = [at, at]
  while (before >= 0 && Number.isNaN(values[before]!)) before--
  while (after < axis.length && Number.isNaN(values[after]!)) after++
  return (
    columnOf(axis[before] ?? Number.NEGATIVE_INFINITY) !== columnOf(axis[after] ?? Number.POSITIVE_INFINITY)
  )
}

const samples = fc
  .record({
    steps: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 400 }),
    values: fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(NONE)), {
      minLength: 400,
      maxLength: 400,
    }),
    shift: fc.integer({ min: -100, max: 100 }),
    part: fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 100 })),
    width: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ steps, values, shift, part: [a, b], width }) => {
    let at = 0
    const axis = steps.map(step => (at += step))
    const [from, to] = [(Math.min(a, b) / 100) * at + shift, (Math.max(a, b) / 100) * at + shift + 1]
    return { axis, values: values.slice(0, axis.length), shift, from, to, width }
  })

describe('the points of a line', () => {
  test('have, in every column of pixels, the smallest and largest value of all samples there', () => {
    fc.assert(
      fc.property(samples, ({ axis, values, shift, from, to, width }) => {
        const line = lineOf(axis, values, { shift })
        const { points } = lineToPoints(line, { from, to }, width, PLAIN)
        const all = axis.map((x, i) => [x, values[i]!] as const)
        const known = new Set(all.map(([x, y]) => `${x}:${y}`))
        // A lone sample is drawn as a mark around its place; places are whole numbers here.
        const middles = points.slice(1).map(({ x, y }, i) => ({ x: Math.round((x + points[i]!.x) / 2), y }))
        const shown = [...points, ...middles]
          .filter(({ x, y }) => known.has(`${x - shift}:${y}`))
          .map(({ x, y }) => [x - shift, y] as const)
        expect(columns(shown, from - shift, to - shift, width)).toEqual(
          columns(all, from - shift, to - shift, width),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('never lead over a gap: between two neighbours of different columns no sample is unknown', () => {
    fc.assert(
      fc.property(samples, ({ axis, values, from, to, width }) => {
        const columnOf = (x: number) =>
          Math.min(width - 1, Math.max(-1, Math.floor(((x - from) / (to - from)) * width)))
        for (const kind of ['continuous', 'discrete'] as const) {
          const line = lineOf(axis, values, { kind })
          const { points } = lineToPoints(line, { from, to }, width, PLAIN)
          for (const [i, point] of points.entries()) {
            const next = points[i + 1]
            if (!next || Number.isNaN(point.y) || Number.isNaN(next.y)) continue
            const isMark = Math.abs(next.x - point.x - (2 * (to - from)) / width) < 1e-6
            if (isMark) continue
            const lost = axis.find((x, n) => x > point.x && x < next.x && isHole(n, axis, values, columnOf))
            expect(lost, `${kind} ${xyOf(points)}`).toBeUndefined()
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('are at most four per column, whatever the number of samples', () => {
    const axis = Array.from({ length: 200_000 }, (_, i) => i)
    const line = lineOf(
      axis,
      axis.map(i => Math.sin(i) * 10),
    )
    const { points } = lineToPoints(line, { from: 0, to: 199_999 }, 800, PLAIN)
    expect(points.length).toBeLessThanOrEqual(800 * POINTS_PER_COLUMN + 2)
    expect(points.length).toBeGreaterThan(800 * 2)
  })

  test('enter and leave the window on the line that leads in and out', () => {
    const line = lineOf([0, 100, 200], [0, 10, 20])
    expect(drawn(line, 50, 150)).toBe('0:0 100:10 200:20 gap')
    expect(drawn(line, 110, 120)).toBe('100:10 200:20 gap')
    expect(lineToPoints(line, { from: 110, to: 120 }, 10, PLAIN).range).toEqual({ low: 11, high: 12 })
  })

  test('of a lone sample are a short mark at its value', () => {
    expect(drawn(lineOf([50], [7]), 0, 100)).toBe('40:7 60:7 gap')
    expect(drawn(lineOf([10, 20, 30], [NONE, 7, NONE]), 0, 100)).toBe('10:7 30:7 gap')
  })

  test('are none where nothing is known', () => {
    for (const line of [lineOf([], []), lineOf([1, 2], [NONE, NONE])])
      for (const kind of ['continuous', 'discrete', 'event'] as const) {
        expect(drawn({ ...line, kind }, 0, 100)).toBe('')
        expect(eventInstants({ ...line, kind }, { from: 0, to: 100 }, 10)).toEqual([])
      }
    expect(drawn(lineOf([0, 1], [1, 2]), 50, 60)).toBe('')
  })

  test('of infinite values are a break', () => {
    expect(drawn(lineOf([0, 50, 100], [1, Number.POSITIVE_INFINITY, 2]), 0, 100)).toBe('0:1 gap 100:2 gap')
  })

  test('are in the unit shown and where the lap was nudged to', () => {
    const line = lineOf([0, 100], [10, 20], { shift: 5 })
    const { points, range } = lineToPoints(line, { from: 0, to: 105 }, 10, {
      unit: '°F',
      factor: 1.8,
      offset: 32,
    })
    expect(xyOf(points)).toBe('5:50 105:68 gap')
    expect(range).toEqual({ low: 50, high: 68 })
  })
})

describe('steps', () => {
  const gear = (values: readonly number[]) =>
    lineOf(
      values.map((_, i) => i * 10),
      values,
      { kind: 'discrete' },
    )

  test('have a point where they change and hold to the end', () => {
    expect(drawn(gear([3, 3, 3, 4, 4, 2, 2]), 0, 60, 60)).toBe('0:3 30:4 50:2 60:2 gap')
  })

  test('hold until the sample that begins a gap, and no further', () => {
    expect(drawn(gear([3, 3, NONE, NONE, 5, 5]), 0, 50, 50)).toBe('0:3 20:3 gap 40:5 50:5 gap')
  })

  test('hold across a window between two samples', () => {
    expect(drawn(gear([3, 3, 4]), 12, 18)).toBe('10:3 20:4 gap')
    expect(drawn(gear([3, NONE, 4]), 2, 8)).toBe('2:3 8:3 gap')
  })

  test('change at the very sample also when many share a column', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i < 503 ? 4 : 3))
    expect(drawn(gear(values), 0, 9990, 10)).toBe('0:4 5030:3 9990:3 gap')
  })
})

describe('events', () => {
  test('are where they happened, once per column', () => {
    const line = lineOf([0, 10, 11, 90], [NONE, 1, 1, 1], { kind: 'event', shift: 100 })
    expect(eventInstants(line, { from: 100, to: 200 }, 10)).toEqual([110, 190])
  })
})

describe('the value at a place', () => {
  const axis = [0, 10, 20, 30]
  const values = [0, 100, NONE, 300]

  test('is on the straight line between two samples; unknown in gaps and beyond the ends', () => {
    const line = lineOf(axis, values)
    expect([0, 5, 10, 15, 25, 30, 31, -1].map(x => valueOfLine(line, x))).toEqual([
      0,
      50,
      100,
      NONE,
      NONE,
      300,
      NONE,
      NONE,
    ])
  })

  test('is the last one of steps, and an event only at its instant', () => {
    expect([5, 15, 25].map(x => valueOfLine(lineOf(axis, values, { kind: 'discrete' }), x))).toEqual([
      0,
      100,
      NONE,
    ])
    expect([10, 11].map(x => valueOfLine(lineOf(axis, values, { kind: 'event' }), x))).toEqual([100, NONE])
  })

  test('follows a nudge', () => {
    expect(valueOfLine(lineOf(axis, values, { shift: 5 }), 10)).toBe(50)
  })
})
