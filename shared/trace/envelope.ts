/**
 * What a chart draws of one channel in one window: per bucket (usually a pixel) the first, smallest, largest
 * and last value, each with its own instant.
 *
 * Invariants, tested against brute force:
 * - bucket b holds the samples from edge(b) up to but not including edge(b + 1), the last one also those at
 *   `toMs`, with edge(b) = fromMs + (toMs − fromMs)·b / buckets;
 * - NaN samples are left out; a bucket without values is NaN in every column;
 * - a gap stays a gap: `breakBefore` tells an empty bucket that is only narrower than the sampling (the line
 *   goes on) from a hole in the data (it must not). A hole wholly inside one bucket is not shown.
 *
 * Cost: per bucket a search for its end among the samples and at most 2 × 15 entries per pyramid level, most
 * of them nodes; samples are read only where the end of a bucket cuts through a node. So a window of a
 * million samples costs about as much as one of ten thousand.
 */
import { addRange, clearSummary, emptySummary, NONE, type Pyramid, type Summary } from './pyramid.ts'
import { firstAfter, firstAtOrAfter } from './search.ts'

export interface Envelope {
  /** The middle of each bucket, for labels; draw at the instants below. */
  readonly x: Float64Array
  readonly first: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  readonly last: Float64Array
  readonly firstAt: Float64Array
  readonly minAt: Float64Array
  readonly maxAt: Float64Array
  readonly lastAt: Float64Array
  /** 1 where no line may lead from the value before (in an earlier bucket, or `before`) to this bucket. */
  readonly breakBefore: Uint8Array
  /** The sample just before the window, if a line leads from it to the next one; lets the line enter. */
  readonly before: EdgeSample | null
  /** The sample just after the window, if a line leads to it; lets the line leave. */
  readonly after: EdgeSample | null
}

export interface EdgeSample {
  readonly at: number
  readonly value: number
}

export const envelopeIn = (pyramid: Pyramid, fromMs: number, toMs: number, buckets: number): Envelope => {
  if (!(Number.isFinite(fromMs) && Number.isFinite(toMs) && fromMs <= toMs)) {
    throw new RangeError(`no window from ${fromMs} to ${toMs}`)
  }
  if (!Number.isSafeInteger(buckets) || buckets < 1) throw new RangeError(`no ${buckets} buckets`)

  const { axis } = pyramid
  const begin = firstAtOrAfter(axis, fromMs)
  const end = firstAfter(axis, toMs, begin)
  const edge = (bucket: number) => fromMs + ((toMs - fromMs) * bucket) / buckets
  const envelope = emptyEnvelope(
    buckets,
    edgeSample(pyramid, begin - 1, begin),
    edgeSample(pyramid, end, end - 1),
  )

  const summary = emptySummary()
  let shownTo = envelope.before ? begin - 1 : NONE
  let from = begin
  for (let bucket = 0; bucket < buckets; bucket++) {
    envelope.x[bucket] = (edge(bucket) + edge(bucket + 1)) / 2
    const to = bucket === buckets - 1 ? end : firstAtOrAfter(axis, edge(bucket + 1), from, end)
    if (to > from) {
      clearSummary(summary)
      addRange(summary, pyramid, from, to)
      if (summary.firstAt !== NONE) {
        // Whatever lies between two values shown one after the other is NaN.
        envelope.breakBefore[bucket] = shownTo !== NONE && summary.firstAt - shownTo === 1 ? 0 : 1
        shownTo = summary.lastAt
        write(envelope, bucket, pyramid, summary)
      }
      from = to
    }
  }
  return envelope
}

/** The sample at `index` if it and its neighbour both have a value. */
const edgeSample = ({ axis, values }: Pyramid, index: number, neighbour: number): EdgeSample | null => {
  const value = values[index] ?? Number.NaN
  const hasLine = !Number.isNaN(value) && !Number.isNaN(values[neighbour] ?? Number.NaN)
  return hasLine ? { at: axis[index]!, value } : null
}

const emptyEnvelope = (buckets: number, before: EdgeSample | null, after: EdgeSample | null): Envelope => {
  const column = () => new Float64Array(buckets).fill(Number.NaN)
  return {
    x: new Float64Array(buckets),
    first: column(),
    min: column(),
    max: column(),
    last: column(),
    firstAt: column(),
    minAt: column(),
    maxAt: column(),
    lastAt: column(),
    breakBefore: new Uint8Array(buckets),
    before,
    after,
  }
}

const write = (envelope: Envelope, bucket: number, { axis, values }: Pyramid, summary: Summary): void => {
  envelope.first[bucket] = values[summary.firstAt]!
  envelope.min[bucket] = summary.min
  envelope.max[bucket] = summary.max
  envelope.last[bucket] = values[summary.lastAt]!
  envelope.firstAt[bucket] = axis[summary.firstAt]!
  envelope.minAt[bucket] = axis[summary.minAt]!
  envelope.maxAt[bucket] = axis[summary.maxAt]!
  envelope.lastAt[bucket] = axis[summary.lastAt]!
}
