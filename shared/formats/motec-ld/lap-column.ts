/**
 * Laps from a counter among the channels: MoTeC's "Lap Number" rises at the end of a whole lap and up to a second
 * late, simulators' "Lap Count" and "LAP_BEACON" at the line. Only for logs that have nothing better.
 */
import type { LapMark } from '#shared/lap'
import { channelOf, type Trace, timeOf } from '#shared/trace'
import { marksFromLapColumn } from '../common/index.ts'

/** A column with more values counts something else. */
const MAX_LAPS = 5000

export const lapColumnOf = (trace: Trace): LapMark[] | null => {
  const counter =
    channelOf(trace, 'lap') ?? trace.channels.find(({ name }) => /^lap[_ ]?beacon$/i.test(name)) ?? null
  if (!counter) return null
  const marks = marksFromLapColumn(timeOf(trace, counter), counter.values)
  return marks.length > 1 && marks.length <= MAX_LAPS ? marks : null
}
