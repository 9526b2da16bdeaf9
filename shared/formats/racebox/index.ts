/** RaceBox CSV, as the RaceBox app and website export it. */
export { raceboxReader } from './reader.ts'
