/**
 * The time between samples of each channel. An .ld file holds no times: sample i was taken i / rate after the start.
 *
 * Some tools write a rate that does not fit the number of samples. A channel whose length differs from that of the
 * log (the median of all) by more than 2 % and by more than one of its samples gets the rate its samples ask for.
 * The beacon channel is left alone: its samples are seconds by definition.
 */
import { counted, type Notes } from '../common/index.ts'
import { isBeacon } from './beacon.ts'
import type { LdChannel } from './blocks.ts'

const TOLERANCE = 0.02
/** The last sample of a channel may be missing, or one more be there. */
const SAMPLES_OFF = 1.5

/** Milliseconds between samples; null for channels whose times nobody can know. */
export const periodsMs = (channels: readonly LdChannel[], notes: Notes): (number | null)[] => {
  const lengths = channels
    .filter(({ rateHz, count }) => rateHz > 0 && count > 1)
    .map(({ rateHz, count }) => count / rateHz)
    .sort((a, b) => a - b)
  const logSeconds = lengths[lengths.length >> 1] ?? null
  const repaired: string[] = []
  const lost: string[] = []
  const periods = channels.map(channel => {
    const { name, rateHz, count } = channel
    if (rateHz > 0) {
      const off = logSeconds === null ? 0 : Math.abs(count / rateHz - logSeconds)
      const isRight = off <= Math.max(TOLERANCE * (logSeconds ?? 0), SAMPLES_OFF / rateHz)
      if (isRight || count < 2 || isBeacon(channel)) return 1000 / rateHz
    }
    if (logSeconds === null || count === 0) {
      lost.push(name)
      return null
    }
    repaired.push(`${name} ${(count / logSeconds).toPrecision(3)} instead of ${rateHz} Hz`)
    return (1000 * logSeconds) / count
  })
  if (repaired.length > 0) {
    const list = repaired.slice(0, 4).join(', ') + (repaired.length > 4 ? ', …' : '')
    const channelsHave = counted(repaired.length, 'channel has', 'channels have')
    notes.add(
      'guessed',
      `${channelsHave.charAt(0).toUpperCase()}${channelsHave.slice(1)} a rate that does not fit the length of the log, so it was worked out from the number of samples: ${list}.`,
    )
  }
  if (lost.length > 0) {
    notes.add('dropped', `Left out because the file gives no sample rate: ${lost.slice(0, 8).join(', ')}.`)
  }
  return periods
}
