/**
 * Writing and reading the messages of the protocols: unsigned varints, counted strings of bytes, ids as 32 bytes.
 *
 * Invariants of reading: it never reads past the end, never allocates by an announced length that is not there, and
 * what it hands on owns its memory. Anything that does not fit throws `Malformed`, which ends the session it came from.
 * Bytes after the last known field are left alone: a newer version may add fields at the end of a message.
 */
import { bytesToHex, hexToBytes } from '#shared/id'

export class Malformed extends Error {
  override readonly name = 'Malformed'
}

const HASH_BYTES = 32

export interface ByteWriter {
  varint(value: number): ByteWriter
  /** As they are; their length is known to the reader. */
  raw(bytes: Uint8Array): ByteWriter
  /** With their length before them. */
  counted(bytes: Uint8Array): ByteWriter
  text(text: string): ByteWriter
  /** 64 hex digits as 32 bytes. */
  hash(hex: string): ByteWriter
  readonly length: number
  finish(): Uint8Array<ArrayBuffer>
}

export const createWriter = (capacity = 128): ByteWriter => {
  let bytes = new Uint8Array(capacity)
  let length = 0

  const room = (more: number): void => {
    if (length + more <= bytes.length) return
    const larger = new Uint8Array(Math.max(length + more, bytes.length * 2))
    larger.set(bytes.subarray(0, length))
    bytes = larger
  }

  const writer: ByteWriter = {
    varint: value => {
      if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${value} has no unsigned varint`)
      room(8)
      let rest = value
      while (rest > 0x7f) {
        bytes[length++] = (rest % 0x80) | 0x80
        rest = Math.floor(rest / 0x80)
      }
      bytes[length++] = rest
      return writer
    },
    raw: more => {
      room(more.length)
      bytes.set(more, length)
      length += more.length
      return writer
    },
    counted: more => writer.varint(more.length).raw(more),
    text: text => writer.counted(new TextEncoder().encode(text)),
    hash: hex => writer.raw(hexToBytes(hex)),
    get length() {
      return length
    },
    finish: () => bytes.slice(0, length),
  }
  return writer
}

export interface ByteReader {
  readonly left: number
  /** At most `max`; an announced count is checked before it is used. */
  varint(max?: number): number
  raw(length: number): Uint8Array<ArrayBuffer>
  counted(max: number): Uint8Array<ArrayBuffer>
  text(max: number): string
  hash(): string
  /** As many of the same kind as announced, at most `max`; `minBytes` of each have to be there. */
  list<T>(max: number, minBytes: number, read: (reader: ByteReader) => T): T[]
}

export const createReader = (bytes: Uint8Array): ByteReader => {
  let at = 0

  const reader: ByteReader = {
    get left() {
      return bytes.length - at
    },
    varint: (max = Number.MAX_SAFE_INTEGER) => {
      let value = 0
      let scale = 1
      for (;;) {
        const byte = bytes[at++]
        if (byte === undefined) throw new Malformed('the message ends within a number')
        value += (byte & 0x7f) * scale
        if (value > max) throw new Malformed('a number is too large')
        if (byte < 0x80) {
          if (byte === 0 && scale > 1) throw new Malformed('a number is longer than it has to be')
          return value
        }
        scale *= 0x80
      }
    },
    raw: length => {
      if (length > reader.left) throw new Malformed('the message ends within bytes')
      const part = new Uint8Array(length)
      part.set(bytes.subarray(at, at + length))
      at += length
      return part
    },
    counted: max => reader.raw(reader.varint(max)),
    text: max => {
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(reader.counted(max))
      } catch (error) {
        throw error instanceof Malformed ? error : new Malformed('a text is not UTF-8')
      }
    },
    hash: () => {
      if (reader.left < HASH_BYTES) throw new Malformed('the message ends within a hash')
      const hex = bytesToHex(bytes.subarray(at, at + HASH_BYTES))
      at += HASH_BYTES
      return hex
    },
    list: (max, minBytes, read) => {
      const count = reader.varint(max)
      if (count * minBytes > reader.left) throw new Malformed('a list is shorter than announced')
      return Array.from({ length: count }, () => read(reader))
    },
  }
  return reader
}
