/** Harry's LapTimer CSV, the export of recorded laps. */
export { harrysReader } from './reader.ts'
