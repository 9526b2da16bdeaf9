/** Cutting a session into laps and what lies between them loses nothing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTrace, joinTraces, type Trace } from '#shared/trace'
import { asMillis } from '#shared/units'
import { cutSession } from '../../../web/workers/cut.ts'

const traceAt = (times: readonly number[]): Trace =>
  createTrace([
    {
      timeMs: Float64Array.from(times),
      channels: [
        { name: 'speed', unit: 'm/s', kind: 'continuous', source: 'gps', values: Float32Array.from(times) },
      ],
    },
  ])

const lap = (startMs: number, endMs: number) => ({ startMs: asMillis(startMs), endMs: asMillis(endMs) })

const everySecond = traceAt(Array.from({ length: 11 }, (_, i) => i * 1000))

describe('a session', () => {
  test('whose laps cover it has nothing between them', () => {
    const { lapTraces, between } = cutSession(everySecond, [lap(0, 4500), lap(4500, 10_000)])
    expect(between).toBeNull()
    expect(lapTraces.map(piece => [...piece.groups[0]!.timeMs])).toEqual([
      [0, 1000, 2000, 3000, 4000, 5000],
      [4000, 5000, 6000, 7000, 8000, 9000, 10_000],
    ])
  })

  test('keeps what no lap covers: before, between and after', () => {
    const { between } = cutSession(everySecond, [lap(1500, 4500), lap(5500, 9500)])
    expect([...between!.groups[0]!.timeMs]).toEqual([0, 1000, 2000, 4000, 5000, 6000, 9000, 10_000])
  })

  test('without laps is all between', () => {
    expect(cutSession(everySecond, []).between).toEqual(everySecond)
  })

  test('can be put together again from its pieces', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 80 })
    const lines = fc.uniqueArray(fc.integer({ min: -100, max: 60_100 }), { maxLength: 8 })
    fc.assert(
      fc.property(times, lines, fc.array(fc.boolean(), { maxLength: 8 }), (instants, ends, isDriven) => {
        const trace = traceAt(instants.toSorted((a, b) => a - b))
        const inOrder = ends.toSorted((a, b) => a - b)
        const laps = inOrder
          .slice(1)
          .map((end, i) => lap(inOrder[i]!, end))
          .filter((_, i) => isDriven[i] !== false)
        const { lapTraces, between } = cutSession(trace, laps)
        expect(joinTraces([...lapTraces, ...(between ? [between] : [])])).toEqual(trace)
      }),
    )
  })
})
