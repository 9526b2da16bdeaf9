/** RaceChrono CSV exports of all three versions, and the writer (version 3) our fixtures come from. */
export { raceChronoCsvReader } from './reader.ts'
export { type RaceChronoOptions, writeRaceChrono } from './writer.ts'
