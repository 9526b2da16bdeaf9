/** What an import hands to the library, and the bytes of it in the order in which they are referred to. */
import type { BlobDraft } from '#shared/blob'
import type { Place } from '#shared/formats'
import type { LapId, SessionId } from '#shared/id'
import type { BlobRef, MeasuredLap, Privacy } from '#shared/lap'
import type { Trace } from '#shared/trace'
import type { EpochMillis } from '#shared/units'
import type { Imported, KeptFile } from './imported.ts'
import { loadTraceCodec, readInPieces } from './record.ts'

/** A file to keep: its bytes, or where they are kept already. */
export interface FileToKeep {
  readonly fileName: string
  readonly content: Blob | BlobRef
}

/** A file kept beside the first. */
export interface NewFile extends FileToKeep, Pick<KeptFile, 'role' | 'part'> {}

export interface ImportedLap {
  readonly measured: MeasuredLap
  readonly trace: Trace | null
  /** Who drove it, when that is not the session's driver. */
  readonly driver?: string | null
  /** The lap this one is, when the session is read again. */
  readonly keeps?: LapId | null
}

/** What reading decides about a session. */
export interface ReadSession {
  readonly startedAt: EpochMillis
  readonly utcOffsetMin: number | null
  readonly place: Place | null
  readonly laps: readonly ImportedLap[]
  readonly between: Trace | null
  readonly imported: Omit<Imported, 'files'>
}

export interface SessionToImport extends ReadSession {
  readonly id: SessionId
  /** The name of the track, for a session without positions and so without a layout. */
  readonly venue: string | null
  readonly car: string | null
  readonly driver: string | null
  readonly notes: string
  readonly privacy: Privacy
}

export interface ImportBatch {
  readonly file: FileToKeep
  readonly more: readonly NewFile[]
  readonly reader: { readonly name: string; readonly version: number }
  readonly sessions: readonly SessionToImport[]
  /** Sessions these take the place of; they go where deleted ones are. */
  readonly instead: readonly SessionId[]
}

/** What changes when a session is read or timed again. */
export interface SessionChange {
  readonly laps: readonly ImportedLap[]
  readonly between: Trace | null
  /** For laps of a session that had none and so names nobody. */
  readonly driver: string | null
  /** Where the laps say they were driven; null leaves the session where it is. */
  readonly place: Place | null
  /** How it was read; null for a session that came from no file, of which there is nothing to say. */
  readonly imported: Omit<Imported, 'files'> | null
  readonly reader: { readonly name: string; readonly version: number } | null
  /** Absent when the file does not say: then what is known stays. */
  readonly startedAt?: EpochMillis
  readonly utcOffsetMin: number | null
  /** Files that were read with it for the first time and belong to it from now on. */
  readonly more?: readonly NewFile[]
}

/** How much of the work a megabyte of an original is, measured in laps: both take some 5 ms to keep. */
const BYTES_PER_LAP = 1024 * 1024

/** The bytes of an import in the order in which they are referred to: files, then each session's pieces. */
export async function* draftsOf(
  files: readonly FileToKeep[],
  sessions: readonly Pick<ReadSession, 'laps' | 'between'>[],
  onProgress: (done: number) => void = () => {},
): AsyncGenerator<BlobDraft> {
  const { encodeTrace } = await loadTraceCodec()
  const contents = files.map(file => file.content).filter(content => content instanceof Blob)
  const lapCount = sessions.reduce((sum, { laps }) => sum + laps.length, 0)
  const all = contents.reduce((sum, { size }) => sum + size / BYTES_PER_LAP, lapCount) || 1
  let done = 0
  const advance = (by: number): void => {
    done += by
    onProgress(Math.min(1, done / all))
  }
  async function* counted(file: Blob): AsyncGenerator<Uint8Array> {
    for await (const piece of readInPieces(file)) {
      yield piece
      advance(piece.length / BYTES_PER_LAP)
    }
  }
  for (const content of contents) yield { bytes: counted(content), kind: 'original', own: true }
  for (const { laps, between } of sessions) {
    if (between) yield { bytes: encodeTrace(between), kind: 'trace', own: true }
    for (const { trace } of laps) {
      if (trace) yield { bytes: encodeTrace(trace), kind: 'trace', own: true }
      advance(1)
    }
  }
}
