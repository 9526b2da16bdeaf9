/**
 * The rows of the library: the domain's records plus what only a store needs.
 *
 * Invariants: every record has its privacy level, when it last changed and whether it is deleted; what is
 * derived (`summary`, `rankMs`, the copies of layout and car on a lap) can be computed again from the rest.
 */
import type { BlobInfo, Bytes, StoreId } from '#shared/blob'
import type { CarId, DriverId, LapId, LayoutId } from '#shared/id'
import type { Car, Driver, Lap, Session } from '#shared/lap'
import type { Layout, Track } from '#shared/track'
import type { EpochMillis, Millis } from '#shared/units'
import type { Imported } from './imported.ts'

export interface Stored {
  readonly deletedAt: EpochMillis | null
  readonly updatedAt: EpochMillis
}

/** Who made a track, car or driver: the same name from two origins is two things. */
export const RECORD_ORIGINS = ['sample', 'import', 'user'] as const
export type RecordOrigin = (typeof RECORD_ORIGINS)[number]

export interface Originated {
  readonly origin: RecordOrigin
}

/** Derived from a session's laps (`summaryOf`), kept so that a list of sessions reads no laps. */
export interface SessionSummary {
  readonly lapCount: number
  readonly rankedCount: number
  readonly bestLapId: LapId | null
  readonly bestLapMs: Millis | null
  /** In the order of their first lap. */
  readonly driverIds: readonly DriverId[]
}

export interface SessionRow extends Session, Stored {
  readonly summary: SessionSummary
  /** Only on a session that was read from a file. */
  readonly imported?: Imported
}

export interface LapRow extends Lap, Stored {
  /** Copied from the session, for the indexes of bests. */
  readonly layoutId: LayoutId | null
  readonly carId: CarId | null
  /** The lap time, only on a lap that counts and is not deleted. */
  readonly rankMs?: Millis
}

export interface TrackRow extends Track, Stored, Originated {}
export interface LayoutRow extends Layout, Stored {}
export interface CarRow extends Car, Stored, Originated {}
export interface DriverRow extends Driver, Stored, Originated {}

export interface BlobRow extends BlobInfo {
  readonly store: StoreId
}

export interface ChunkRow {
  readonly store: StoreId
  readonly index: number
  readonly bytes: Bytes
}

export interface StagingRow {
  readonly store: StoreId
  readonly touchedAt: EpochMillis
}

/** Settings and meta: small named values. */
export interface NamedRow {
  readonly key: string
  readonly value: unknown
}
