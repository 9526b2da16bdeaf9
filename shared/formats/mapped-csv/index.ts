/** Tables nobody knows, read with what the user says about their columns. */
export type * from './model.ts'
export { createMappedCsvReader } from './reader.ts'
export { sniffCsv } from './sniff.ts'
