/** Traces for tests: small fixed ones, and arbitrary ones for properties. */
import fc from 'fast-check'
import { type Column, createTrace, type GroupInput, type Trace } from '#shared/trace'

/** Plain arrays, so that a failing comparison shows numbers; NaN equals NaN and −0 differs from 0. */
export const plain = (trace: Trace) => ({
  groups: trace.groups.map(({ timeMs }) => Array.from(timeMs)),
  channels: trace.channels.map(({ values, ...rest }) => ({
    ...rest,
    type: values.constructor.name,
    values: Array.from(values),
  })),
})

/** Two rates, both precisions, a gap, −0, text beyond ASCII, and a group without samples. */
export const smallTrace = (): Trace =>
  createTrace([
    {
      timeMs: Float64Array.of(0, 100, 200.5, 300),
      channels: [
        channel('lat', 'deg', 'gps', Float64Array.of(50.331, 50.332, Number.NaN, 50.334)),
        channel('speed', 'm/s', 'gps', Float32Array.of(61.5, 61.25, Number.NaN, 60)),
      ],
    },
    {
      timeMs: Float64Array.of(12.5, 32.5),
      channels: [channel('waterTemp', '°C', 'obd', Float32Array.of(-0, 88.5))],
    },
    { timeMs: new Float64Array(0), channels: [channel('Öldruck', 'bar', 'can', new Float64Array(0))] },
  ])

export const channel = (name: string, unit: string, source: string, values: Column) => ({
  name,
  unit,
  kind: 'continuous' as const,
  source,
  values,
})

export const anyAxis = (maxLength: number, startMs = 0): fc.Arbitrary<Float64Array<ArrayBuffer>> =>
  fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength }).map(steps => {
    let now = startMs
    return Float64Array.from(steps, step => {
      now += step / 8
      return now
    })
  })

export const anyColumn = (length: number): fc.Arbitrary<Column> => {
  const exactly = { minLength: length, maxLength: length }
  return fc.oneof(fc.float32Array(exactly), fc.float64Array(exactly)) as fc.Arbitrary<Column>
}

const anyText = fc.string({ unit: 'binary', maxLength: 20 })

const anyGroup: fc.Arbitrary<GroupInput> = anyAxis(30).chain(timeMs =>
  fc.record({
    timeMs: fc.constant(timeMs),
    channels: fc.array(
      fc.record({
        name: anyText.map(text => `c${text}`),
        unit: anyText,
        kind: fc.constantFrom('continuous' as const, 'discrete' as const, 'event' as const),
        source: anyText,
        values: anyColumn(timeMs.length),
      }),
      { maxLength: 4 },
    ),
  }),
)

/** No to three rate groups of no to four channels, any floats (NaN, −0 and infinities among them). */
export const anyTrace: fc.Arbitrary<Trace> = fc.array(anyGroup, { maxLength: 3 }).map(createTrace)
