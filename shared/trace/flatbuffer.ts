/**
 * Reading a FlatBuffer from a stranger: tables, vectors and strings inside one window of bytes.
 *
 * Invariants: nothing outside the window is read, nothing is allocated by a stated length, and the work is bounded by the size of
 * the window. The last needs a budget: an offset may point anywhere, so a small file could name one large
 * string a million times. Each table, vector and string is therefore paid for with the bytes it covers, out of
 * as many bytes as the window has; honest writers never let two references share them.
 *
 * Layout (little endian): a table starts with an i32 that, subtracted from its position, leads to its vtable:
 * u16 vtable size, u16 table size, then a u16 per slot, 0 when absent. References are u32 added to their own
 * position. A vector is a u32 count and its items, a string a vector of UTF-8 bytes.
 */

/** Thrown inside the reader, caught by whoever opened it; `message` is the end of a sentence. */
export class Malformed extends Error {}

export interface FlatReader {
  /** The table the window's first word refers to. */
  readonly root: () => FlatTable
  /** The table referred to at `position`. */
  readonly table: (position: number) => FlatTable
  /** The vector referred to at `position`; its items lie wholly inside the window. */
  readonly vector: (position: number, itemBytes: number, mostItems: number) => FlatVector
  /** Checks the string referred to at `position`. */
  readonly string: (position: number, mostBytes: number) => void
  readonly uint8: (position: number) => number
  readonly int16: (position: number) => number
  readonly int32: (position: number) => number
  /** A 64-bit integer that must lie between 0 and 2^53. */
  readonly size: (position: number) => number
}

export interface FlatTable {
  /** Where slot `n` of the table is, or 0 when it is absent. */
  readonly slot: (n: number) => number
}

export interface FlatVector {
  readonly at: number
  readonly count: number
}

export const ABSENT = 0

/** flechette reads table offsets as signed 16-bit numbers. */
const MAX_TABLE = 0x7fff

export const readFlatBuffer = (bytes: Uint8Array, begin: number, end: number): FlatReader => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let budget = end - begin

  const need = (position: number, length: number): number => {
    if (position < begin || position + length > end) throw new Malformed('it refers to bytes outside itself')
    return position
  }
  const pay = (length: number): void => {
    budget -= length
    if (budget < 0) throw new Malformed('it refers to the same bytes again and again')
  }
  const uint8 = (position: number) => view.getUint8(need(position, 1))
  const uint16 = (position: number) => view.getUint16(need(position, 2), true)
  const int16 = (position: number) => view.getInt16(need(position, 2), true)
  const int32 = (position: number) => view.getInt32(need(position, 4), true)
  const refer = (position: number) => position + int32(position)

  const size = (position: number): number => {
    const n = view.getBigInt64(need(position, 8), true)
    if (n < 0n || n > BigInt(Number.MAX_SAFE_INTEGER)) throw new Malformed('it gives an impossible length')
    return Number(n)
  }

  const table = (position: number): FlatTable => {
    const start = refer(position)
    const vtable = start - int32(start)
    const vtableSize = uint16(vtable)
    const tableSize = uint16(vtable + 2)
    if (vtableSize < 4 || vtableSize % 2 !== 0 || vtableSize > MAX_TABLE || tableSize > MAX_TABLE) {
      throw new Malformed('it holds a damaged table')
    }
    need(vtable, vtableSize)
    need(start, tableSize)
    pay(tableSize)
    return {
      slot: n => {
        if (4 + 2 * n >= vtableSize) return ABSENT
        const offset = uint16(vtable + 4 + 2 * n)
        if (offset === 0) return ABSENT
        if (offset < 4 || offset >= tableSize) throw new Malformed('it holds a damaged table')
        return start + offset
      },
    }
  }

  const vector = (position: number, itemBytes: number, mostItems: number): FlatVector => {
    const start = refer(position)
    const count = int32(start)
    if (count < 0 || count > mostItems) throw new Malformed('it lists more entries than a trace can have')
    need(start, 4 + count * itemBytes)
    pay(4 + count * itemBytes)
    return { at: start + 4, count }
  }

  const string = (position: number, mostBytes: number): void => {
    vector(position, 1, mostBytes)
  }

  return { root: () => table(begin), table, vector, string, uint8, int16, int32, size }
}
