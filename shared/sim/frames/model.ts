/**
 * What comes out of a simulator, as events in the order in which they happened.
 *
 * Invariants: `atMs` is the source's own clock (monotonic, any origin, never backwards within a recording); a 'clock'
 * event says what time of day it was at an instant, and comes before anything else. Samples are of the instant they
 * were first seen. A stretch without samples that should have had some is a 'gap' event, never silence. Nothing here
 * decides whose lap it is: that is the recorder's work.
 */
import type { EpochMillis } from '#shared/units'

export const GAMES = ['ac', 'acc', 'evo'] as const
export type GameId = (typeof GAMES)[number]

export const GAME_NAMES: Readonly<Record<GameId, string>> = {
  ac: 'Assetto Corsa',
  acc: 'Assetto Corsa Competizione',
  evo: 'Assetto Corsa EVO',
}

/** Where there is little room. */
export const SHORT_GAME_NAMES: Readonly<Record<GameId, string>> = { ac: 'AC', acc: 'ACC', evo: 'AC EVO' }

/** What a newer bridge calls a game is shown as it is. */
export const gameName = (
  game: string,
  names: Readonly<Partial<Record<string, string>>> = GAME_NAMES,
): string => names[game] ?? game

/** What the game says once per session: car, track, driver and rules. Comes again when any of it changes. */
export interface SimIdentity {
  readonly kind: 'identity'
  readonly atMs: number
  readonly game: GameId
  /** As the game writes them; '' when it does not. */
  readonly gameVersion: string
  readonly pageVersion: string
  readonly car: string
  readonly skin: string
  readonly track: string
  /** The layout's own name, '' for a track with one. */
  readonly layout: string
  readonly driver: string
  readonly sectorCount: number | null
  readonly maxRpm: number | null
  readonly maxFuelL: number | null
  readonly trackLengthM: number | null
  readonly isOnline: boolean | null
  /** Aids and rates the session was started with, as far as the game says: 'stability', 'tyreWear' … */
  readonly assists: Readonly<Record<string, number>>
}

/** Words that change while driving. Comes again when one of them does. */
export interface SimWords {
  readonly kind: 'words'
  readonly atMs: number
  readonly compound: string
  readonly trackStatus: string
}

export interface SimStatus {
  readonly kind: 'status'
  readonly atMs: number
  /** STATUS_WIDTH numbers. */
  readonly values: Float64Array
}

/** One or more samples; `values` holds SAMPLE_WIDTH numbers for each. Times increase strictly. */
export interface SimSamples {
  readonly kind: 'samples'
  readonly timesMs: Float64Array
  readonly values: Float32Array
}

export interface SimGap {
  readonly kind: 'gap'
  readonly fromMs: number
  readonly toMs: number
  /** missed = the reader came too late · stopped = the reader or the bridge was not running. */
  readonly why: 'missed' | 'stopped'
}

/**
 * The game is gone, or its memory cannot be read any more. Comes again while that lasts: the recorder has no clock, and
 * ends the open lap with the first that is `GONE_MS` after the last status or sample.
 */
export interface SimAway {
  readonly kind: 'away'
  readonly atMs: number
}

export interface SimClock {
  readonly kind: 'clock'
  readonly atMs: number
  readonly epochMs: EpochMillis
  /** Minutes east of UTC on this machine. */
  readonly utcOffsetMin: number
}

export type SimEvent = SimIdentity | SimWords | SimStatus | SimSamples | SimGap | SimAway | SimClock
