/** GPX tracks with times. */
export { gpxReader } from './reader.ts'
