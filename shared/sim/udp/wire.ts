/**
 * Fields of a datagram one after the other, read and written by one description each.
 *
 * Invariants: little endian; text is a 16-bit byte count and UTF-8. Reading beyond the end gives zeros and marks the
 * reader as failed, so that a description needs no checks of its own; lists stop there, whatever count was claimed.
 * Bad UTF-8 becomes the replacement character and control characters go, since such text ends on a screen.
 */

export interface Reader {
  readonly bytes: Uint8Array
  readonly view: DataView
  at: number
  hasFailed: boolean
}

export interface Writer {
  bytes: Uint8Array<ArrayBuffer>
  view: DataView
  at: number
}

/** One field: how it is read and how it is written. */
export interface Wire<T> {
  read(reader: Reader): T
  write(writer: Writer, value: T): void
}

/** The largest payload of a UDP datagram over IPv4. */
export const MAX_DATAGRAM_BYTES = 65_507
const FIRST_BYTES = 256

export const readerOf = (bytes: Uint8Array): Reader => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  at: 0,
  hasFailed: false,
})

export const createWriter = (): Writer => {
  const bytes = new Uint8Array(FIRST_BYTES)
  return { bytes, view: new DataView(bytes.buffer), at: 0 }
}

export const writtenBy = (writer: Writer): Uint8Array<ArrayBuffer> => writer.bytes.slice(0, writer.at)

/** Where the next `count` bytes are, or −1 when there are not so many. */
const take = (reader: Reader, count: number): number => {
  if (reader.hasFailed || reader.at + count > reader.bytes.length) {
    reader.hasFailed = true
    return -1
  }
  const at = reader.at
  reader.at += count
  return at
}

const room = (writer: Writer, count: number): number => {
  const at = writer.at
  if (at + count > MAX_DATAGRAM_BYTES)
    throw new RangeError(`a datagram holds ${MAX_DATAGRAM_BYTES} bytes, not ${at + count}`)
  if (at + count > writer.bytes.length) {
    const grown = new Uint8Array(Math.min(Math.max(writer.bytes.length * 2, at + count), MAX_DATAGRAM_BYTES))
    grown.set(writer.bytes)
    writer.bytes = grown
    writer.view = new DataView(grown.buffer)
  }
  writer.at += count
  return at
}

const number = (
  bytes: number,
  get: (view: DataView, at: number) => number,
  set: (view: DataView, at: number, value: number) => void,
): Wire<number> => ({
  read: reader => {
    const at = take(reader, bytes)
    return at < 0 ? 0 : get(reader.view, at)
  },
  write: (writer, value) => {
    const at = room(writer, bytes)
    set(writer.view, at, value)
  },
})

export const u8 = number(
  1,
  (view, at) => view.getUint8(at),
  (view, at, value) => view.setUint8(at, value),
)
export const u16 = number(
  2,
  (view, at) => view.getUint16(at, true),
  (view, at, value) => view.setUint16(at, value, true),
)
export const i32 = number(
  4,
  (view, at) => view.getInt32(at, true),
  (view, at, value) => view.setInt32(at, value, true),
)
/** What is not finite becomes NaN: not available. */
export const f32 = number(
  4,
  (view, at) => {
    const value = view.getFloat32(at, true)
    return Number.isFinite(value) ? value : Number.NaN
  },
  (view, at, value) => view.setFloat32(at, value, true),
)

/** As another value: tenths, a gear counted from another end, a number that means none. */
export const mapped = <A, B>(wire: Wire<A>, read: (a: A) => B, write: (b: B) => A): Wire<B> => ({
  read: reader => read(wire.read(reader)),
  write: (writer, value) => wire.write(writer, write(value)),
})

export const flag: Wire<boolean> = mapped(
  u8,
  byte => byte !== 0,
  is => (is ? 1 : 0),
)

const NO_TIME = 2147483647
/** Milliseconds, null for "none". */
export const time: Wire<number | null> = mapped(
  i32,
  ms => (ms === NO_TIME ? null : ms),
  ms => ms ?? NO_TIME,
)

const decodeUtf8 = (bytes: Uint8Array): string => {
  let escaped = ''
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`
  try {
    return decodeURIComponent(escaped)
  } catch {
    return Array.from(bytes, byte => (byte < 128 ? String.fromCharCode(byte) : '\ufffd')).join('')
  }
}

const encodeUtf8 = (text: string): number[] =>
  encodeURIComponent(text.toWellFormed())
    .match(/%..|./g)
    ?.map(unit => (unit.length === 1 ? unit.charCodeAt(0) : Number.parseInt(unit.slice(1), 16))) ?? []

export const text: Wire<string> = {
  read: reader => {
    const length = u16.read(reader)
    const at = take(reader, length)
    if (at < 0) return ''
    return decodeUtf8(reader.bytes.subarray(at, at + length)).replaceAll(/\p{Cc}/gu, '')
  },
  write: (writer, value) => {
    const units = encodeUtf8(value)
    u16.write(writer, units.length)
    const at = room(writer, units.length)
    writer.bytes.set(units, at)
  },
}

/** A byte that says whether the rest follows. */
export const optional = <T>(wire: Wire<T>): Wire<T | null> => ({
  read: reader => (flag.read(reader) ? wire.read(reader) : null),
  write: (writer, value) => {
    flag.write(writer, value !== null)
    if (value !== null) wire.write(writer, value)
  },
})

/** Null when the datagram ends here. */
export const unlessEnded = <T>(wire: Wire<T>): Wire<T | null> => ({
  read: reader => (reader.at === reader.bytes.length ? null : wire.read(reader)),
  write: (writer, value) => {
    if (value !== null) wire.write(writer, value)
  },
})

export const list = <T>(count: Wire<number>, item: Wire<T>): Wire<readonly T[]> => ({
  read: reader => {
    const items: T[] = []
    for (let n = count.read(reader); n > 0 && !reader.hasFailed; n--) items.push(item.read(reader))
    return items
  },
  write: (writer, items) => {
    count.write(writer, items.length)
    for (const one of items) item.write(writer, one)
  },
})

/** Fields in the order in which they are written down. */
export const struct = <T extends object>(fields: { readonly [K in keyof T]-?: Wire<T[K]> }): Wire<T> => {
  const names = Object.keys(fields) as (keyof T)[]
  return {
    read: reader => {
      const value = {} as T
      for (const name of names) value[name] = fields[name].read(reader)
      return value
    },
    write: (writer, value) => {
      for (const name of names) fields[name].write(writer, value[name])
    },
  }
}
