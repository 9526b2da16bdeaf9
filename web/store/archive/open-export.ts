/**
 * Opens an archive as the export of a library: its manifest, its rows by table, and where its bytes are.
 *
 * Invariants: nothing of it is in the library yet; a row that is answered passed the library's own guards; one cut off
 * anywhere gives what is whole in it. Limits keep a made-up archive from taking the memory of the page.
 */
import {
  ARCHIVE_LIMITS,
  type Archive,
  type ArchiveEntry,
  openArchive,
  type RandomAccess,
  salvageArchive,
} from '#shared/archive'
import type { BlobKind } from '#shared/blob'
import { isSha256, type Sha256 } from '#shared/id'
import { fail, Refusal } from '../failures.ts'
import { parsedLines } from './lines.ts'
import {
  BLOB_FOLDERS,
  EXPORT_FORMAT,
  EXPORT_VERSION,
  MANIFEST,
  type Manifest,
  README,
  RECORD_TABLES,
  type RecordTable,
} from './model.ts'
import { type Fields, fromRecord, keyOf } from './records.ts'

export interface OpenedExport {
  readonly archive: Archive
  /** Null when it was lost. */
  readonly manifest: Manifest | null
  readonly rows: Readonly<Record<RecordTable, readonly Fields[]>>
  /** Lines that are no rows, or rows that are there twice. */
  readonly refused: Readonly<Record<RecordTable, number>>
  readonly blobs: ReadonlyMap<Sha256, ArchivedBlob>
  readonly isHalf: boolean
  readonly unknownFiles: number
}

export interface ArchivedBlob {
  readonly entry: ArchiveEntry
  readonly kind: BlobKind
}

export type OpenOutcome =
  | { readonly kind: 'open'; readonly opened: OpenedExport }
  | { readonly kind: 'refused'; readonly reason: string }

export interface OpenOptions {
  readonly maxRecordBytes?: number
  /** Of salvaging, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/** A library of 500,000 laps: its rows are in memory while they are taken in. */
const MAX_RECORD_BYTES = 512 << 20
const MAX_MANIFEST_BYTES = 32 << 20

export const openExport = async (file: Blob, options: OpenOptions = {}): Promise<OpenOutcome> => {
  try {
    return await open(file, options)
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.message)
    throw error
  }
}

const open = async (file: Blob, options: OpenOptions): Promise<OpenOutcome> => {
  const { maxRecordBytes = MAX_RECORD_BYTES, onProgress } = options
  const found = await openWholeOrHalf(file, onProgress)
  if (found === null) return refuse(file.size === 0 ? EMPTY : NO_EXPORT)
  const { archive, isHalf } = found
  const byName = new Map(archive.entries.filter(entry => !entry.problem).map(entry => [entry.name, entry]))

  const manifest = await readManifest(archive, byName.get(MANIFEST))
  const hasRecords = RECORD_TABLES.some(table => byName.has(`records/${table}.jsonl`))
  if (manifest === 'newer') return refuse(NEWER)
  if (manifest === null && !(hasRecords && (isHalf || byName.has(README))))
    return refuse(isHalf ? TOO_HALF : NO_EXPORT)
  const recordBytes = RECORD_TABLES.reduce(
    (sum, table) => sum + (byName.get(`records/${table}.jsonl`)?.size ?? 0),
    0,
  )
  if (recordBytes > maxRecordBytes) return refuse(TOO_LARGE)

  const rows = {} as Record<RecordTable, Fields[]>
  const refused = {} as Record<RecordTable, number>
  let isDamaged = false
  for (const table of RECORD_TABLES) {
    const entry = byName.get(`records/${table}.jsonl`)
    const read = await readTable(archive, entry, table)
    rows[table] = read.rows
    refused[table] = read.refused
    isDamaged ||= !read.isWhole
  }
  const blobs = blobsOf(archive.entries)
  const known = archive.entries.filter(({ name, isFolder }) => isFolder || isKnown(name)).length
  return {
    kind: 'open',
    opened: {
      archive,
      manifest,
      rows,
      refused,
      blobs,
      isHalf: isHalf || isDamaged || manifest === null,
      unknownFiles: archive.entries.length - known,
    },
  }
}

const openWholeOrHalf = async (file: Blob, onProgress?: (done: number) => void) => {
  const source = blobAccess(file)
  const whole = await openArchive(source, ARCHIVE_LIMITS)
  if (whole.ok) return { archive: whole.archive, isHalf: false }
  if (whole.problem === 'too-many') return null
  const salvaged = await salvageArchive(source, onProgress ? { onProgress } : {})
  return salvaged.entries.length === 0 ? null : { archive: salvaged, isHalf: true }
}

const blobAccess = (file: Blob): RandomAccess => ({
  size: file.size,
  async read(offset, length) {
    try {
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer())
    } catch (error) {
      if (error instanceof DOMException) throw new Refusal(fail('missing', FILE_GONE))
      throw error
    }
  },
})

const readManifest = async (
  archive: Archive,
  entry: ArchiveEntry | undefined,
): Promise<Manifest | 'newer' | null> => {
  if (!entry || entry.size > MAX_MANIFEST_BYTES) return null
  const read = await archive.readWhole(entry)
  if (!read.ok) return null
  for await (const value of parsedLines(onlyOne(oneLine(read.bytes)))) {
    if (typeof value !== 'object' || value === null) return null
    const { format, version } = value as Partial<Manifest>
    if (format !== EXPORT_FORMAT || !Number.isSafeInteger(version)) return null
    return version! > EXPORT_VERSION ? 'newer' : (value as Manifest)
  }
  return null
}

/** Line ends mean nothing in JSON, so a manifest written for people is one line of it. */
const oneLine = (bytes: Uint8Array): Uint8Array => bytes.map(byte => (byte === 10 ? 32 : byte))

async function* onlyOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const readTable = async (archive: Archive, entry: ArchiveEntry | undefined, table: RecordTable) => {
  if (!entry) return { rows: [], refused: 0, isWhole: false }
  const byKey = new Map<string, Fields>()
  let refused = 0
  const reading = archive.read(entry)
  for await (const value of parsedLines(reading)) {
    const row = fromRecord(table, value)
    if (!row || byKey.has(keyOf(table, row))) refused++
    else byKey.set(keyOf(table, row), row)
  }
  return { rows: [...byKey.values()], refused, isWhole: reading.state() === 'ok' }
}

const NAME = new RegExp(`^(${Object.values(BLOB_FOLDERS).join('|')})/([0-9a-f]{64})([./].*)?$`)
const KIND_OF = new Map(Object.entries(BLOB_FOLDERS).map(([kind, folder]) => [folder, kind as BlobKind]))

const blobsOf = (entries: readonly ArchiveEntry[]): Map<Sha256, ArchivedBlob> => {
  const blobs = new Map<Sha256, ArchivedBlob>()
  for (const entry of entries) {
    const [, folder, sha256] = NAME.exec(entry.name) ?? []
    if (!isSha256(sha256) || entry.problem || entry.isFolder || blobs.has(sha256)) continue
    blobs.set(sha256, { entry, kind: KIND_OF.get(folder!)! })
  }
  return blobs
}

const isKnown = (name: string): boolean =>
  name === README ||
  name === MANIFEST ||
  name.startsWith('damaged/') ||
  NAME.test(name) ||
  RECORD_TABLES.some(table => name === `records/${table}.jsonl`)

const refuse = (reason: string): OpenOutcome => ({ kind: 'refused', reason })

const FILE_GONE =
  'The export could not be read any more (moved, changed, or its drive was taken out), so nothing further was imported and what is in your library is whole; choose it again.'
const EMPTY =
  'This file is empty, so there is nothing to import and your library is as it was; choose another copy of the export.'
const NO_EXPORT =
  'This is not an export of a Paddock library, so nothing was imported and your library is as it was; logs of a session go to Import in the library.'
const NEWER =
  'This export was written by a newer Paddock than this page, so nothing was imported and your library is as it was; reload the page to get the newer one, then import it again.'
const TOO_HALF =
  'So little of this export is left that no record is in it, so nothing was imported and your library is as it was; choose another copy.'
const TOO_LARGE =
  'The records of this export are larger than a page can hold, so nothing was imported and your library is as it was; check that it comes from Paddock.'
