/** The lap recorder: events of a simulator in, laps out. */
export * from './model.ts'
export { createRecorder } from './recorder.ts'
export { GONE_MS } from './statuses.ts'
