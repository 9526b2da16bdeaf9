/** The second walk: every sample into its column, times relative to the session's start. */

import type { Contents } from './count.ts'
import { type Decoder, sampleAt } from './decoders.ts'
import { firstLater, laterCount } from './overlap.ts'
import type { Registry } from './registry.ts'
import type { RecordSink } from './walk.ts'

export interface FilledChannel {
  /** Null when its times are those of its leader. */
  readonly timeMs: Float64Array | null
  /** Null when its values cannot be read. */
  readonly values: Float32Array | Float64Array | null
}

export interface Filling extends RecordSink {
  /** By slot; a slot is handed over once, so that its raw columns need not outlive their channel. */
  take(slot: number): FilledChannel
}

const I32 = 5

/** `registry` must be filled by the same walk that fills the columns, `described` by the one that counted. */
export const createFilling = (
  described: Registry,
  { counts, leaders }: Pick<Contents, 'counts' | 'leaders'>,
  zeroMs: number,
): Filling => {
  const times: (Float64Array | null)[] = []
  const values: (Float32Array | Float64Array | null)[] = []
  const { channels } = described
  /** By slot, −1 where values cannot be read: one look for each of some hundred thousand samples. */
  const decoders = Int8Array.from(channels, ({ decoder }) => decoder ?? -1)
  for (const [slot, { decoder }] of channels.entries()) {
    const count = counts[slot]!
    const isLeader = leaders[slot] === slot
    times.push(isLeader && count > 0 ? new Float64Array(count) : null)
    // Whole numbers of 32 bits do not fit into the 24 of a float.
    const column = decoder === I32 ? Float64Array : Float32Array
    values.push(decoder !== null && count > 0 ? new column(count) : null)
  }
  const filled = new Int32Array(channels.length)
  const lastMs = new Float64Array(channels.length).fill(Number.NEGATIVE_INFINITY)

  return {
    sample(slot, tcMs, bytes, at) {
      if (!(tcMs > lastMs[slot]!)) return
      lastMs[slot] = tcMs
      const n = filled[slot]!
      filled[slot] = n + 1
      const time = times[slot]
      if (time) time[n] = tcMs - zeroMs
      const column = values[slot]
      if (column) column[n] = sampleAt(decoders[slot] as Decoder, bytes, at)
    },
    block(slot, tcMs, count, bytes, at) {
      const { periodMs, size, decoder } = channels[slot]!
      const first = firstLater(tcMs, periodMs, count, lastMs[slot]!)
      const kept = laterCount(first, count, periodMs)
      if (kept <= 0) return
      const n = filled[slot]!
      filled[slot] = n + kept
      const fromMs = tcMs + first * periodMs
      lastMs[slot] = tcMs + (first + kept - 1) * periodMs
      const time = times[slot]
      if (time) for (let k = 0; k < kept; k++) time[n + k] = fromMs - zeroMs + k * periodMs
      const column = values[slot]
      if (!column) return
      let from = at + first * size
      for (let k = 0; k < kept; k++, from += size) column[n + k] = sampleAt(decoder!, bytes, from)
    },
    message() {},
    take(slot) {
      const taken = { timeMs: times[slot] ?? null, values: values[slot] ?? null }
      times[slot] = null
      values[slot] = null
      return taken
    },
  }
}
