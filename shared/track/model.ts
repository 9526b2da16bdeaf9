/**
 * Tracks, layouts and the lines laps are timed at.
 *
 * Invariant: a gate version never changes once a lap was timed with it; moving a line makes a new version,
 * and every lap timed by gates names the version it was timed with.
 */
import type { Frame, Gate, Point } from '#shared/geo'
import type { LayoutId, TrackId } from '#shared/id'
import type { EpochMillis, Metres } from '#shared/units'
import type { Privacy } from './privacy.ts'

export interface Track {
  readonly id: TrackId
  readonly name: string
  /** ISO 3166-1 alpha-2, or null when unknown or invented. */
  readonly country: string | null
  readonly privacy: Privacy
  /** The known place it is (`#shared/known`); null says it is none; absent: whatever its name says. */
  readonly known?: string | null
  /** Names that logs and results give it beside its own. */
  readonly aliases?: readonly string[]
  readonly notes?: string
}

/** All lines of one layout at one time: the start/finish first, then the sector lines in driving order. */
export interface GateVersion {
  readonly version: number
  readonly startFinish: Gate
  /** Set on a point-to-point course only; a circuit starts and finishes at the same line. */
  readonly finish: Gate | null
  readonly sectors: readonly Gate[]
  readonly createdAt: EpochMillis
  /** Where the lines came from, in words a person reads. */
  readonly origin: string
}

/**
 * A bend of the road, in the layout's frame (degrees in wgs84, as gates are), so that it is found again on any
 * lap. Corners of a layout are listed in driving order and do not overlap.
 */
export interface Corner {
  /** What a person calls it: 'T4', 'Eau Rouge'. */
  readonly name: string
  readonly turn: 'left' | 'right'
  readonly entry: Point
  readonly apex: Point
  readonly exit: Point
}

export interface Layout {
  readonly id: LayoutId
  readonly trackId: TrackId
  readonly name: string
  readonly lengthM: Metres | null
  readonly frame: Frame
  /** Oldest first; the last one is in force. Never empty. */
  readonly gateVersions: readonly GateVersion[]
  /** Absent until they were named or moved by a person; until then they are found in the driving. */
  readonly corners?: readonly Corner[]
  readonly privacy: Privacy
}
