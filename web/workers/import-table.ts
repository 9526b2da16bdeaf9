/**
 * Reading a log, or a table whose columns somebody explained: what was said about a header is remembered once it
 * gave a log, and used for the next file with the same header.
 */
import {
  type ByteSource,
  type CsvMapping,
  type CsvSniff,
  createMappedCsvReader,
  HEAD_BYTES,
  type Log,
  type ReaderName,
  type ReadLogOutcome,
  type ReadOptions,
  readLog,
  readWith,
  sniffCsv,
} from '#shared/formats'
import type { Library } from '#web/store'
import { isCsvMapping } from './import-mapping.ts'

export type ReadTableOrLog =
  | {
      readonly kind: 'log'
      readonly log: Log
      readonly reader: ReaderName
      readonly mapping: CsvMapping | null
    }
  | { readonly kind: 'unknown-csv'; readonly reason: string; readonly table: CsvSniff }
  | { readonly kind: 'failed'; readonly reason: string }

/** `mapping` is what was said about this very table; without it, what is remembered of its header counts. */
export const readLogOrTable = async (
  library: Library,
  source: ByteSource,
  mapping: unknown,
  options: ReadOptions,
): Promise<ReadTableOrLog> => {
  if (isCsvMapping(mapping)) {
    const read = await readWith(createMappedCsvReader(mapping), source, options)
    if (read.ok) await library.remember('csv-mapping', mapping.fingerprint, mapping)
    return toRead(read, mapping)
  }
  const read = await readLog(source, options)
  if (read.ok || read.kind !== 'unknown-csv') return toRead(read, null)
  const table = await sniffTable(source)
  if (!table) return { kind: 'failed', reason: read.reason }
  const remembered = await library.recall('csv-mapping', table.fingerprint)
  if (remembered.ok && isCsvMapping(remembered.value)) {
    const again = await readWith(createMappedCsvReader(remembered.value), source, options)
    if (again.ok) return toRead(withRemark(again), remembered.value)
  }
  return { kind: 'unknown-csv', reason: read.reason, table }
}

export const sniffTable = async (source: ByteSource): Promise<CsvSniff | null> => {
  const head = await source.read(0, HEAD_BYTES)
  return sniffCsv(head, head.length >= source.size)
}

const toRead = (read: ReadLogOutcome, mapping: CsvMapping | null): ReadTableOrLog =>
  read.ok
    ? { kind: 'log', log: read.log, reader: read.reader, mapping }
    : { kind: 'failed', reason: read.reason }

const withRemark = (read: Extract<ReadLogOutcome, { ok: true }>): ReadLogOutcome => ({
  ...read,
  log: { ...read.log, notes: [{ kind: 'info', text: REMEMBERED }, ...read.log.notes] },
})

const REMEMBERED =
  'Its columns were read as you said for the last table with the same header; they can be chosen anew under where the session comes from.'
