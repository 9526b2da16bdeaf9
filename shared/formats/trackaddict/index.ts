/** TrackAddict: logs written by the phone app, and the writer our fixtures come from. */
export { trackAddictReader } from './reader.ts'
export { type TrackAddictOptions, writeTrackAddict } from './writer.ts'
