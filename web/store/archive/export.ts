/**
 * Writes a whole library into one archive.
 *
 * Invariants:
 * - Records come from one transaction, so no session is in it by half; bytes are read after that, and one that is
 *   gone by then is listed and stops nothing.
 * - Memory is flat: records as text, and a few megabytes of the bytes under way.
 * - Damaged records are in it as far as they can be written; the library itself is left as it is.
 */
import { type ArchiveSink, createZipWriter, toPortableName, type ZipWriter } from '#shared/archive'
import type { Hashing } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import { asEpochMillis, type EpochMillis } from '#shared/units'
import type { Connection } from '../connection.ts'
import type { DamageLog } from '../damage.ts'
import { fail, failureFromError, type Outcome, succeed } from '../failures.ts'
import type { BlobRow } from '../rows.ts'
import { SCHEMA_VERSION } from '../schema.ts'
import { readAhead } from './ahead.ts'
import { BadBytes, blobPieces, type FirstChunks, neighboursOf, readFirstChunks } from './blob-pieces.ts'
import {
  BLOB_FOLDERS,
  BYTES_NOT_WRITTEN,
  EXPORT_FORMAT,
  EXPORT_VERSION,
  type ExportOptions,
  type ExportReport,
  MANIFEST,
  type Manifest,
  type MissingBytes,
  README,
  RECORD_TABLES,
} from './model.ts'
import { type ReadRows, readAllRows, type WantedBytes } from './read-rows.ts'
import { README_TEXT } from './readme.ts'

export interface ExportDeps {
  readonly connection: Connection
  readonly damage: DamageLog
  readonly hashing: Hashing
  readonly now: () => EpochMillis
}

/** So that the disk reads while what was read is checked; each of laps is about a megabyte. */
const BLOBS_AHEAD = 4

interface BlobToWrite {
  readonly row: BlobRow
  readonly name: string
}

export const exportLibrary = (
  deps: ExportDeps,
  sink: ArchiveSink,
  options: ExportOptions,
): Promise<Outcome<ExportReport>> =>
  deps.connection.hold(async () => {
    const at = asEpochMillis(deps.now())
    const rows = await deps.connection.run('r', [...RECORD_TABLES, 'blobs', 'chunks'], () =>
      readAllRows(deps.connection, deps.damage),
    )
    if (!rows.ok) return rows
    try {
      return await write(deps, rows.value, at, sink, options)
    } catch (error) {
      if (options.signal?.aborted) return fail('expired', STOPPED)
      const failure = failureFromError(error)
      if (!failure) throw error
      return failure.kind === 'full' ? fail('full', NO_ROOM) : failure
    }
  })

const write = async (
  { connection, hashing }: ExportDeps,
  rows: ReadRows,
  at: EpochMillis,
  sink: ArchiveSink,
  { app, origin, onProgress, signal }: ExportOptions,
): Promise<Outcome<ExportReport>> => {
  const { files, missing } = filesToWrite(rows)
  const zip = createZipWriter(sink, at)
  await zip.add(README, utf8(README_TEXT))
  await zip.add(
    MANIFEST,
    utf8(`${JSON.stringify(manifestOf(rows, at, app, origin, files, missing), null, 2)}\n`),
  )
  for (const name of RECORD_TABLES) {
    signal?.throwIfAborted()
    await zip.add(`records/${name}.jsonl`, rows.tables[name].good)
    if (rows.tables[name].damaged > 0) await zip.add(`damaged/${name}.jsonl`, rows.tables[name].bad)
  }
  const allBytes = files.reduce((sum, { row }) => sum + row.size, 0)
  let doneBytes = 0
  const notWritten: MissingBytes[] = []
  const begun = readAhead(inGroups(connection, files), BLOBS_AHEAD, ({ file, first }) =>
    blobPieces(connection, hashing, file.row, first()),
  )
  for await (const { item, pieces } of begun) {
    const { file } = item
    signal?.throwIfAborted()
    const why = await addBlob(zip, file, counted(pieces))
    if (why) notWritten.push({ sha256: file.row.sha256, kind: file.row.kind, why })
  }
  async function* counted(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      yield piece
      doneBytes += piece.length
      onProgress?.({ doneBytes, allBytes })
      signal?.throwIfAborted()
    }
  }
  if (notWritten.length > 0)
    await zip.add(BYTES_NOT_WRITTEN, utf8(`${JSON.stringify(notWritten, null, 2)}\n`))
  const { bytes } = await zip.close()
  return succeed({
    at,
    bytes,
    sessions: rows.tables.sessions.rows,
    laps: rows.tables.laps.rows,
    damagedRows: RECORD_TABLES.reduce((sum, name) => sum + rows.tables[name].damaged, 0),
    missing: [...missing, ...notWritten],
  })
}

interface GroupedFile {
  readonly file: BlobToWrite
  /** Reads the first chunks of its whole group, once; to be asked once, because the last to ask lets them go. */
  readonly first: () => FirstChunks
}

const inGroups = (connection: Connection, files: readonly BlobToWrite[]): readonly GroupedFile[] =>
  [...neighboursOf(files)].flatMap(group => {
    let read: FirstChunks | null = null
    let waiting = group.length
    const first = (): FirstChunks => {
      const chunks =
        read ??
        readFirstChunks(
          connection,
          group.map(({ row }) => row),
        )
      waiting -= 1
      read = waiting > 0 ? chunks : null
      return chunks
    }
    return group.map(file => ({ file, first }))
  })

/** Why it is not in the archive; null when it is. */
const addBlob = async (
  zip: ZipWriter,
  { name, row }: BlobToWrite,
  pieces: AsyncIterable<Uint8Array>,
): Promise<MissingBytes['why'] | null> => {
  try {
    await zip.add(name, pieces, { size: row.size })
    return null
  } catch (error) {
    if (error instanceof BadBytes) return error.why
    throw error
  }
}

const filesToWrite = ({ refs, blobs, whole }: ReadRows) => {
  const files: BlobToWrite[] = []
  const missing: MissingBytes[] = []
  for (const [sha256, wanted] of refs) {
    const row = blobs.get(sha256)
    if (row && whole.has(sha256))
      files.push({ row, name: nameOf(sha256, { ...wanted, kind: kindOf(row, wanted) }) })
    else missing.push({ sha256, kind: wanted.kind, why: row ? 'incomplete' : 'gone' })
  }
  // Bytes nothing refers to any more, but that may be wanted when a deed is undone.
  for (const [sha256, row] of blobs) {
    if (refs.has(sha256) || !row.own || !whole.has(sha256) || row.kind === 'livery') continue
    files.push({ row, name: nameOf(sha256, { kind: row.kind, fileName: null }) })
  }
  return { files, missing }
}

const kindOf = (row: BlobRow, wanted: WantedBytes): WantedBytes['kind'] =>
  row.kind === 'livery' ? wanted.kind : row.kind

const nameOf = (sha256: Sha256, { kind, fileName }: WantedBytes): string => {
  const folder = BLOB_FOLDERS[kind]
  if (kind === 'trace') return `${folder}/${sha256}.arrow`
  return kind === 'original'
    ? `${folder}/${sha256}/${toPortableName(fileName ?? 'file')}`
    : `${folder}/${sha256}`
}

const manifestOf = (
  { tables }: ReadRows,
  at: EpochMillis,
  app: string,
  origin: string,
  files: readonly BlobToWrite[],
  missing: readonly MissingBytes[],
): Manifest => {
  const byFolder = Map.groupBy(files, ({ row }) => BLOB_FOLDERS[row.kind])
  const bytes = Object.fromEntries(
    Array.from(byFolder, ([folder, each]) => [
      folder,
      { files: each.length, bytes: each.reduce((sum, { row }) => sum + row.size, 0) },
    ]),
  )
  return {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    app,
    schema: SCHEMA_VERSION,
    exportedAt: new Date(at).toISOString(),
    origin,
    tables: Object.fromEntries(
      RECORD_TABLES.map(name => [name, { rows: tables[name].rows, damaged: tables[name].damaged }]),
    ),
    bytes,
    missing,
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const STOPPED =
  'The export was stopped and is not a backup; your library is unchanged: start it again when you like.'
const NO_ROOM =
  'There is no room for the export, so there is no new backup; your library is unchanged: free some disk space or choose another drive, then export again.'
