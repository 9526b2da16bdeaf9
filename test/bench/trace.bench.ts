/**
 * The trace: writing and reading its bytes against copying the same columns into one buffer, and a window of the
 * pyramid against walking the samples. The data is made up, for a car logged at 100 Hz: 17 minutes of 4 double
 * and 26 single columns (13.6 MB, ten laps' worth), and one channel of three hours.
 */
import { createPyramid, createTrace, decodeTrace, encodeTrace, envelopeIn, type Trace } from '#shared/trace'
import { type Bench, timeOf } from './harness.ts'

export const traceBench: Bench = {
  name: 'trace',
  about: 'telemetry columns: bytes against a plain copy, drawing against walking all samples',
  setUp: workload => {
    const isFull = workload === 'full'
    const trace = madeUpTrace(isFull ? 100_000 : 2000)
    const bytes = encodeTrace(trace)
    const timeMs = everyTenMs(isFull ? 1_080_000 : 20_000)
    const speed = madeUpSpeed(timeMs)
    const pyramid = createPyramid(timeMs, speed)
    const end = timeMs.at(-1)!
    const pixels = 1200
    // Enough calls per sample that every sample pays its share of collecting 13.6 MB buffers.
    const calls = isFull ? 5 : 1
    return {
      comparisons: [
        {
          name: 'encode',
          unit: 'ms',
          ours: timeOf(() => encodeTrace(trace), calls),
          against: 'copying the columns',
          peer: timeOf(() => copyOf(trace), calls),
          // One copy, and one pass that makes every NaN alike.
          target: 4,
        },
        {
          name: 'decode',
          unit: 'ms',
          ours: timeOf(() => decodeTrace(bytes), calls),
          against: 'copying the columns',
          peer: timeOf(() => copyOf(trace), calls),
          // Nothing is copied; the time base is checked and the table of contents read.
          target: 1,
        },
        {
          name: 'draw the whole channel',
          unit: 'ms',
          ours: timeOf(() => envelopeIn(pyramid, 0, end, pixels)),
          against: 'walking its samples',
          peer: timeOf(() => walk(timeMs, speed, 0, end, pixels)),
          target: 0.5,
        },
        {
          name: 'draw a tenth of the channel',
          unit: 'ms',
          ours: timeOf(() => envelopeIn(pyramid, end * 0.4, end * 0.5, pixels)),
          against: 'walking its samples',
          peer: timeOf(() => walk(timeMs, speed, end * 0.4, end * 0.5, pixels)),
          target: null,
        },
        {
          name: 'build the pyramid',
          unit: 'ms',
          ours: timeOf(() => createPyramid(timeMs, speed)),
          against: 'walking its samples',
          peer: timeOf(() => walk(timeMs, speed, 0, end, pixels)),
          target: null,
        },
      ],
    }
  },
}

const everyTenMs = (samples: number) => Float64Array.from({ length: samples }, (_, i) => i * 10)

/** With a gap, so that gaps are paid for. */
const madeUpSpeed = (timeMs: Float64Array, wobbleMs = 1000) => {
  const speed = Float32Array.from(timeMs, t => 40 + 30 * Math.sin(t / wobbleMs) + Math.sin(t))
  return speed.fill(Number.NaN, speed.length >> 2, (speed.length >> 2) + 1000)
}

const madeUpTrace = (samples: number): Trace => {
  const timeMs = everyTenMs(samples)
  const columns = Array.from({ length: 30 }, (_, c) =>
    c < 4 ? Float64Array.from(timeMs, t => 50 + Math.sin(t / 90_000)) : madeUpSpeed(timeMs, 1000 + 37 * c),
  )
  const channels = columns.map((values, c) => {
    return { name: `channel ${c}`, unit: '', kind: 'continuous' as const, source: 'sim', values }
  })
  return createTrace([{ timeMs, channels }])
}

const copyOf = ({ groups, channels }: Trace): Uint8Array => {
  const columns = [...groups.map(({ timeMs }) => timeMs), ...channels.map(({ values }) => values)]
  const copy = new Uint8Array(columns.reduce((bytes, { byteLength }) => bytes + byteLength, 0))
  let at = 0
  for (const { buffer, byteOffset, byteLength } of columns) {
    copy.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  return copy
}

/** The same drawing without a pyramid: smallest and largest value per pixel, one sample after the other. */
const walk = (
  axis: Float64Array,
  values: Float32Array | Float64Array,
  from: number,
  to: number,
  pixels: number,
) => {
  const min = new Float64Array(pixels).fill(Number.NaN)
  const max = new Float64Array(pixels).fill(Number.NaN)
  for (let i = 0; i < axis.length; i++) {
    const at = axis[i]!
    if (at < from || at > to) continue
    const pixel = Math.min(pixels - 1, Math.floor(((at - from) / (to - from)) * pixels))
    const value = values[i]!
    if (!(value >= min[pixel]!)) min[pixel] = value
    if (!(value <= max[pixel]!)) max[pixel] = value
  }
  return { min, max }
}
