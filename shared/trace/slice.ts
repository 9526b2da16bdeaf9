/**
 * Cutting one session's trace into laps and laying the pieces together again.
 *
 * Invariant: joining slices that together cover a trace gives that trace back, bit for bit, in any order,
 * with overlaps or nested pieces. Join is the union of the samples by time; where two pieces hold the same
 * instant the earlier piece in the list is taken.
 *
 * Limits: a slice is a view into the whole trace's memory (posting it to a worker sends the whole; encode it
 * instead). Where pieces do not meet, join leaves a longer step in time and no NaN: it cannot know whether
 * somebody will bring the missing lap, so whoever draws an incomplete session draws its pieces one by one.
 */
import type { Channel, Column, RateGroup, Trace } from './model.ts'
import { firstAfter, firstAtOrAfter } from './search.ts'
import { isFloat64 } from './trace.ts'

/** Lap times are rounded to whole milliseconds, so a line was crossed up to this much outside the lap. */
const ROUNDING_MS = 0.5

/**
 * The samples from `fromMs` to `toMs` and one neighbour outside each end, so that the crossing of the line
 * itself lies inside the slice. Every group and channel stays, though some may become empty.
 */
export const sliceTrace = (trace: Trace, fromMs: number, toMs: number): Trace => {
  if (!(fromMs <= toMs)) throw new RangeError(`cannot slice a trace from ${fromMs} to ${toMs}`)
  const ranges = trace.groups.map(({ timeMs }) => {
    const begin = Math.max(0, firstAfter(timeMs, fromMs - ROUNDING_MS) - 1)
    const end = Math.min(timeMs.length, firstAtOrAfter(timeMs, toMs + ROUNDING_MS) + 1)
    return { begin, end }
  })
  return {
    groups: trace.groups.map(({ timeMs }, g) => {
      const { begin, end } = ranges[g]!
      return { timeMs: timeMs.subarray(begin, end) }
    }),
    channels: trace.channels.map(channel => {
      const { begin, end } = ranges[channel.group]!
      return { ...channel, values: channel.values.subarray(begin, end) }
    }),
  }
}

/** Inverse of slicing. Throws when the traces do not share their channels: ask `haveSameChannels` first. */
export const joinTraces = (traces: readonly Trace[]): Trace => {
  const [first, ...others] = traces
  if (!first) return { groups: [], channels: [] }
  if (others.length === 0) return first
  if (!others.every(other => haveSameChannels(first, other))) {
    throw new RangeError('traces with different channels cannot be joined')
  }
  const runsByGroup = first.groups.map((_, g) => mergeRuns(traces.map(trace => trace.groups[g]!)))
  return {
    groups: runsByGroup.map((runs, g) => ({
      timeMs: joinRuns(
        runs,
        traces.map(trace => trace.groups[g]!.timeMs),
        length => new Float64Array(length),
      ),
    })),
    channels: first.channels.map((channel, c) => ({
      ...channel,
      values: joinRuns<Column>(
        runsByGroup[channel.group]!,
        traces.map(trace => trace.channels[c]!.values),
        length => (isFloat64(channel.values) ? new Float64Array(length) : new Float32Array(length)),
      ),
    })),
  }
}

/** Whether two traces could be pieces of one: the same groups and channels in the same order and precision. */
export const haveSameChannels = (a: Trace, b: Trace): boolean =>
  a.groups.length === b.groups.length &&
  a.channels.length === b.channels.length &&
  a.channels.every((channel, c) => isSameChannel(channel, b.channels[c]!))

const isSameChannel = (a: Channel, b: Channel): boolean =>
  a.name === b.name &&
  a.unit === b.unit &&
  a.kind === b.kind &&
  a.source === b.source &&
  a.group === b.group &&
  isFloat64(a.values) === isFloat64(b.values)

/** Samples `from` to `to` (exclusive) of one piece. */
interface Run {
  readonly piece: number
  readonly from: number
  readonly to: number
}

/**
 * The union of the pieces' times as runs in order of time. Pieces that follow one another give about one run
 * each, so the cost is a copy; a thousand pieces sample by sample interleaved would cost a thousandfold.
 */
const mergeRuns = (pieces: readonly RateGroup[]): Run[] => {
  const heads = pieces.map(() => 0)
  const timeAtHead = (piece: number) => pieces[piece]!.timeMs[heads[piece]!] ?? Number.POSITIVE_INFINITY
  const runs: Run[] = []
  for (;;) {
    let next = 0
    for (let piece = 1; piece < pieces.length; piece++) {
      if (timeAtHead(piece) < timeAtHead(next)) next = piece
    }
    const now = timeAtHead(next)
    if (now === Number.POSITIVE_INFINITY) return runs
    let limit = Number.POSITIVE_INFINITY
    for (let piece = 0; piece < pieces.length; piece++) {
      if (piece === next) continue
      if (timeAtHead(piece) === now) heads[piece]!++
      limit = Math.min(limit, timeAtHead(piece))
    }
    const from = heads[next]!
    const to = firstAtOrAfter(pieces[next]!.timeMs, limit, from + 1)
    runs.push({ piece: next, from, to })
    heads[next] = to
  }
}

const joinRuns = <C extends Column>(
  runs: readonly Run[],
  pieces: readonly C[],
  allocate: (length: number) => C,
): C => {
  const joined = allocate(runs.reduce((length, run) => length + run.to - run.from, 0))
  let at = 0
  for (const { piece, from, to } of runs) {
    joined.set(pieces[piece]!.subarray(from, to), at)
    at += to - from
  }
  return joined
}
