/**
 * The rows of the library: the domain's records plus what only a store needs.
 *
 * Invariants: every record has its privacy level, when it last changed and whether it is deleted; what is
 * derived (`summary`, `rankMs`, bests, the copies of layout and car on a lap) can be computed again from the rest.
 */
import type { SessionBests } from '#shared/bests'
import type { BlobInfo, Bytes, StoreId } from '#shared/blob'
import type { CarId, DeedId, DriverId, LapId, LayoutId } from '#shared/id'
import type { Car, Driver, Lap, Session, Setup } from '#shared/lap'
import type { Layout, Track } from '#shared/track'
import type { EpochMillis, Millis } from '#shared/units'
import type { Imported } from './imported.ts'

export interface Stored {
  readonly deletedAt: EpochMillis | null
  readonly updatedAt: EpochMillis
}

/**
 * Who made a track, car or driver. What a sample brings is never taken for what a person drove; what came with laps of
 * other people (`shared`) is in no list of mine.
 */
export const RECORD_ORIGINS = ['sample', 'import', 'user', 'shared'] as const
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
export interface LayoutRow extends Layout, Stored {
  /** On one that came with laps of other people. */
  readonly origin?: 'shared'
}
export interface CarRow extends Car, Stored, Originated {}
export interface DriverRow extends Driver, Stored, Originated {}
export interface SetupRow extends Setup, Stored {}

/** Derived from a session and its laps (`deriveSession`), so that bests read neither. */
export type BestsRow = SessionBests

/** A row as it was before a deed; null where there was none. */
export interface RowBefore {
  readonly table: 'sessions' | 'laps' | 'tracks' | 'layouts' | 'cars' | 'drivers' | 'setups'
  readonly key: string
  readonly row: unknown
  /** The `updatedAt` of the row the deed left there; null when it left none. */
  readonly left: EpochMillis | null
}

/** What a person did, with what it takes to undo it. */
export interface DeedRow {
  readonly id: DeedId
  /** Later than every deed before it. */
  readonly at: EpochMillis
  readonly kind: DeedKind
  /** What it was done to, as it was called then. */
  readonly about: string
  /** To how many things. */
  readonly count: number
  readonly before: readonly RowBefore[]
}

export const DEED_KINDS = [
  'edit-sessions',
  'edit-laps',
  'split',
  'join',
  'move-laps',
  'edit-track',
  'merge-tracks',
  'edit-layout',
  'merge-layouts',
  'edit-car',
  'merge-cars',
  'delete-car',
  'edit-driver',
  'merge-drivers',
  'edit-setup',
  'delete-setup',
  'merge-library',
  /** Versions an import brought that were not taken: undoing takes them. */
  'set-aside',
  'repair',
  'undo',
] as const
export type DeedKind = (typeof DEED_KINDS)[number]

export interface BlobRow extends BlobInfo {
  readonly store: StoreId
  /** Leagues whose members gave us these bytes; absent when nobody did. */
  readonly cameFrom?: readonly string[]
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
