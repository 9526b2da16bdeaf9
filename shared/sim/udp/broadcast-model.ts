/**
 * ACC's broadcasting protocol, version 4: one message per datagram on the port that the game's own configuration names
 * (usually 9000), the first byte is its type.
 *
 * A client registers and then asks for the entry list and the track; the game answers to the source port, which has to
 * stay. From then on it sends a realtime update and one car update per car and interval. `carIndex` is the game's own
 * numbering, not the car id of the result files. An entry list goes stale when somebody joins: ask again.
 */

export interface BroadcastLap {
  /** Null when there is none. */
  readonly lapMs: number | null
  readonly carIndex: number
  readonly driverIndex: number
  readonly splitsMs: readonly (number | null)[]
  readonly isInvalid: boolean
  readonly isValidForBest: boolean
  readonly isOutLap: boolean
  readonly isInLap: boolean
}

export interface BroadcastCamera {
  readonly set: string
  readonly name: string
}

/** What a client says. */
export type BroadcastRequest =
  | {
      readonly kind: 'register'
      readonly version: number
      readonly displayName: string
      readonly connectionPassword: string
      readonly updateMs: number
      readonly commandPassword: string
    }
  /** Some clients leave the id out. */
  | { readonly kind: 'unregister'; readonly connectionId: number | null }
  | { readonly kind: 'ask-entries'; readonly connectionId: number }
  | { readonly kind: 'ask-track'; readonly connectionId: number }
  | { readonly kind: 'show-hud-page'; readonly connectionId: number; readonly page: string }
  | {
      readonly kind: 'focus'
      readonly connectionId: number
      readonly carIndex: number | null
      readonly camera: BroadcastCamera | null
    }
  | {
      readonly kind: 'instant-replay'
      readonly connectionId: number
      readonly startSessionMs: number
      readonly durationMs: number
      /** −1 keeps the car that is shown. */
      readonly carIndex: number
      readonly cameraSet: string
      readonly camera: string
    }

export interface BroadcastDriver {
  readonly first: string
  readonly last: string
  readonly short: string
  /** BROADCAST_CATEGORIES */
  readonly category: number
  /** Null in builds before 1.13.11. */
  readonly nationality: number | null
}

/** What the game says. */
export type BroadcastMessage =
  | {
      readonly kind: 'registered'
      readonly connectionId: number
      readonly success: boolean
      /** The game's field is named "read only" and means the opposite. */
      readonly mayCommand: boolean
      readonly error: string
    }
  | {
      readonly kind: 'realtime'
      readonly eventIndex: number
      readonly sessionIndex: number
      /** BROADCAST_SESSIONS */
      readonly sessionType: number
      /** BROADCAST_PHASES */
      readonly phase: number
      readonly sessionMs: number
      readonly sessionEndMs: number
      readonly focusedCar: number
      readonly cameraSet: string
      readonly camera: string
      readonly hudPage: string
      readonly replay: { readonly sessionMs: number; readonly remainingMs: number } | null
      readonly timeOfDayMs: number
      readonly ambientC: number
      readonly trackC: number
      /** Shares, 0 to 1. */
      readonly clouds: number
      readonly rain: number
      readonly wetness: number
      readonly bestSessionLap: BroadcastLap
    }
  | {
      readonly kind: 'car'
      readonly carIndex: number
      readonly driverIndex: number
      readonly driverCount: number
      /** −1 reverse, 0 neutral. */
      readonly gear: number
      /** Readers disagree whether these two are a place or angles; for a map use the spline. */
      readonly worldX: number
      readonly worldY: number
      readonly yaw: number
      /** BROADCAST_LOCATIONS */
      readonly location: number
      readonly kmh: number
      readonly position: number
      readonly cupPosition: number
      readonly trackPosition: number
      /** Share of the lap. */
      readonly spline: number
      readonly laps: number
      readonly deltaMs: number
      readonly bestSessionLap: BroadcastLap
      readonly lastLap: BroadcastLap
      readonly currentLap: BroadcastLap
    }
  | { readonly kind: 'entries'; readonly connectionId: number; readonly carIndexes: readonly number[] }
  | {
      readonly kind: 'track'
      readonly connectionId: number
      readonly name: string
      readonly trackId: number
      /** The length of a lap, from the horse's mouth. */
      readonly metres: number
      readonly cameraSets: readonly { readonly name: string; readonly cameras: readonly string[] }[]
      readonly hudPages: readonly string[]
    }
  | {
      readonly kind: 'entry'
      readonly carIndex: number
      readonly carModel: number
      readonly team: string
      readonly raceNumber: number
      readonly cupCategory: number
      readonly currentDriver: number
      readonly nationality: number
      readonly drivers: readonly BroadcastDriver[]
    }
  | {
      readonly kind: 'event'
      /** BROADCAST_EVENTS */
      readonly eventType: number
      /** Of a completed lap: its time as text. */
      readonly message: string
      readonly timeMs: number
      readonly carIndex: number
    }

export const BROADCAST_VERSION = 4
export const BROADCAST_PORT = 9000

/** Words for the numbers above; a number that has none is of a newer game. */
export const BROADCAST_SESSIONS: Readonly<Record<number, string>> = {
  0: 'practice',
  4: 'qualifying',
  9: 'superpole',
  10: 'race',
  11: 'hotlap',
  12: 'hotstint',
  13: 'hotlap superpole',
  14: 'replay',
}
export const BROADCAST_PHASES: readonly string[] = [
  'none',
  'starting',
  'pre-formation',
  'formation lap',
  'pre-session',
  'session',
  'session over',
  'post-session',
  'results',
]
export const BROADCAST_LOCATIONS: readonly string[] = ['none', 'track', 'pit lane', 'pit entry', 'pit exit']
export const BROADCAST_EVENTS: readonly string[] = [
  'none',
  'green flag',
  'session over',
  'penalty',
  'accident',
  'lap completed',
  'best session lap',
  'best personal lap',
]
export const BROADCAST_CATEGORIES: Readonly<Record<number, string>> = {
  0: 'bronze',
  1: 'silver',
  2: 'gold',
  3: 'platinum',
}
