/** What of a trace stays here when its first and last moments are not to be shown. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTrace, type Trace } from '#shared/trace'
import { endsOf, trimTrace } from '../../../../web/store/league/trim.ts'

const traceOf = (groups: readonly (readonly number[])[], values: (i: number) => number = i => i): Trace =>
  createTrace(
    groups.map((times, group) => ({
      timeMs: Float64Array.from(times),
      channels: ['speed', 'lat'].map(name => ({
        ...({ name: `${name}${group}`, unit: '', kind: 'continuous', source: '' } as const),
        values: Float32Array.from(times, (_, i) => values(i)),
      })),
    })),
  )

const valuesOf = ({ channels }: Trace): number[][] => channels.map(({ values }) => [...values])

test('the first and last seconds of every channel of every rate become gaps, and the rest stays as it was', () => {
  const trace = traceOf([
    [0, 500, 1000, 1500, 2000],
    [0, 1000, 2000],
  ])
  const trimmed = trimTrace(trace, { fromMs: 0, toMs: 2000 }, 600)
  const gap = Number.NaN
  expect(valuesOf(trimmed)).toEqual([
    [gap, gap, 2, gap, gap],
    [gap, gap, 2, gap, gap],
    [gap, 1, gap],
    [gap, 1, gap],
  ])
  expect(trimmed.groups).toBe(trace.groups)
  expect(valuesOf(trace)[0]).toEqual([0, 1, 2, 3, 4])
})

test('what was a gap stays one, and a trace inside the shown time is the same', () => {
  const trace = traceOf([[1000, 1100, 1200]], i => (i === 1 ? Number.NaN : i))
  expect(trimTrace(trace, { fromMs: 0, toMs: 3000 }, 500)).toBe(trace)
  expect(valuesOf(trimTrace(trace, { fromMs: 900, toMs: 3000 }, 250))[0]).toEqual([Number.NaN, Number.NaN, 2])
})

test('more than there is leaves nothing but gaps', () => {
  const trimmed = trimTrace(traceOf([[0, 100, 200]]), { fromMs: 0, toMs: 200 }, 5000)
  expect(valuesOf(trimmed).flat().every(Number.isNaN)).toBe(true)
})

test('ends are those of all traces together; of none there are none', () => {
  expect(endsOf([traceOf([[500, 900], [400]]), traceOf([[1200, 1300]])])).toEqual({ fromMs: 400, toMs: 1300 })
  expect(endsOf([])).toBeNull()
  expect(endsOf([traceOf([[]])])).toBeNull()
})

test('no value of a moment that is not to be shown is left, whatever the rates', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(
      fc.array(times, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 3000 }),
      (rates, trimMs) => {
        const trace = traceOf(rates.map(rate => rate.toSorted((a, b) => a - b)))
        const ends = endsOf([trace])!
        const { groups, channels } = trimTrace(trace, ends, trimMs)
        for (const { group, values } of channels)
          for (const [i, value] of values.entries()) {
            const at = groups[group]!.timeMs[i]!
            const isShown = at >= ends.fromMs + trimMs && at <= ends.toMs - trimMs
            expect(Number.isNaN(value)).toBe(!isShown)
          }
      },
    ),
    { numRuns: 200 },
  )
})
