import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Column, createPyramid, type Envelope, envelopeIn, type Pyramid } from '#shared/trace'
import { FACTOR } from '../../../shared/trace/pyramid.ts'

type Shown = Omit<Envelope, 'x'>

/** The definition of an envelope, one sample at a time. */
const bruteForce = ({ axis, values }: Pyramid, fromMs: number, toMs: number, buckets: number): Shown => {
  const column = () => new Float64Array(buckets).fill(Number.NaN)
  const shown = {
    first: column(),
    min: column(),
    max: column(),
    last: column(),
    firstAt: column(),
    minAt: column(),
    maxAt: column(),
    lastAt: column(),
    breakBefore: new Uint8Array(buckets),
  }
  const edge = (b: number) => fromMs + ((toMs - fromMs) * b) / buckets
  const bucketOf = (t: number) => {
    for (let b = buckets - 1; b > 0; b--) if (t >= edge(b)) return b
    return 0
  }
  const isInside = (t: number) => t >= fromMs && t <= toMs
  const has = (i: number) => i >= 0 && i < values.length && !Number.isNaN(values[i])
  const sample = (i: number) => ({ at: axis[i]!, value: values[i]! })

  let begin = 0
  while (begin < axis.length && axis[begin]! < fromMs) begin++
  let end = begin
  while (end < axis.length && isInside(axis[end]!)) end++
  const before = has(begin - 1) && has(begin) ? sample(begin - 1) : null
  const after = has(end) && has(end - 1) ? sample(end) : null

  let isLineOpen = before !== null
  for (let i = begin; i < end; i++) {
    const value = values[i]!
    const at = axis[i]!
    const b = bucketOf(at)
    if (Number.isNaN(value)) {
      isLineOpen = false
      continue
    }
    if (Number.isNaN(shown.first[b])) {
      shown.first[b] = value
      shown.firstAt[b] = at
      shown.breakBefore[b] = isLineOpen ? 0 : 1
    }
    if (!(shown.min[b]! <= value)) {
      shown.min[b] = value
      shown.minAt[b] = at
    }
    if (!(shown.max[b]! >= value)) {
      shown.max[b] = value
      shown.maxAt[b] = at
    }
    shown.last[b] = value
    shown.lastAt[b] = at
    isLineOpen = true
  }
  return { ...shown, before, after }
}

const withoutX = ({ x: _, ...shown }: Envelope): Shown => shown

/** A channel of up to a few thousand samples from few random choices: values repeat, gaps come in runs. */
const anyPyramid: fc.Arbitrary<Pyramid> = fc
  .record({
    length: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 200, max: 9000 })),
    shape: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 30 }),
    step: fc.constantFrom(1, 10, 12.5),
    jitter: fc.constantFrom(0, 0.3),
    gaps: fc.array(fc.tuple(fc.nat(9000), fc.oneof(fc.nat(3), fc.nat(700))), { maxLength: 12 }),
    isDouble: fc.boolean(),
  })
  .map(({ length, shape, step, jitter, gaps, isDouble }) => {
    const axis = Float64Array.from({ length }, (_, i) => i * step + jitter * (i % 3))
    const values: Column = isDouble ? new Float64Array(length) : new Float32Array(length)
    for (let i = 0; i < length; i++) {
      values[i] = shape[i % shape.length]! + shape[(i * 7 + (i >> 5)) % shape.length]! / 3
    }
    for (const [at, width] of gaps) values.fill(Number.NaN, at, at + width)
    return createPyramid(axis, values)
  })

const anyWindow = fc
  .tuple(fc.double({ min: -0.2, max: 1.2, noNaN: true }), fc.double({ min: 0, max: 1.3, noNaN: true }))
  .map(([from, width]) => ({ from, width: width ** 4 }))
const anyBuckets = fc.integer({ min: 1, max: 70 })

describe('envelopeIn', () => {
  test('equals brute force in any window', () => {
    fc.assert(
      fc.property(anyPyramid, anyWindow, anyBuckets, (pyramid, { from, width }, buckets) => {
        const span = (pyramid.axis.at(-1) ?? 0) + 1
        const fromMs = from * span
        const toMs = fromMs + width * span
        expect(withoutX(envelopeIn(pyramid, fromMs, toMs, buckets))).toEqual(
          bruteForce(pyramid, fromMs, toMs, buckets),
        )
      }),
      { numRuns: 400 },
    )
  })

  test('equals brute force when the window begins and ends on samples', () => {
    fc.assert(
      fc.property(anyPyramid, fc.nat(8999), fc.nat(8999), anyBuckets, (pyramid, a, b, buckets) => {
        const length = pyramid.axis.length
        fc.pre(length > 0)
        const fromMs = pyramid.axis[Math.min(a % length, b % length)]!
        const toMs = pyramid.axis[Math.max(a % length, b % length)]!
        expect(withoutX(envelopeIn(pyramid, fromMs, toMs, buckets))).toEqual(
          bruteForce(pyramid, fromMs, toMs, buckets),
        )
      }),
      { numRuns: 200 },
    )
  })

  const ramp = (length: number) => {
    const axis = Float64Array.from({ length }, (_, i) => i)
    return createPyramid(axis, Float32Array.from(axis))
  }

  test('labels each bucket with its middle', () => {
    expect(Array.from(envelopeIn(ramp(10), 0, 8, 4).x)).toEqual([1, 3, 5, 7])
  })

  test('puts a spike at its own instant, not in the middle of a pixel', () => {
    const axis = Float64Array.from({ length: 100_000 }, (_, i) => i * 10)
    const values = new Float32Array(axis.length)
    values[77_777] = 5
    const { max, maxAt } = envelopeIn(createPyramid(axis, values), 0, 1_000_000, 10)
    expect(max[7]).toBe(5)
    expect(maxAt[7]).toBe(777_770)
  })

  test('tells an empty bucket from a gap', () => {
    const axis = Float64Array.of(0, 10, 20, 30)
    const pyramid = createPyramid(axis, Float64Array.of(1, 2, Number.NaN, 4))
    const { first, breakBefore } = envelopeIn(pyramid, 0, 40, 8)
    expect(Array.from(first)).toEqual([1, NaN, 2, NaN, NaN, NaN, 4, NaN])
    expect(breakBefore[2]).toBe(0)
    expect(breakBefore[6]).toBe(1)
  })

  test('shows the line that crosses a window between two samples', () => {
    const { before, after, first } = envelopeIn(ramp(10), 4.25, 4.75, 3)
    expect(before).toEqual({ at: 4, value: 4 })
    expect(after).toEqual({ at: 5, value: 5 })
    expect(Array.from(first)).toEqual([NaN, NaN, NaN])
  })

  test('of an empty channel is empty', () => {
    const { first, before, after } = envelopeIn(ramp(0), 0, 1, 2)
    expect(Array.from(first)).toEqual([NaN, NaN])
    expect([before, after]).toEqual([null, null])
  })

  test('of a window without width holds the sample there', () => {
    expect(envelopeIn(ramp(10), 3, 3, 2).last[1]).toBe(3)
  })

  test('reads samples only where a bucket cuts through a node, however large the window', () => {
    const pyramid = ramp(300_000)
    let reads = 0
    const values = new Proxy(pyramid.values, {
      get: (column, key) => {
        reads++
        return Reflect.get(column, key)
      },
    })
    const buckets = 100
    envelopeIn({ ...pyramid, values }, 7, 299_990, buckets)
    // The ragged ends, the first and the last value of each bucket, and the samples beside the window.
    expect(reads).toBeLessThanOrEqual(buckets * (2 * (FACTOR - 1) + 2) + 6)
  })

  test.each([
    [1, 0, 10],
    [Number.NaN, 1, 10],
    [0, Number.POSITIVE_INFINITY, 10],
    [0, 1, 0],
    [0, 1, 2.5],
  ])('refuses the window %d to %d in %d buckets', (from, to, buckets) => {
    expect(() => envelopeIn(ramp(5), from, to, buckets)).toThrow(RangeError)
  })
})

test('createPyramid refuses an axis of another length', () => {
  expect(() => createPyramid(new Float64Array(3), new Float32Array(2))).toThrow(RangeError)
})
