/** What the page and the import worker say to one another. Everything here crosses between threads. */
import type { CsvMapping, CsvSniff, CutLog, ImportNote, TimedBy } from '#shared/formats'
import type { Gate, Polyline } from '#shared/geo'
import type { SessionId } from '#shared/id'
import type { LapKind } from '#shared/lap'
import type { EpochMillis, Millis } from '#shared/units'

/** checking = is it here already · reading = bytes to samples · timing = place and laps · saving = to disk. */
export type ImportStage = 'checking' | 'reading' | 'timing' | 'saving'

export interface ImportProgress {
  readonly stage: ImportStage
  /** Of this stage, 0 to 1. */
  readonly done: number
  /** While saving: the sessions that appear if it comes to its end. */
  readonly saving?: readonly SessionId[]
}

export interface ImportRequest {
  readonly file: File
  /** Files of the same drop that belong to it (.ldx beside .ld). */
  readonly companions: readonly File[]
  /** What a person said about the columns of this table; remembered once it could be read with it. */
  readonly mapping: CsvMapping | null
}

/** One session as the report says it. */
export interface SessionReport {
  readonly id: SessionId
  readonly startedAt: EpochMillis
  readonly utcOffsetMin: number | null
  /** Null or empty when nobody said where it is. */
  readonly track: string | null
  readonly isNewPlace: boolean
  readonly car: string | null
  readonly driver: string | null
  readonly lapCount: number
  readonly rankedCount: number
  readonly bestMs: Millis | null
  readonly timedBy: TimedBy
  /** Whether a line can be put on its road. */
  readonly hasRoad: boolean
  /** What decides whether another recording goes on where this one ends. */
  readonly ends: CutLog
  /** About this session, beside those about the file. */
  readonly notes: readonly ImportNote[]
}

export interface ImportReport {
  /** As a person says it: 'RaceChrono CSV v3'. */
  readonly format: string
  readonly notes: readonly ImportNote[]
  readonly sessions: readonly SessionReport[]
}

/** A session that is in the library already. */
export interface KnownSession {
  readonly id: SessionId
  readonly track: string | null
  readonly startedAt: EpochMillis
  readonly utcOffsetMin: number | null
}

export type ImportOutcome =
  | { readonly kind: 'done'; readonly report: ImportReport }
  /** `readWith` are files that were missing then and were read with it now. */
  | {
      readonly kind: 'already'
      readonly sessions: readonly KnownSession[]
      readonly readWith: readonly string[]
    }
  | { readonly kind: 'unknown-csv'; readonly reason: string; readonly table: CsvSniff }
  /** One sentence: what happened, what it means for the data, what to do. */
  | { readonly kind: 'failed'; readonly reason: string }

export type JoinOutcome =
  | { readonly kind: 'joined'; readonly id: SessionId }
  | { readonly kind: 'failed'; readonly reason: string }

export type AgainOutcome =
  | { readonly kind: 'done'; readonly lapsBefore: number; readonly lapsAfter: number }
  | { readonly kind: 'failed'; readonly reason: string }

/** A lap as the line desk lists it. */
export interface LapAtLine {
  readonly number: number
  readonly kind: LapKind
  readonly timeMs: Millis
  readonly ranked: boolean
  readonly reason: string | null
}

/** A start/finish line in the metres of the path, and the laps timed at it. */
export interface TimedLine {
  readonly gate: Gate
  /** Null when the line is never crossed. */
  readonly laps: readonly LapAtLine[] | null
}

/** The road of one session, with the line in force; null when there is none yet. */
export interface OpenedLine {
  readonly path: Polyline
  /** m/s at each point of the path, NaN where unknown. */
  readonly speed: Float64Array<ArrayBuffer>
  readonly line: TimedLine | null
  /** Official times of the file stay what they are wherever the line is. */
  readonly keepsTimes: boolean
}

export type OpenLineOutcome =
  | { readonly kind: 'open'; readonly opened: OpenedLine }
  | { readonly kind: 'failed'; readonly reason: string }

export type SaveLineOutcome =
  /** Other sessions timed at the line as it was, to be timed again. */
  | { readonly kind: 'saved'; readonly others: readonly SessionId[] }
  | { readonly kind: 'failed'; readonly reason: string }
