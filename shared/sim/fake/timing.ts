/**
 * The game's own timing of a drive: lines at whole milliseconds, laps and sectors as differences of those, so that
 * sectors sum to their lap and laps follow one another without a crack.
 */
import type { TrueLap } from '../simulator/index.ts'

/** One lap of a drive, in milliseconds since the drive's start. */
export interface TimedLap {
  readonly kind: TrueLap['kind']
  readonly startMs: number
  readonly splitsMs: readonly number[]
  readonly endMs: number
  readonly lapMs: number
  readonly sectorsMs: readonly number[]
  readonly invalidAtMs: number | null
}

export const timedLap = (lap: TrueLap): TimedLap => {
  const startMs = Math.round(lap.startMs)
  const endMs = Math.round(lap.endMs)
  const splitsMs = lap.splitsMs.map(Math.round)
  const lines = [startMs, ...splitsMs, endMs]
  return {
    kind: lap.kind,
    startMs,
    splitsMs,
    endMs,
    lapMs: endMs - startMs,
    sectorsMs: lines.slice(1).map((line, i) => line - lines[i]!),
    invalidAtMs: lap.invalidAtMs,
  }
}

export const NO_TIME = 2147483647

/** As AC1 and ACC write times: minutes, seconds and milliseconds with colons between. */
export const colonTime = (ms: number): string => clockText(ms, ':')
/** As AC EVO does. */
export const dottedTime = (ms: number): string => clockText(ms, '.')

const clockText = (ms: number, mark: string): string => {
  const whole = Math.max(Math.floor(ms), 0)
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60_000)
  return `${minutes}:${two(Math.floor(whole / 1000) % 60)}${mark}${String(whole % 1000).padStart(3, '0')}`
}
