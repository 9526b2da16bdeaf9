/**
 * Sessions of the simulator as rows of a receiver, from which the writers of fixtures take what their format
 * holds. Everything else about a format stands in its writer.
 */
import { type SimulatedSession, simulateSession } from '../../../../shared/sim/index.ts'
import { channelOf, timeOf, valueAt } from '../../../../shared/trace/index.ts'

/** 2026-07-13 at 22:40:05 UTC; a long session passes midnight. */
export const STARTED_AT = Date.UTC(2026, 6, 13, 22, 40, 5)

export const madeSession = (
  options: { laps?: number; gpsHz?: number; rateHz?: number; noiseM?: number } = {},
): SimulatedSession =>
  simulateSession({
    seed: 5,
    circuit: 'kestrel-heath',
    laps: options.laps ?? 2,
    rateHz: options.rateHz ?? 20,
    gps: { rateHz: options.gpsHz ?? 10, noiseM: options.noiseM ?? 0.3, dropouts: 0 },
  })

/** One fix of the receiver and what the car's bus said at the same instant. */
export interface MadeRow {
  readonly timeMs: number
  readonly lat: number
  readonly lon: number
  readonly altitude: number
  readonly speed: number
  readonly heading: number
  readonly gLat: number
  readonly gLong: number
  readonly rpm: number
  readonly throttle: number
  /** 0 before the first line and after the last, as most loggers count. */
  readonly lap: number
}

export const rowsOf = ({ trace, truth }: SimulatedSession): MadeRow[] => {
  const lat = channelOf(trace, 'lat')!
  const at = (name: string, source: string, ms: number): number => {
    const channel = channelOf(trace, name, source)!
    return valueAt(timeOf(trace, channel), channel.values, channel.kind, ms)
  }
  return Array.from(timeOf(trace, lat), timeMs => ({
    timeMs,
    lat: at('lat', 'gps', timeMs),
    lon: at('lon', 'gps', timeMs),
    altitude: at('altitude', 'gps', timeMs),
    speed: at('speed', 'gps', timeMs),
    heading: at('heading', 'gps', timeMs),
    gLat: at('gLat', 'can', timeMs),
    gLong: at('gLong', 'can', timeMs),
    rpm: at('rpm', 'can', timeMs),
    throttle: at('throttle', 'can', timeMs),
    lap: truth.laps.find(l => l.kind === 'timed' && l.startMs <= timeMs && timeMs < l.endMs)?.number ?? 0,
  }))
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Timed laps as they were driven, in milliseconds. */
export const trueTimes = ({ truth }: SimulatedSession): number[] =>
  truth.laps.filter(({ kind }) => kind === 'timed').map(({ startMs, endMs }) => endMs - startMs)
