/** What a pretended game can be asked for. */
import type { GameId, SessionKind } from '../frames/index.ts'
import type { CarName, CircuitName, DriveOptions } from '../simulator/index.ts'

/**
 * Something that happens at an instant, in milliseconds since the first page was asked for.
 *
 * - pause: the game's clock and the physics stand still; the graphics page says so.
 * - replay: the physics show another car's drive; the game's clock stands still.
 * - spectate: the own car is put into its box and stands there; the physics follow another car.
 * - pits: the own car is put into its box and sets out again.
 * - restart: the session begins anew; laps and times are gone.
 * - exit: the game is off; when it comes back, packet ids and the session begin anew.
 * - change: the same as a restart, on another circuit or in another car.
 */
export type FakeScene =
  | { readonly kind: 'pause' | 'replay' | 'spectate' | 'exit'; readonly atMs: number; readonly forMs: number }
  | { readonly kind: 'pits' | 'restart'; readonly atMs: number }
  | {
      readonly kind: 'change'
      readonly atMs: number
      readonly circuit?: CircuitName
      readonly car?: CarName
    }

export interface FakeOptions extends Omit<DriveOptions, 'car'> {
  readonly game: GameId
  readonly car?: CarName
  readonly session?: Extract<SessionKind, 'practice' | 'qualify' | 'race' | 'hotlap'>
  /** Of the player; 'Mira Holt' unless given. */
  readonly playerName?: string
  /** Cars beside the own one, 0 to 9; two unless given. */
  readonly others?: number
  readonly scenes?: readonly FakeScene[]
  /** Ids of the first packets; near 2³¹ − 1 they wrap. */
  readonly firstPacketId?: number
  /** Whether the line at the end of an out lap counts as a lap; true unless given. */
  readonly countsOutLap?: boolean
  /** What `lastSectorTime` holds: the time since the line (ACC, unless given) or the sector's own time (AC1). */
  readonly sectorTimes?: 'split' | 'own'
  /** ACC: the player's id goes over to the car looked at while spectating. */
  readonly idFollowsCamera?: boolean
  /** Turns the signs of lateral g, rotation and steering round, as an unknown build might. */
  readonly isMirrored?: boolean
  /** At least this long between two graphics packets; 16 unless given. */
  readonly graphicsEveryMs?: number
}

export interface FakePages {
  readonly physics: Uint8Array
  readonly graphics: Uint8Array
  readonly static: Uint8Array
}

/** A lap the game has counted. */
export interface FakeLap {
  readonly kind: 'out' | 'timed'
  /** Sectors sum to the lap. */
  readonly lapMs: number
  readonly sectorsMs: readonly number[]
  readonly valid: boolean
  /** `completedLaps` when it was over. */
  readonly number: number
  /** Counted up by every restart, exit and change. */
  readonly session: number
  /** When the line was crossed, on the clock of `fill`, to the millisecond at normal speed. */
  readonly endedAtMs: number
}

export interface FakeGame {
  /** The pages at an instant, never earlier than the last; the first starts the game. The same arrays are filled again. */
  fill(atMs: number): FakePages
  /** Every lap counted so far. */
  laps(): readonly FakeLap[]
  /** True when the drive is over and the car stands in its box. */
  isOver(): boolean
}
