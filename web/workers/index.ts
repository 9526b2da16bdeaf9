export { type CreatedSample, type CreateSampleOptions, createSampleSession } from './create-sample.ts'
export type { OpenedTrace } from './decode.ts'
export type { SampleOptions, SampleProgress } from './sample.ts'
export { createTraceReader, type TraceReader, type TraceReaderOptions } from './traces.ts'
