/**
 * One channel of one lap as both charts draw it: over time since the line and over metres along the reference.
 *
 * Invariants: the first sample is at the start line and the last at the finish, with the values there as the
 * channel's kind reads them; nothing outside the lap is left; a gap stays NaN.
 */
import { type AlignedLap, axisOf, type LapToCompare } from '#shared/compare'
import { type Channel, type Column, createPyramid, timeOf, valueAt } from '#shared/trace'
import type { DeskColumn } from './desk-model.ts'

export const columnOf = (
  { lap, trace }: Pick<LapToCompare, 'lap' | 'trace'>,
  aligned: AlignedLap,
  channel: Channel,
): DeskColumn => {
  const time = timeOf(trace, channel)
  const { startMs, endMs } = lap
  const inside: number[] = []
  for (let i = 0; i < time.length; i++) if (time[i]! > startMs && time[i]! < endMs) inside.push(i)
  const length = inside.length + 2
  const sessionMs = new Float64Array(length)
  const values: Column =
    channel.values.BYTES_PER_ELEMENT === 8 ? new Float64Array(length) : new Float32Array(length)
  sessionMs[0] = startMs
  sessionMs[length - 1] = endMs
  values[0] = valueAt(time, channel.values, channel.kind, startMs)
  values[length - 1] = valueAt(time, channel.values, channel.kind, endMs)
  for (const [at, i] of inside.entries()) {
    sessionMs[at + 1] = time[i]!
    values[at + 1] = channel.values[i]!
  }
  const metres = axisOf(aligned, sessionMs, startMs)
  const timeMs = sessionMs.map(ms => ms - startMs)
  return {
    kind: channel.kind,
    timeMs,
    metres,
    values,
    byTime: createPyramid(timeMs, values),
    byDistance: createPyramid(metres, values),
  }
}

/** Every buffer of a column once, to be handed over instead of copied. */
export const buffersOfColumn = ({
  timeMs,
  metres,
  values,
  byTime,
  byDistance,
}: DeskColumn): ArrayBuffer[] => {
  const arrays = [
    timeMs,
    metres,
    values,
    ...[byTime, byDistance].flatMap(({ levels }) => levels.flatMap(level => Object.values(level))),
  ]
  return [...new Set(arrays.map(array => array.buffer))].filter(buffer => buffer instanceof ArrayBuffer)
}
