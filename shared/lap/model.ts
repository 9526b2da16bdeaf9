/**
 * Laps, sessions, drivers and cars: what a library is made of.
 *
 * Invariants: every record carries its privacy level; every lap names its driver and says what timed it;
 * sector times are differences of rounded splits, so they always sum to the lap time exactly.
 */
import type { CarId, DriverId, LapId, LayoutId, SessionId, Sha256, TrackId } from '#shared/id'
import type { Privacy } from '#shared/track'
import type { EpochMillis, Millis } from '#shared/units'

export { DEFAULT_PRIVACY, PRIVACY_LEVELS, type Privacy } from '#shared/track'

/**
 * timed = line to line · out = from the pits to the line · in = from the line to the pits ·
 * partial = recording began or ended, or a gate was missed. Only timed laps are ranked.
 */
export type LapKind = 'timed' | 'out' | 'in' | 'partial'

/**
 * What decided where the lap begins and ends: official marks, lines crossed, or where a lap counter changed, which is
 * up to a second late.
 */
export type Timing =
  | { readonly by: 'marks' }
  | { readonly by: 'counter' }
  | { readonly by: 'gates'; readonly layoutId: LayoutId; readonly gateVersion: number }

export type Validity = { readonly valid: true } | { readonly valid: false; readonly reason: string }

/** Bytes kept elsewhere, named by the SHA-256 of their uncompressed form. */
export interface BlobRef {
  readonly sha256: Sha256
  readonly size: number
}

/** A lap as measured, before it belongs to a library. Times are milliseconds since the session's start. */
export interface MeasuredLap {
  readonly number: number
  readonly kind: LapKind
  readonly startMs: Millis
  readonly endMs: Millis
  /** Empty when no sector lines are known; else one per sector, summing to endMs − startMs. */
  readonly sectorsMs: readonly Millis[]
  /** Why `sectorsMs` is empty although there are sector lines, as a sentence. */
  readonly sectorsMissing?: string
  readonly validity: Validity
  readonly timing: Timing
}

export interface Lap extends MeasuredLap {
  readonly id: LapId
  readonly sessionId: SessionId
  readonly driverId: DriverId
  readonly trace: BlobRef | null
  readonly privacy: Privacy
}

export interface Driver {
  readonly id: DriverId
  readonly name: string
  readonly privacy: Privacy
}

export interface Car {
  readonly id: CarId
  readonly name: string
  readonly privacy: Privacy
}

/** Where a session's data came from, and the untouched original if there was a file. */
export type SessionOrigin =
  | { readonly kind: 'sample'; readonly seed: number }
  | {
      readonly kind: 'file'
      readonly fileName: string
      readonly original: BlobRef
      readonly reader: { readonly name: string; readonly version: number }
    }

/** One car on one layout without a longer break. */
export interface Session {
  readonly id: SessionId
  readonly startedAt: EpochMillis
  /** Minutes east of UTC where it was driven, or null when unknown: then the viewer's own zone is used. */
  readonly utcOffsetMin: number | null
  readonly trackId: TrackId | null
  readonly layoutId: LayoutId | null
  readonly carId: CarId | null
  readonly origin: SessionOrigin
  /** What lies between laps: out of the pits, into the pits, red flags. */
  readonly betweenTrace: BlobRef | null
  readonly notes: string
  readonly privacy: Privacy
}

export const lapTimeMs = (lap: Pick<MeasuredLap, 'startMs' | 'endMs'>): Millis =>
  (lap.endMs - lap.startMs) as Millis

/** Laps of a counter are a guess: shown as the best of their session, never compared with other sessions'. */
export const isExactlyTimed = ({ timing }: Pick<MeasuredLap, 'timing'>): boolean => timing.by !== 'counter'

/** Ranked laps are timed and valid; everything else is shown but never counts. */
export const isRanked = (lap: Pick<MeasuredLap, 'kind' | 'validity'>): boolean =>
  lap.kind === 'timed' && lap.validity.valid
