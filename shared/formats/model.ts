/**
 * What every log format reader has in common: where bytes come from, what a log is, and how a reader says what
 * it guessed or left out.
 *
 * Invariants:
 * - A reader never trusts its input: it reads in bounded pieces, checks every length before it allocates, and
 *   answers a broken file with one sentence, never with an exception or a half-read session.
 * - A log keeps the truth apart by rank: `marks` (official, from the file), `lines` (to be crossed),
 *   `lapColumn` (last resort). Readers report all they find; `logToLaps` chooses.
 * - Everything guessed, dropped or repaired is a note: one sentence a driver understands.
 */
import type { RandomAccess } from '#shared/archive'
import type { Frame, Gate } from '#shared/geo'
import type { LapMark } from '#shared/lap'
import type { Trace } from '#shared/trace'
import type { EpochMillis } from '#shared/units'

/** A file somebody gave us: a File in the page, a descriptor in Node, bytes in a test. */
export interface ByteSource extends RandomAccess {
  /** As the person knows it, with its ending; never used to decide the format. */
  readonly name: string
}

export interface ReadOptions {
  /** Called with the part done, 0 to 1, at least every few megabytes. */
  readonly onProgress?: (done: number) => void
  /** Looked at between pieces; when it answers true the reader stops and its outcome is `cancelled`. */
  readonly isCancelled?: () => boolean
  /** Other files of the same drop, for formats kept in two (.ld with .ldx, .drk with .rrk). */
  readonly companions?: readonly ByteSource[]
}

export type NoteKind = 'info' | 'guessed' | 'dropped' | 'problem'

/** One sentence of the import report. */
export interface ImportNote {
  readonly kind: NoteKind
  readonly text: string
}

/** Lines on the ground as the file gives them, in the frame of its session. */
export interface LoggedLines {
  readonly startFinish: Gate
  readonly finish: Gate | null
  readonly sectors: readonly Gate[]
}

export interface PitEvent {
  readonly kind: 'entry' | 'exit'
  readonly atMs: number
}

/** One recording of one car. All times are milliseconds since the session's start. */
export interface LoggedSession {
  readonly driver: string | null
  readonly vehicle: string | null
  readonly venue: string | null
  readonly comment: string | null
  /** Null when the file does not say; then the file's own date, if any, is said in a note. */
  readonly startedAt: EpochMillis | null
  /** Minutes east of UTC, when the file tells local time and UTC apart. */
  readonly utcOffsetMin: number | null
  readonly frame: Frame
  readonly trace: Trace
  /** Official marks of the file; null when it has none. */
  readonly marks: readonly LapMark[] | null
  /** What a lap column says; known to be late in some apps, so used only when there is nothing better. */
  readonly lapColumn: readonly LapMark[] | null
  readonly lines: LoggedLines | null
  readonly pits: readonly PitEvent[]
}

export interface Log {
  /** What was read, as a person says it: 'RaceChrono CSV v3', 'MoTeC LD'. */
  readonly format: string
  readonly sessions: readonly LoggedSession[]
  readonly notes: readonly ImportNote[]
}

export type ReadOutcome =
  | { readonly ok: true; readonly log: Log }
  | { readonly ok: false; readonly kind: 'refused' | 'cancelled'; readonly reason: string }

/** How many bytes `detect` gets to see: enough for every preamble we know. */
export const HEAD_BYTES = 64 * 1024

export interface FormatReader {
  /** Kept with every import, so that a better reader can read the original again: 'trackaddict-csv'. */
  readonly name: string
  /** As a person says it: 'TrackAddict CSV'. */
  readonly label: string
  /** Rises whenever reading the same file would give more or better data. */
  readonly version: number
  /** Usual endings, lower case without the dot; for file pickers only. */
  readonly extensions: readonly string[]
  /** Whether these first bytes (up to HEAD_BYTES) are of this format. Must not throw, must be quick. */
  detect(head: Uint8Array): boolean
  read(source: ByteSource, options: ReadOptions): Promise<ReadOutcome>
}
