/**
 * Log formats: from a file to laps, and from laps to a file.
 *
 * readLog(file) → Log → cutSessions(log, layouts the user has) → sessions with laps and a place. A reader is a
 * folder here that exports a `FormatReader`; `readers.ts` is the list. A table no reader knows (`unknown-csv`) is
 * looked at with `sniffCsv`, and read with `readWith(createMappedCsvReader(mapping), file)`.
 */

export { memorySource } from './common/index.ts'
export * from './export/index.ts'
export {
  type CsvColumn,
  type CsvDateOrder,
  type CsvDelimiter,
  type CsvMapping,
  type CsvSniff,
  type CsvTime,
  createMappedCsvReader,
  sniffCsv,
} from './mapped-csv/index.ts'
export * from './model.ts'
export { canContinue, joinSessions } from './pipeline/continue.ts'
export { cutSessions } from './pipeline/cut.ts'
export * from './pipeline/model.ts'
export { detectFormat, readLog, readWith } from './pipeline/read-log.ts'
export { READERS } from './readers.ts'
