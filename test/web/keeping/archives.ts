/** Exports in memory, and what a library holds, for the tests of keeping. */
import { createZipWriter } from '#shared/archive'
import type { ExportOptions, Library, LibraryImportReport, OpenedExport } from '#web/store'
import { openExport } from '#web/store/archive'
import { dumpLibrary } from '../store/dump.ts'
import { NOON, unwrap } from '../store/support.ts'

export const EXPORT: ExportOptions = { app: '1.2.3', origin: 'http://localhost:7420' }

export const exportToFile = async (library: Library, options = EXPORT): Promise<File> => {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const written = await library.exportLibrary(bytes => void pieces.push(bytes), options)
  unwrap(written)
  return new File(pieces, 'library.zip')
}

export const opened = async (file: Blob): Promise<OpenedExport> => {
  const outcome = await openExport(file)
  if (outcome.kind === 'refused') throw new Error(outcome.reason)
  return outcome.opened
}

export const importFile = async (library: Library, file: Blob): Promise<LibraryImportReport> => {
  const end = await library.importLibrary(await opened(file), { about: 'library.zip' })
  if (end.kind === 'stopped') throw new Error(end.failure.message)
  return end.report
}

/** What is no part of a library's content: where bytes lie, and what was done to it here. */
const PLACES = ['chunks', 'staging', 'blobs', 'meta', 'deeds']

export const contentOf = async (name: string, without = PLACES) => {
  const { tables } = await dumpLibrary(name)
  return Object.fromEntries(
    tables.filter(table => !without.includes(table.name)).map(({ name, rows }) => [name, rows]),
  )
}

/** The names, sizes and kinds of the bytes a library has. */
export const bytesOf = async (name: string) => {
  const { tables } = await dumpLibrary(name)
  const blobs = tables.find(table => table.name === 'blobs')!.rows as Record<string, unknown>[]
  return blobs.map(({ store: _, createdAt: __, ...rest }) => rest)
}

export const rowsIn = async (name: string, table: string): Promise<Record<string, unknown>[]> => {
  const { tables } = await dumpLibrary(name)
  return tables.find(each => each.name === table)!.rows as Record<string, unknown>[]
}

/** An archive of these files, in this order. */
export const archiveOf = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<File> => {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const zip = createZipWriter(bytes => void pieces.push(bytes), NOON)
  for (const [name, content] of Object.entries(files))
    await zip.add(name, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  await zip.close()
  return new File(pieces, 'made.zip')
}

export const MANIFEST = {
  format: 'paddock-library',
  version: 1,
  app: '1.0.0',
  schema: 2,
  exportedAt: '2026-06-06T12:00:00.000Z',
  origin: 'http://localhost:7420',
  tables: {},
  bytes: {},
  missing: [],
}

export const manifest = (changes: object = {}): string => JSON.stringify({ ...MANIFEST, ...changes })

export const lines = (...rows: readonly unknown[]): string =>
  rows.map(row => `${JSON.stringify(row)}\n`).join('')
