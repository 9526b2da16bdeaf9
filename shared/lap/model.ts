/**
 * Laps, sessions, drivers and cars: what a library is made of.
 *
 * Invariants: every record carries its privacy level; every lap names its driver and says what timed it;
 * sector times are differences of rounded splits, so they always sum to the lap time exactly.
 */
import type { CarId, DriverId, LapId, LayoutId, SessionId, SetupId, Sha256, TrackId } from '#shared/id'
import type { DeviceId, LeagueId, PersonId } from '#shared/logbook'
import type { Layout, Privacy } from '#shared/track'
import type { EpochMillis, Millis } from '#shared/units'
import type { SimFacts } from './sim-facts.ts'

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

/** damp = drying or getting wet: neither a dry time nor a wet one. */
export const SURFACES = ['dry', 'damp', 'wet'] as const
export type Surface = (typeof SURFACES)[number]

export const WORLDS = ['real', 'sim'] as const
export type World = (typeof WORLDS)[number]

/** As a person noted or a sim told it; what is absent nobody said. */
export interface Conditions {
  readonly surface?: Surface
  /** Weather in a person's words. */
  readonly weather?: string
  readonly airC?: number
  readonly trackC?: number
}

/** A stretch of a recording, in its own milliseconds. */
export interface Span {
  readonly fromMs: Millis
  readonly toMs: Millis
}

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
  /** What the recording said, on a lap that a person marked otherwise: `validity` is the person's word. */
  readonly overruled?: Validity
  /** Where this lap differed from the session's conditions. */
  readonly surface?: Surface
  readonly notes?: string
  /** Only on a lap a rig-bridge recorded. */
  readonly sim?: SimFacts
}

export interface Driver {
  readonly id: DriverId
  readonly name: string
  readonly privacy: Privacy
  /** Names that logs and results give this driver beside the own one. */
  readonly aliases?: readonly string[]
}

export const DRIVETRAINS = ['rear', 'front', 'all'] as const
export type Drivetrain = (typeof DRIVETRAINS)[number]

/** What a person wrote about a car; what is absent is taken from the known cars, if it is one. */
export interface CarFacts {
  readonly make?: string
  readonly model?: string
  readonly year?: number
  /** The id of a class ('GT3'), or a person's own word. */
  readonly className?: string
  readonly powerW?: number
  readonly weightKg?: number
  readonly drivetrain?: Drivetrain
  readonly engine?: string
  readonly tyres?: string
}

export interface Car {
  readonly id: CarId
  readonly name: string
  readonly privacy: Privacy
  /** The known car it is (`#shared/known`); null says it is none; absent: whatever its name says. */
  readonly known?: string | null
  /** Names that logs and results give it beside its own. */
  readonly aliases?: readonly string[]
  readonly facts?: CarFacts
  readonly notes?: string
  readonly picture?: BlobRef
}

/** A car's settings, as a game or a person wrote them down. */
export interface Setup {
  readonly id: SetupId
  readonly carId: CarId
  /** Where it was made for; null for anywhere. */
  readonly trackId: TrackId | null
  readonly name: string
  readonly fileName: string
  /** The file as it is, at most MAX_SETUP_TEXT characters. */
  readonly text: string
  readonly notes: string
  readonly createdAt: EpochMillis
  readonly privacy: Privacy
}

/** The largest setup files seen have 12,000 characters. */
export const MAX_SETUP_TEXT = 262_144

/** Where a session's data came from, and the untouched original if there was a file. */
export type SessionOrigin =
  | { readonly kind: 'sample'; readonly seed: number }
  /** Its record was lost; it was put together again from its laps. */
  | { readonly kind: 'recovered' }
  /**
   * Recorded from a simulator by the rig-bridge of this id; `game` is a GameId of `#shared/sim`. `recording` is the
   * recorder's id of the session: parts of one recording have it in common, and one of them its own id too.
   */
  | {
      readonly kind: 'rig'
      readonly bridgeId: string
      readonly game: string
      readonly sessionKind: string
      readonly recording: SessionId
    }
  /** Another device published it in this league; `own` when it is one of mine: then it is like any session here. */
  | {
      readonly kind: 'shared'
      readonly league: LeagueId
      readonly person: PersonId
      readonly device: DeviceId
      readonly own: boolean
    }
  | {
      readonly kind: 'file'
      readonly fileName: string
      readonly original: BlobRef
      readonly reader: { readonly name: string; readonly version: number }
    }

/** Laps of somebody else: shown when asked for, and no part of what I drove. */
export const isOfOthers = ({ origin }: { readonly origin: SessionOrigin }): boolean =>
  origin.kind === 'shared' && !origin.own

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
  /** What a person calls it; absent: its track and day do. */
  readonly name?: string
  readonly tags?: readonly string[]
  readonly conditions?: Conditions
  /** Absent when nobody said: then `worldOf` guesses from where it comes. */
  readonly world?: World
  readonly setupId?: SetupId
  /** Which parts of its recording are this session, after it was split; absent: all of it. In order, apart. */
  readonly spans?: readonly Span[]
}

export const lapTimeMs = (lap: Pick<MeasuredLap, 'startMs' | 'endMs'>): Millis =>
  (lap.endMs - lap.startMs) as Millis

/** Laps of a counter are a guess: shown as the best of their session, never compared with other sessions'. */
export const isExactlyTimed = ({ timing }: Pick<MeasuredLap, 'timing'>): boolean => timing.by !== 'counter'

/** The surface a lap was driven on, as far as anybody said. */
export const surfaceOf = (lap: Pick<Lap, 'surface'>, session: Pick<Session, 'conditions'>): Surface | null =>
  lap.surface ?? session.conditions?.surface ?? null

/** Real or simulated: as somebody said, else what kind of place it was driven on tells; null when nothing does. */
export const worldOf = (
  session: Pick<Session, 'world' | 'origin'>,
  layout: Pick<Layout, 'frame'> | null,
): World | null => {
  if (session.world) return session.world
  if (session.origin.kind === 'sample') return 'sim'
  return layout && (layout.frame.kind === 'wgs84' ? 'real' : 'sim')
}

/** Ranked laps are timed and valid; everything else is shown but never counts. */
export const isRanked = (lap: Pick<MeasuredLap, 'kind' | 'validity'>): boolean =>
  lap.kind === 'timed' && lap.validity.valid
