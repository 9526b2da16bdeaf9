/** Lap Legend CSV. */
export { lapLegendReader } from './reader.ts'
