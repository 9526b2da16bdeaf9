/**
 * Cuts the trace of a session into one piece per lap and one for everything else, the way it is stored.
 *
 * Invariant: joining all pieces (`joinTraces`) gives the whole trace back. Pieces share the whole's memory.
 */
import type { MeasuredLap } from '#shared/lap'
import { joinTraces, sliceTrace, type Trace } from '#shared/trace'

export interface CutSession {
  /** One per lap, in the order of the laps. */
  readonly lapTraces: readonly Trace[]
  /** What no lap covers; null when the laps cover everything. */
  readonly between: Trace | null
}

export const cutSession = (
  trace: Trace,
  laps: readonly Pick<MeasuredLap, 'startMs' | 'endMs'>[],
): CutSession => {
  const uncovered = gapsIn(trace, laps).map(({ fromMs, toMs }) => sliceTrace(trace, fromMs, toMs))
  return {
    lapTraces: laps.map(({ startMs, endMs }) => sliceTrace(trace, startMs, endMs)),
    between: uncovered.length > 0 ? joinTraces(uncovered) : null,
  }
}

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** Where the trace has samples and no lap. */
const gapsIn = (trace: Trace, laps: readonly Pick<MeasuredLap, 'startMs' | 'endMs'>[]): Span[] => {
  const gaps: Span[] = []
  let reachedMs = Number.NEGATIVE_INFINITY
  const inOrder = laps.toSorted((a, b) => a.startMs - b.startMs)
  for (const { startMs, endMs } of inOrder) {
    gaps.push({ fromMs: reachedMs, toMs: startMs })
    reachedMs = Math.max(reachedMs, endMs)
  }
  gaps.push({ fromMs: reachedMs, toMs: Number.POSITIVE_INFINITY })
  return gaps.filter(gap => trace.groups.some(({ timeMs }) => hasTimeInside(timeMs, gap)))
}

/** Strictly inside: the samples at and just beyond a line belong to the laps on both sides of it. */
const hasTimeInside = (timeMs: Float64Array, { fromMs, toMs }: Span): boolean => {
  let low = 0
  let high = timeMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeMs[middle]! > fromMs) high = middle
    else low = middle + 1
  }
  return low < timeMs.length && timeMs[low]! < toMs
}
