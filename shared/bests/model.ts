/**
 * What was best, ever: small rows, one a session, from which the bests of a layout are put together without
 * reading a lap or a trace.
 *
 * Definitions, the same everywhere in this folder:
 * - A lap counts when it was driven from line to line, is valid, was timed exactly (no lap counter) and, if it
 *   was timed by gates, by those of its session's own layout, where that is known (`whyNotRanked`). Lap times are
 *   compared across versions of the lines of one layout, sector times never.
 * - Theoretical: the sum of the best sectors of laps timed at the same lines. Never slower than the fastest of
 *   those laps, but it can be slower than a faster lap that has no sectors, or has them at other lines.
 * - Pace: the median of the laps that count and took at most 107 % of the fastest of their group.
 * - Consistency: the range the middle half of exactly those laps lies in (between their quartiles). Null under
 *   5 laps, of which the quartiles would be little else than the fastest and the slowest.
 * - The surface is the lap's own, else its session's, else null: nobody said. All four are kept apart: a lap on a
 *   damp track is neither a dry nor a wet time, and an unsaid surface is not taken for a dry one.
 * - Of equal times, the one driven first holds the best; in one session of several drivers or surfaces, that of
 *   the group whose first lap came first.
 */
import type { CarId, DriverId, LapId, LayoutId, SessionId, TrackId } from '#shared/id'
import type { Lap, Session, Surface, World } from '#shared/lap'
import type { EpochMillis, Millis } from '#shared/units'

export interface LapTime {
  readonly lapId: LapId
  readonly timeMs: Millis
}

export interface Pace {
  readonly medianMs: Millis
  /** Half of the laps lie within a range this wide. Null under `MIN_LAPS_FOR_SPREAD` laps. */
  readonly spreadMs: Millis | null
  /** How many laps it was taken from. */
  readonly lapCount: number
}

/** The best sectors of laps that were timed at the same lines. */
export interface SectorBests {
  /** Sector times of one layout compare when this is equal: `gates <version> <sectors>` or `marks <sectors>`. */
  readonly lines: string
  /** How many laps they were chosen from. */
  readonly lapCount: number
  /** The fastest of those laps. */
  readonly bestMs: Millis
  /** One per sector, in driving order. */
  readonly parts: readonly LapTime[]
}

export interface BestsGroup {
  readonly driverId: DriverId
  readonly surface: Surface | null
  /** All laps driven, whether they count or not. Deleted laps are in none of these numbers. */
  readonly lapCount: number
  /** Driven from line to line, so as long as the layout; in, out and partial laps are not. */
  readonly wholeCount: number
  /** Laps that count. */
  readonly rankedCount: number
  readonly best: LapTime | null
  /** At the lines most laps were timed at. Null when no lap that counts has sectors. */
  readonly sectors: SectorBests | null
  readonly pace: Pace | null
}

/** Derived from a session, its laps and what kind of place its layout is, so it can be computed again. Plain JSON. */
export interface SessionBests {
  readonly sessionId: SessionId
  readonly startedAt: EpochMillis
  readonly trackId: TrackId | null
  readonly layoutId: LayoutId | null
  readonly carId: CarId | null
  /** As somebody said or the place tells (`worldOf`). */
  readonly world: World | null
  /** One per driver and surface, in the order of their first lap. */
  readonly groups: readonly BestsGroup[]
}

/** What is read of a session. */
export type SessionFacts = Pick<
  Session,
  'id' | 'startedAt' | 'trackId' | 'layoutId' | 'carId' | 'origin' | 'world' | 'conditions'
>

/** What is read of a lap, as it was measured or as a library keeps it. */
export type LapFacts = Pick<
  Lap,
  | 'id'
  | 'driverId'
  | 'kind'
  | 'validity'
  | 'overruled'
  | 'timing'
  | 'startMs'
  | 'endMs'
  | 'sectorsMs'
  | 'surface'
> & {
  /** Absent on a lap outside of a library: then it is its session's. */
  readonly layoutId?: LayoutId | null
  readonly deletedAt?: EpochMillis | null
}
