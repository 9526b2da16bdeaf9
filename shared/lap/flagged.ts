/**
 * Laps the recording itself says do not count: games and some timing boxes keep a channel `lapInvalid` that is
 * 1 from the offence until the lap ends.
 */
import { channelOf, type Trace, timeOf } from '#shared/trace'
import type { MeasuredLap } from './model.ts'

/**
 * A flag counts for a lap once it was up this long inside it: the recorder drops it at its own idea of the
 * line, which lies up to some samples and a GPS error away from where the lap was cut.
 */
const COUNTS_FROM_MS = 200

/** The laps with those marked invalid that the trace flags; a lap that is invalid already keeps its reason. */
export const withFlaggedLaps = (
  laps: readonly MeasuredLap[],
  trace: Trace,
  reason: string,
): MeasuredLap[] => {
  const channel = channelOf(trace, 'lapInvalid')
  if (!channel) return [...laps]
  const time = timeOf(trace, channel)
  return laps.map(lap => {
    if (!lap.validity.valid) return lap
    let upMs = 0
    for (let i = firstAtOrAfter(time, lap.startMs); i + 1 < time.length && time[i + 1]! <= lap.endMs; i++) {
      if (channel.values[i] === 1) upMs += time[i + 1]! - time[i]!
    }
    return upMs >= COUNTS_FROM_MS ? { ...lap, validity: { valid: false, reason } } : lap
  })
}

const firstAtOrAfter = (time: Float64Array, atMs: number): number => {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle]! < atMs) low = middle + 1
    else high = middle
  }
  return low
}
