/**
 * Laps driven again against each other: where each car is so long after its own start line.
 *
 * The screen owns the buttons and the frames; here is only the arithmetic. All cars cross the start line at 0; one that
 * has finished stands at its finish; playing ends when the slowest has finished.
 */
import { pointAtTime } from './lap-samples.ts'
import type { MapLap, MapMarker } from './model.ts'

export const PLAYBACK_RATES = [0.25, 0.5, 1, 2, 4] as const
export type PlaybackRate = (typeof PLAYBACK_RATES)[number]

export interface Playback {
  /** Since the start line. */
  readonly atMs: number
  readonly rate: PlaybackRate
  readonly isPlaying: boolean
}

export const AT_START: Playback = { atMs: 0, rate: 1, isPlaying: false }

/** When the slowest lap is over; 0 without laps. */
export const endOfLaps = (laps: readonly Pick<MapLap, 'timeMs'>[]): number =>
  laps.reduce((end, { timeMs }) => Math.max(end, timeMs[timeMs.length - 1] ?? 0), 0)

/** After so much time of the clock on the wall; stops at the end. */
export const advance = (playback: Playback, elapsedMs: number, endMs: number): Playback => {
  if (!playback.isPlaying) return playback
  const atMs = Math.min(endMs, playback.atMs + Math.max(0, elapsedMs) * playback.rate)
  return { ...playback, atMs, isPlaying: atMs < endMs }
}

/** Play from here, and from the beginning once the end was reached. */
export const play = (playback: Playback, endMs: number): Playback => ({
  ...playback,
  atMs: playback.atMs >= endMs ? 0 : playback.atMs,
  isPlaying: endMs > 0,
})

export const seek = (playback: Playback, atMs: number, endMs: number): Playback => ({
  ...playback,
  atMs: Math.max(0, Math.min(endMs, atMs)),
})

/** The next faster (1) or slower (−1) rate, or the same at the end of the list. */
export const rateBeside = (rate: PlaybackRate, direction: 1 | -1): PlaybackRate =>
  PLAYBACK_RATES[PLAYBACK_RATES.indexOf(rate) + direction] ?? rate

/** Cars whose position is unknown at that time are left out. */
export const carsAt = (laps: readonly MapLap[], ms: number): MapMarker[] =>
  laps.map(lap => ({ lapKey: lap.key, ...pointAtTime(lap, ms) })).filter(({ x, y }) => Number.isFinite(x + y))
