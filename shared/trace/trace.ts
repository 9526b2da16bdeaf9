/**
 * Making a trace and finding things in it.
 *
 * `traceProblem` is the one place where the invariants of model.ts and the limits below are checked: a trace
 * built by our own code throws (a bug), a trace read from bytes is refused with a reason. Arrays are taken
 * over, not copied.
 */
import { isGeographic } from './channels.ts'
import type { Channel, ChannelKind, Column, Trace } from './model.ts'

/** Professional logs reach about a thousand channels; four times that still gives a header of some MB only. */
export const MAX_CHANNELS = 4096
/** Some loggers give every channel a time base of its own. */
export const MAX_GROUPS = MAX_CHANNELS
/** UTF-16 units of a name, unit or source. The longest seen in real logs is 64; readers clip beyond this. */
export const MAX_TEXT = 256
/** A column of doubles must stay below 2 GiB: flechette rounds byte lengths in 32 bits. 37 hours at 1 kHz. */
export const MAX_SAMPLES = 2 ** 27

const KINDS: ReadonlySet<string> = new Set<ChannelKind>(['continuous', 'discrete', 'event'])
export const isChannelKind = (text: unknown): text is ChannelKind =>
  typeof text === 'string' && KINDS.has(text)

export interface GroupInput {
  readonly timeMs: Float64Array<ArrayBuffer>
  readonly channels: readonly Omit<Channel, 'group'>[]
}

/** Throws a RangeError when an invariant of model.ts is broken: that is a bug of the caller. */
export const createTrace = (groups: readonly GroupInput[]): Trace => {
  const trace: Trace = {
    groups: groups.map(({ timeMs }) => ({ timeMs })),
    channels: groups.flatMap(({ channels }, group) => channels.map(channel => ({ ...channel, group }))),
  }
  const problem = traceProblem(trace)
  if (problem) throw new RangeError(problem)
  return trace
}

/** The first channel of this name, of this source if one is given. */
export const channelOf = (trace: Trace, name: string, source?: string): Channel | null =>
  trace.channels.find(c => c.name === name && (source === undefined || c.source === source)) ?? null

export const timeOf = (trace: Trace, channel: Channel): Float64Array<ArrayBuffer> =>
  trace.groups[channel.group]!.timeMs

/** What is wrong with a trace, as the end of a sentence, or null. */
export const traceProblem = (trace: Trace): string | null => {
  if (trace.groups.length > MAX_GROUPS) return `it has more than ${MAX_GROUPS} time bases`
  if (trace.channels.length > MAX_CHANNELS) return `it has more than ${MAX_CHANNELS} channels`
  for (const [g, { timeMs }] of trace.groups.entries()) {
    const problem = timeProblem(timeMs)
    if (problem) return `time base ${g} ${problem}`
  }
  for (const channel of trace.channels) {
    const problem = channelProblem(trace, channel)
    if (problem) return `channel "${channel.name.slice(0, 40)}" ${problem}`
  }
  return null
}

const timeProblem = (timeMs: Float64Array): string | null => {
  if (timeMs.length > MAX_SAMPLES) return `has more than ${MAX_SAMPLES} samples`
  let previous = Number.NEGATIVE_INFINITY
  for (let i = 0; i < timeMs.length; i++) {
    const t = timeMs[i]!
    // NaN fails every comparison, so it is refused here as well.
    if (!(t > previous)) return `does not increase at sample ${i}`
    previous = t
  }
  return previous === Number.POSITIVE_INFINITY ? 'ends at infinity' : null
}

const channelProblem = (trace: Trace, channel: Channel): string | null => {
  const timeMs = trace.groups[channel.group]?.timeMs
  if (!timeMs) return `belongs to time base ${channel.group}, which does not exist`
  if (channel.values.length !== timeMs.length) {
    return `has ${channel.values.length} values for ${timeMs.length} times`
  }
  if (channel.name === '') return 'has no name'
  for (const text of [channel.name, channel.unit, channel.source]) {
    if (text.length > MAX_TEXT) return `has a name, unit or source longer than ${MAX_TEXT} characters`
    if (!text.isWellFormed()) return 'has a name, unit or source that is not valid Unicode'
  }
  if (!isChannelKind(channel.kind)) return 'is of an unknown kind'
  if (isGeographic(channel.name) && !isFloat64(channel.values)) return 'is a position and must be Float64'
  return null
}

export const isFloat64 = (values: Column): values is Float64Array<ArrayBuffer> =>
  values.BYTES_PER_ELEMENT === 8
