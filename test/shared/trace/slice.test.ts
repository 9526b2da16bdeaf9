import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTrace, haveSameChannels, joinTraces, sliceTrace, type Trace } from '#shared/trace'
import { anyTrace, channel, plain, smallTrace } from './samples.ts'

const everyTenMs = (count: number): Trace =>
  createTrace([
    {
      timeMs: Float64Array.from({ length: count }, (_, i) => i * 10),
      channels: [
        channel(
          'speed',
          'm/s',
          'gps',
          Float32Array.from({ length: count }, (_, i) => i),
        ),
      ],
    },
  ])
const timesOf = (trace: Trace) => Array.from(trace.groups[0]!.timeMs)

/** The trace cut at the given times, first sample to last sample. */
const cut = (trace: Trace, cuts: readonly number[]): Trace[] => {
  const times = trace.groups.flatMap(({ timeMs }) => Array.from(timeMs))
  const ends = [Math.min(0, ...times), ...cuts, Math.max(0, ...times)].sort((a, b) => a - b)
  return ends.slice(1).map((end, i) => sliceTrace(trace, ends[i]!, end))
}

describe('sliceTrace', () => {
  test('keeps one sample outside each end', () => {
    expect(timesOf(sliceTrace(everyTenMs(10), 25, 44))).toEqual([20, 30, 40, 50])
  })

  test('keeps the sample before a line that was crossed just before the rounded lap time', () => {
    // Crossed at 29.8, rounded to 30: without the sample at 20 the crossing could not be found again.
    expect(timesOf(sliceTrace(everyTenMs(10), 30, 50))).toEqual([20, 30, 40, 50, 60])
  })

  test('stops at the ends of the trace', () => {
    expect(timesOf(sliceTrace(everyTenMs(3), -100, 100))).toEqual([0, 10, 20])
  })

  test('keeps the nearest sample when the whole window lies beside the trace', () => {
    expect(timesOf(sliceTrace(everyTenMs(3), 100, 200))).toEqual([20])
    expect(timesOf(sliceTrace(everyTenMs(3), -200, -100))).toEqual([0])
  })

  test('keeps all groups and channels, also the empty ones', () => {
    const slice = sliceTrace(smallTrace(), 0, 10)
    expect(haveSameChannels(slice, smallTrace())).toBe(true)
  })

  test('copies nothing', () => {
    const trace = everyTenMs(10)
    expect(sliceTrace(trace, 20, 30).channels[0]?.values.buffer).toBe(trace.channels[0]?.values.buffer)
  })

  test.each([
    [2, 1],
    [Number.NaN, 1],
    [0, Number.NaN],
  ])('refuses a window from %d to %d', (from, to) => {
    expect(() => sliceTrace(everyTenMs(3), from, to)).toThrow(RangeError)
  })
})

describe('joinTraces', () => {
  const anyCuts = fc.array(fc.double({ min: -100, max: 16_000, noNaN: true }), { maxLength: 6 })

  test('gives back a trace that was cut anywhere', () => {
    fc.assert(
      fc.property(anyTrace, anyCuts, (trace, cuts) => {
        expect(plain(joinTraces(cut(trace, cuts)))).toEqual(plain(trace))
      }),
    )
  })

  test('gives back a trace whose pieces come in any order, some of them twice', () => {
    fc.assert(
      fc.property(anyTrace, anyCuts, fc.infiniteStream(fc.nat()), (trace, cuts, order) => {
        const pieces = cut(trace, cuts)
        const shuffled = [...pieces, pieces[0]!]
          .map(piece => ({ piece, rank: order.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ piece }) => piece)
        expect(plain(joinTraces(shuffled))).toEqual(plain(trace))
      }),
    )
  })

  test('fits laps into the trace of what lay between them', () => {
    const session = everyTenMs(40)
    const between = joinTraces([sliceTrace(session, 0, 95), sliceTrace(session, 305, 390)])
    const laps = [sliceTrace(session, 95, 200), sliceTrace(session, 200, 305)]
    expect(plain(joinTraces([between, ...laps]))).toEqual(plain(session))
  })

  test('takes the earlier piece where two disagree', () => {
    const other = createTrace([
      { timeMs: Float64Array.of(0, 15), channels: [channel('speed', 'm/s', 'gps', Float32Array.of(99, 98))] },
    ])
    const joined = joinTraces([everyTenMs(3), other])
    expect(timesOf(joined)).toEqual([0, 10, 15, 20])
    expect(Array.from(joined.channels[0]!.values)).toEqual([0, 1, 98, 2])
  })

  test('of nothing is an empty trace', () => {
    expect(joinTraces([])).toEqual({ groups: [], channels: [] })
  })

  test('refuses traces whose channels differ', () => {
    expect(() => joinTraces([everyTenMs(3), smallTrace()])).toThrow(RangeError)
  })
})
