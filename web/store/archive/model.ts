/**
 * The export of a library: one zip archive that can be read without Paddock (docs/formats/library-export.md).
 *
 * README.txt · manifest.json · records/<table>.jsonl · damaged/… · traces/<sha256>.arrow ·
 * originals/<sha256>/<file name> · pictures/<sha256>
 *
 * Invariants: nothing derived is in it or believed from it; bytes are named by their SHA-256 and checked against it;
 * a row is found again by its id. An archive may have been cut off anywhere, or made to hurt.
 */
import type { BlobKind } from '#shared/blob'
import type { DeedId } from '#shared/id'
import type { EpochMillis } from '#shared/units'
import type { StoreFailure } from '../failures.ts'

export const EXPORT_FORMAT = 'paddock-library'
/** Raised when a Paddock of before could misunderstand what is in it; new fields and tables do not raise it. */
export const EXPORT_VERSION = 1

export const MANIFEST = 'manifest.json'
export const README = 'README.txt'
/** Bytes that turned out damaged or gone while they were written; absent when there were none. */
export const BYTES_NOT_WRITTEN = 'damaged/bytes.json'

/** In the order in which they are written and taken in: what is referred to comes first. */
export const RECORD_TABLES = [
  'tracks',
  'layouts',
  'cars',
  'drivers',
  'setups',
  'sessions',
  'laps',
  'settings',
  'meta',
  'deeds',
] as const
export type RecordTable = (typeof RECORD_TABLES)[number]

/** Tables whose rows say when they last changed, so that two versions of one can be told apart. */
export type StampedTable = Exclude<RecordTable, 'settings' | 'meta' | 'deeds'>

export const BLOB_FOLDERS: Readonly<Record<BlobKind, string>> = {
  trace: 'traces',
  original: 'originals',
  picture: 'pictures',
  livery: 'liveries',
}

/** gone = no such bytes · incomplete = part of them is gone · damaged = they are not what their name says. */
export interface MissingBytes {
  readonly sha256: string
  readonly kind: BlobKind
  readonly why: 'gone' | 'incomplete' | 'damaged'
}

export interface Manifest {
  readonly format: typeof EXPORT_FORMAT
  readonly version: number
  readonly app: string
  /** Of the library; rows of a later one may have fields this Paddock does not know. */
  readonly schema: number
  readonly exportedAt: string
  /** Of the page it was written in. */
  readonly origin: string
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly damaged: number }>>
  readonly bytes: Readonly<Record<string, { readonly files: number; readonly bytes: number }>>
  /** What rows refer to and was not there when the export began. */
  readonly missing: readonly MissingBytes[]
}

export interface ExportOptions {
  readonly app: string
  readonly origin: string
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ExportProgress {
  readonly doneBytes: number
  readonly allBytes: number
}

export interface ExportReport {
  /** When the rows were read: what changed later is not in it. */
  readonly at: EpochMillis
  readonly bytes: number
  readonly sessions: number
  readonly laps: number
  readonly damagedRows: number
  readonly missing: readonly MissingBytes[]
}

export interface Counts {
  readonly added: number
  readonly same: number
  /** Different here, and the archive's is in force now. */
  readonly replaced: number
  /** Different here, and the library's stays in force. */
  readonly kept: number
  /** Not shaped like a row; left out. */
  readonly refused: number
}

export const NO_COUNTS: Counts = { added: 0, same: 0, replaced: 0, kept: 0, refused: 0 }

export type CountsByTable = Readonly<Record<RecordTable, Counts>>

/** What an archive holds, before anything of it is taken. */
export interface ImportPreview {
  readonly exportedAt: EpochMillis | null
  readonly origin: string | null
  readonly app: string | null
  readonly tables: CountsByTable
  readonly newBlobs: { readonly count: number; readonly bytes: number }
  /** Traces and files that rows refer to and that are neither in the archive nor here. */
  readonly missingBlobs: number
  /** It ends too early, so something may be missing; `sessions` and so on as its manifest promised, if that is there. */
  readonly isHalf: boolean
  readonly promised: { readonly sessions: number; readonly laps: number } | null
  /** Files in it that this Paddock does not know. */
  readonly unknownFiles: number
  /** Records it carries of which nobody could make sense when it was written. */
  readonly damagedRows: number
}

export interface ImportReport {
  readonly tables: CountsByTable
  readonly blobs: { readonly count: number; readonly bytes: number }
  readonly missingBlobs: number
  /** Bytes in the archive that were not what their name says; not taken. */
  readonly damagedBlobs: number
  readonly isHalf: boolean
  /** How each can be undone; the first takes back what came in, others what was decided between two versions. */
  readonly deeds: readonly DeedId[]
}

export interface ImportProgress {
  readonly done: number
  readonly all: number
}

export type ImportEnd =
  | { readonly kind: 'done'; readonly report: ImportReport }
  /** What is in the library is whole; importing again goes on where it stopped. */
  | { readonly kind: 'stopped'; readonly report: ImportReport; readonly failure: StoreFailure }
