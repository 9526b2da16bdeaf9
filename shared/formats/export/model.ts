/** What is exported, into which formats, and what comes out. */
import type { MeasuredLap } from '#shared/lap'
import type { LoggedSession } from '../model.ts'

/** One recording of one car with its laps, as a log reader gives it or a library holds it. */
export interface SessionToExport
  extends Pick<
    LoggedSession,
    'driver' | 'vehicle' | 'venue' | 'comment' | 'startedAt' | 'utcOffsetMin' | 'trace'
  > {
  /** In order of time. */
  readonly laps: readonly MeasuredLap[]
}

export const EXPORT_FORMATS = ['csv', 'arrow', 'ld', 'gpx'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Bytes in the order of the file; going over them again makes them again. */
export type Pieces = Iterable<Uint8Array<ArrayBuffer>>

export interface ExportedFile {
  /** Lower case, without the dot: files of one export share their name and differ in this. */
  readonly ending: ExportFormat | 'ldx'
  readonly pieces: Pieces
}

/** `reason` is one sentence: what is missing, what it means, what to do. */
export type Exported =
  | { readonly ok: true; readonly files: readonly [ExportedFile, ...ExportedFile[]] }
  | { readonly ok: false; readonly reason: string }

/** A generator function as something that can be gone over more than once. */
export const repeatable = (start: () => Iterator<Uint8Array<ArrayBuffer>>): Pieces => ({
  [Symbol.iterator]: start,
})
