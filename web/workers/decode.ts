/**
 * A trace ready for drawing: its columns and a pyramid for each channel.
 *
 * Limits: whoever made the bytes may have made them to harm (a 1.3 kB file took 2.4 GB in a test of the Arrow
 * reader), so other people's bytes are decoded only where they can be stopped: in a worker.
 */
import { createPyramid, decodeTrace, type Pyramid, type Trace, timeOf } from '#shared/trace'
import { fail, type Outcome, succeed } from '#web/store'

export interface OpenedTrace {
  readonly trace: Trace
  /** In the order of `trace.channels`. */
  readonly pyramids: readonly Pyramid[]
}

export const openedTrace = (bytes: Uint8Array): Outcome<OpenedTrace> => {
  const decoded = decodeTrace(bytes)
  if (!decoded.ok) return fail('damaged', decoded.reason)
  const { trace } = decoded
  const pyramids = trace.channels.map(channel => createPyramid(timeOf(trace, channel), channel.values))
  return succeed({ trace, pyramids })
}

/** Every buffer once, to be handed over instead of copied. */
export const buffersOf = ({ trace, pyramids }: OpenedTrace): ArrayBuffer[] => {
  const arrays = [
    ...trace.groups.map(group => group.timeMs),
    ...trace.channels.map(channel => channel.values),
    ...pyramids.flatMap(pyramid => pyramid.levels.flatMap(level => Object.values(level))),
  ]
  return [...new Set(arrays.map(array => array.buffer))].filter(buffer => buffer instanceof ArrayBuffer)
}
