/**
 * A trace whose first or last moments stay here.
 *
 * Invariant: inside the trimmed time nothing of any channel leaves, not the position alone: speed and yaw laid together
 * backwards from the first position that is shown lead to the door. The library's own trace is never changed.
 */
import type { Trace } from '#shared/trace'

export interface Ends {
  readonly fromMs: number
  readonly toMs: number
}

/** First and last instant of several traces of one session; null when there is none. */
export const endsOf = (traces: Iterable<Trace>): Ends | null => {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { groups } of traces) {
    for (const { timeMs } of groups) {
      if (timeMs.length === 0) continue
      fromMs = Math.min(fromMs, timeMs[0]!)
      toMs = Math.max(toMs, timeMs.at(-1)!)
    }
  }
  return fromMs <= toMs ? { fromMs, toMs } : null
}

/** The same trace when nothing of it lies in the trimmed time. */
export const trimTrace = (trace: Trace, { fromMs, toMs }: Ends, trimMs: number): Trace => {
  const shownFrom = fromMs + trimMs
  const shownTo = toMs - trimMs
  const isTouched = trace.groups.some(
    ({ timeMs }) => timeMs.length > 0 && (timeMs[0]! < shownFrom || timeMs.at(-1)! > shownTo),
  )
  if (!isTouched) return trace
  return {
    groups: trace.groups,
    channels: trace.channels.map(channel => {
      const { timeMs } = trace.groups[channel.group]!
      const values = channel.values.slice()
      for (let i = 0; i < values.length; i++) {
        if (timeMs[i]! < shownFrom || timeMs[i]! > shownTo) values[i] = Number.NaN
      }
      return { ...channel, values }
    }),
  }
}
