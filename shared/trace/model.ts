/**
 * A trace: what was measured along time, as columns.
 *
 * Invariants:
 * - A rate group is one strictly increasing time base; every channel belongs to exactly one group and has
 *   as many values as its group has times.
 * - Times are milliseconds (fractions allowed) since the session's start, so that the traces of one session
 *   can be laid end to end without shifting anything.
 * - A gap (no value) is NaN, never null and never an invented number.
 * - Times and geographic positions are Float64; everything else may be Float32.
 */

/**
 * How a channel may be drawn between two samples and resampled:
 * continuous = a straight line; discrete = the last value holds (gear, flag); event = only at its instant.
 */
export type ChannelKind = 'continuous' | 'discrete' | 'event'

export type Column = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

export interface Channel {
  /** Canonical name where we know the meaning (see `CHANNELS`), else the name the source gave. */
  readonly name: string
  /** As written beside numbers: 'm/s', 'deg', 'g', '%', 'rpm', '' for none. */
  readonly unit: string
  readonly kind: ChannelKind
  /** Which instrument it came from ('gps', 'obd', 'can', 'calc', …): two speeds stay two channels. */
  readonly source: string
  /** Index into `Trace.groups`. */
  readonly group: number
  readonly values: Column
}

export interface RateGroup {
  readonly timeMs: Float64Array<ArrayBuffer>
}

export interface Trace {
  readonly groups: readonly RateGroup[]
  readonly channels: readonly Channel[]
}
