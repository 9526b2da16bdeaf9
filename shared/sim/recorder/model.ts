/**
 * What the recorder makes of a simulator's events: sessions, laps with their traces, and what a screen shows now.
 *
 * Invariants: the same events give the same laps; a lap's times are the game's own to the millisecond where it gives
 * any; only valid timed laps make bests; ids are given out when a session or lap begins, so that a lap recovered after
 * a crash has the id it would have had.
 */
import type { LapId, SessionId } from '#shared/id'
import type { LapKind, MeasuredLap, SimFacts, Validity } from '#shared/lap'
import type { Trace } from '#shared/trace'
import type { EpochMillis, Millis } from '#shared/units'
import type { GameId, SessionKind, SimEvent } from '../frames/index.ts'

/** One car on one layout in one session of the game. */
export interface RecordedSession {
  readonly id: SessionId
  readonly startedAt: EpochMillis
  readonly utcOffsetMin: number
  readonly game: GameId
  readonly kind: SessionKind
  /** As the game writes them. */
  readonly car: string
  readonly track: string
  readonly layout: string
  readonly driver: string
  readonly trackLengthM: number | null
  readonly sectorCount: number | null
  readonly isOnline: boolean | null
}

/** Where the car crossed a line, in metres of the game's world, and which way it went (radians clockwise from north). */
export interface SeenLine {
  readonly x: number
  readonly y: number
  readonly headingRad: number
}

export interface RecordedLap {
  readonly id: LapId
  readonly session: RecordedSession
  /** Times since the session's start; timing is 'marks', because the game timed it. */
  readonly measured: MeasuredLap
  readonly startedAt: EpochMillis
  readonly facts: SimFacts
  /** The start/finish line, then the sector lines in order; null for one that was not seen. */
  readonly lines: readonly (SeenLine | null)[]
  readonly trace: Trace
}

/** Times of a lap as the screen shows them; a sector not driven yet is null. */
export interface LapTimes {
  readonly number: number
  readonly kind: LapKind
  readonly lapMs: Millis | null
  readonly sectorsMs: readonly (Millis | null)[]
  readonly validity: Validity
}

/** Everything a screen shows that changes at lines only. */
export interface LiveTiming {
  readonly session: RecordedSession | null
  readonly current: LapTimes | null
  readonly last: LapTimes | null
  /** Of this session, valid laps only. */
  readonly best: LapTimes | null
  readonly bestSectorsMs: readonly (Millis | null)[]
  readonly theoreticalMs: Millis | null
  readonly lapsDone: number
  /** Mean of the last valid laps at speed, else what the game says; null when neither is known. */
  readonly fuelPerLapL: number | null
  readonly compound: string
}

/** What a recorder needs to go on elsewhere: `state` is plain JSON, `events` hold what was seen of the open lap. */
export interface RecorderCheckpoint {
  readonly state: unknown
  /** Alone, without the state, they give the open lap as a partial one. */
  readonly events: readonly SimEvent[]
}

export interface RecorderOptions {
  newSessionId(): SessionId
  newLapId(): LapId
  readonly from?: RecorderCheckpoint
}

/** The newest of each; the same arrays are filled again by the next event. */
export interface NewestFrame {
  readonly sample: Float32Array | null
  readonly status: Float64Array | null
  /** Of the sample; of the status as long as there is none; NaN before both. */
  readonly atMs: number
}

export interface Recorder {
  /** Any event in any order; nonsense changes nothing. */
  take(event: SimEvent): void
  /** Laps finished since the last call, in order. */
  drain(): RecordedLap[]
  /** The same object until something in it changed. */
  timing(): LiveTiming
  /** Milliseconds since the line at the newest sample; NaN when unknown. */
  lapMs(): number
  /** Against the best lap of the session, at the newest status; positive is slower; NaN when unknown. */
  deltaBestMs(): number
  newest(): NewestFrame
  /** The player's own car, live and not paused. */
  isDriving(): boolean
  checkpoint(): RecorderCheckpoint
}
