/** Export and import of a whole library. */
export { exportLibrary } from './export.ts'
export { type ImportOptions, importLibrary } from './import.ts'
export {
  type Counts,
  type CountsByTable,
  type ExportOptions,
  type ExportProgress,
  type ExportReport,
  type ImportEnd,
  type ImportPreview,
  type ImportProgress,
  type ImportReport,
  type MissingBytes,
  RECORD_TABLES,
  type RecordTable,
} from './model.ts'
export { type OpenedExport, type OpenOptions, type OpenOutcome, openExport } from './open-export.ts'
export { previewImport } from './preview.ts'
