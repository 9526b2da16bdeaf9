/**
 * What becomes of a log before it is in the library: which place it was driven at, what timed its laps, and
 * the laps.
 */
import type { Frame } from '#shared/geo'
import type { LayoutId } from '#shared/id'
import type { MeasuredLap } from '#shared/lap'
import type { GateVersion, KnownLayout } from '#shared/track'
import type { Metres } from '#shared/units'
import type { ImportNote, Log, LoggedSession } from '../model.ts'

/**
 * What decided where laps begin and end, most trusted first:
 * marks = official times of the file · known-layout = the lines of a layout the user has, recognised from the
 * trace · file-lines = lines the file brings · proposed-line = a line Paddock put on the road, found from the
 * driving (or from where the lap counter changes) · lap-column = a lap counter alone, of a log without
 * position · nothing = there are no laps.
 */
export type TimedBy = 'marks' | 'known-layout' | 'file-lines' | 'lap-column' | 'proposed-line' | 'nothing'

/** The lines of a layout nobody has yet; the library gives them their version (1) and their date. */
export type NewGates = Omit<GateVersion, 'version' | 'createdAt'>

export type KnownPlace = { readonly kind: 'known' } & KnownLayout

export interface NewPlace {
  readonly kind: 'new'
  /** The id the layout must get, because laps timed at its lines name it. */
  readonly layoutId: LayoutId
  /** What the file calls it. */
  readonly name: string | null
  readonly frame: Frame
  readonly gates: NewGates
  /** Measured from the laps; null when no lap is whole. */
  readonly lengthM: Metres | null
}

export type Place = KnownPlace | NewPlace

export interface CutLog {
  /** Of the log, see `Log.format`. */
  readonly format: string
  readonly session: LoggedSession
  /** In order of time; numbers are those of the file where it has any. */
  readonly laps: readonly MeasuredLap[]
  readonly timedBy: TimedBy
  /** Null when the session has no position, or no line could be found. */
  readonly place: Place | null
  /** What was found out here, beside `Log.notes`, which are about the file as a whole. */
  readonly notes: readonly ImportNote[]
}

/** What was read and with which reader, which is kept with the original so that it can be read again. */
export interface ReaderName {
  readonly name: string
  readonly label: string
  readonly version: number
}

/**
 * unknown-format = nothing we know · unknown-csv = it looks like a table, so the user can say what its columns
 * mean (`sniffCsv`) · refused = of a known format, but broken or empty · cancelled = on request.
 */
export type ReadLogFailure = 'unknown-format' | 'unknown-csv' | 'refused' | 'cancelled'

export type ReadLogOutcome =
  | { readonly ok: true; readonly reader: ReaderName; readonly log: Log }
  | { readonly ok: false; readonly kind: ReadLogFailure; readonly reason: string }
