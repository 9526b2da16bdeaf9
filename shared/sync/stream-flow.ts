/**
 * What the two ends of a libp2p stream agree on below the bytes of a wire (protocol `/paddock/league/1`).
 *
 * libp2p's streams do not say everything a wire must: when the connection under one goes, it ends as if the other side
 * had been done, and one carried by WebRTC goes on filling the memory of a reader who does not read. So the stream is
 * cut into frames, each of a header of four bytes, big-endian: two bits of kind, thirty of a number.
 *
 * | kind     | number              | meaning                                                                  |
 * |----------|---------------------|--------------------------------------------------------------------------|
 * | 0 data   | n: 1 to 65,536      | n bytes of the wire follow                                               |
 * | 1 more   | n: 1 to the window  | the reader has used up n bytes, n more may be sent; at first the window  |
 * | 2 end    | 0                   | everything was sent; a stream that stops without it has broken           |
 *
 * Whoever sends anything else, or more than was allowed, has broken the wire. Both ends may end on their own; whoever
 * hears an end has nothing to add, because nobody reads it, and closes the stream.
 */

/** 160 Mbit/s at 100 ms. What one wire may hold of what its reader has not read. */
export const FLOW_WINDOW_BYTES = 2 * 1024 * 1024
export const FLOW_DATA_BYTES = 64 * 1024
/** Told four times a window: each telling is two records of the cipher, and two more that answer it. */
export const FLOW_GRANT_BYTES = FLOW_WINDOW_BYTES / 4

export const FLOW_HEADER_BYTES = 4
const KIND_SHIFT = 2 ** 30
const KINDS = ['data', 'more', 'end'] as const
export type FlowKind = (typeof KINDS)[number]

export const flowHeader = (kind: FlowKind, n: number): Uint8Array<ArrayBuffer> => {
  const header = new Uint8Array(FLOW_HEADER_BYTES)
  new DataView(header.buffer).setUint32(0, KINDS.indexOf(kind) * KIND_SHIFT + n)
  return header
}

/** As many data frames as it takes, in one piece: what the muxer and the cipher get at once costs their overhead once. */
export const flowData = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const count = Math.ceil(bytes.length / FLOW_DATA_BYTES)
  const frames = new Uint8Array(count * FLOW_HEADER_BYTES + bytes.length)
  const view = new DataView(frames.buffer)
  for (let index = 0; index < count; index++) {
    const from = index * FLOW_DATA_BYTES
    const at = index * (FLOW_HEADER_BYTES + FLOW_DATA_BYTES)
    const part = bytes.subarray(from, from + FLOW_DATA_BYTES)
    view.setUint32(at, KINDS.indexOf('data') * KIND_SHIFT + part.length)
    frames.set(part, at + FLOW_HEADER_BYTES)
  }
  return frames
}

export interface FlowSink {
  /** A view of what was given; may be a part of a frame. */
  data(bytes: Uint8Array): void
  more(n: number): void
  end(): void
}

const isAllowed = (kind: FlowKind | undefined, n: number): kind is FlowKind => {
  if (kind === 'data') return n >= 1 && n <= FLOW_DATA_BYTES
  if (kind === 'more') return n >= 1 && n <= FLOW_WINDOW_BYTES
  return kind === 'end' && n === 0
}

/** Takes bytes cut anywhere. Answers false, and is not to be used again, once they are not what was agreed. */
export const createFlowDecoder = (sink: FlowSink): ((bytes: Uint8Array) => boolean) => {
  const header = new Uint8Array(FLOW_HEADER_BYTES)
  const view = new DataView(header.buffer)
  let headerFilled = 0
  let dataLeft = 0
  let hasEnded = false

  const takeHeader = (): boolean => {
    headerFilled = 0
    const word = view.getUint32(0)
    const kind = KINDS[Math.floor(word / KIND_SHIFT)]
    const n = word % KIND_SHIFT
    if (!isAllowed(kind, n)) return false
    if (kind === 'data') dataLeft = n
    else if (kind === 'more') sink.more(n)
    else {
      hasEnded = true
      sink.end()
    }
    return true
  }

  return bytes => {
    for (let from = 0; from < bytes.length; ) {
      if (hasEnded) return false
      if (dataLeft > 0) {
        const part = bytes.subarray(from, from + dataLeft)
        dataLeft -= part.length
        from += part.length
        sink.data(part)
        continue
      }
      header[headerFilled++] = bytes[from++]!
      if (headerFilled === FLOW_HEADER_BYTES && !takeHeader()) return false
    }
    return true
  }
}
