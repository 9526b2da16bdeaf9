/** AiM CSV files as Race Studio 2 and 3 export them, and the writer our fixtures come from. */
export { aimCsvReader } from './reader.ts'
export { type AimCsvOptions, writeAimCsv } from './writer.ts'
