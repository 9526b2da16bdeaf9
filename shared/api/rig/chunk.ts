/**
 * A piece of a lap's trace, as a binary frame of the rig socket, little endian:
 *
 * trace chunk: u8 kind = 2 · u8 version · u16 zero · 16 bytes lap id · u32 index · the bytes, at most RIG_CHUNK_BYTES
 *
 * Chunk n holds the bytes of the trace file from n × RIG_CHUNK_BYTES on; only the last one is shorter.
 */
import { RIG_CHUNK_BYTES } from './messages.ts'

export const TRACE_CHUNK = 2
export const CHUNK_VERSION = 1
export const CHUNK_HEADER_BYTES = 24

const ID_AT = 4
const ID_BYTES = 16
const INDEX_AT = 20

export interface TraceChunk {
  /** The lap's id, 32 hex digits. */
  readonly lap: string
  readonly index: number
  readonly bytes: Uint8Array
}

export const encodeTraceChunk = ({ lap, index, bytes }: TraceChunk): Uint8Array => {
  const frame = new Uint8Array(CHUNK_HEADER_BYTES + bytes.length)
  const view = new DataView(frame.buffer)
  view.setUint8(0, TRACE_CHUNK)
  view.setUint8(1, CHUNK_VERSION)
  for (let i = 0; i < ID_BYTES; i++) frame[ID_AT + i] = Number.parseInt(lap.slice(2 * i, 2 * i + 2), 16)
  view.setUint32(INDEX_AT, index, true)
  frame.set(bytes, CHUNK_HEADER_BYTES)
  return frame
}

/** `bytes` of the answer is a view into what was given. */
export const decodeTraceChunk = (frame: Uint8Array): TraceChunk | null => {
  if (frame.length < CHUNK_HEADER_BYTES || frame.length > CHUNK_HEADER_BYTES + RIG_CHUNK_BYTES) return null
  if (frame[0] !== TRACE_CHUNK || frame[1] !== CHUNK_VERSION) return null
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length)
  let lap = ''
  for (let i = 0; i < ID_BYTES; i++)
    lap += view
      .getUint8(ID_AT + i)
      .toString(16)
      .padStart(2, '0')
  return { lap, index: view.getUint32(INDEX_AT, true), bytes: frame.subarray(CHUNK_HEADER_BYTES) }
}
