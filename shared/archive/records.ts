/**
 * The records of a zip file as we write them (little-endian; the numbers are those of the format's own description).
 *
 * Limits: stored entries of one volume. Numbers that do not fit 32 bits, or 16 for the count, are written as all ones,
 * and their truth stands in a zip64 field or record.
 */
import type { EpochMillis } from '#shared/units'

export const LOCAL = 0x04034b50
export const DESCRIPTOR = 0x08074b50
export const ITEM = 0x02014b50
export const END = 0x06054b50
export const END_64 = 0x06064b50
export const LOCATOR_64 = 0x07064b50

export const LOCAL_SIZE = 30
export const ITEM_SIZE = 46
export const END_SIZE = 22
export const END_64_SIZE = 56
export const LOCATOR_64_SIZE = 20

export const FULL_16 = 0xffff
export const FULL_32 = 0xffffffff
/** Of the extra field that holds what does not fit. */
export const ZIP64_FIELD = 1

export const STORED = 0
export const DEFLATED = 8
/** Bits of the flags. */
export const ENCRYPTED = 1
export const HAS_DESCRIPTOR = 8
export const IS_UTF8 = 0x800

const PLAIN = 20 // version 2.0 reads it
const NEEDS_64 = 45
const ON_UNIX = 3 << 8
const A_FILE = 0o100644

/** What a header says of an entry before its bytes. `crc` is null when it stands in a descriptor behind them. */
export interface Announced {
  readonly name: Uint8Array
  readonly time: number
  readonly size: number
  readonly crc: number | null
}

export const localHeaderOf = ({ name, time, size, crc }: Announced): Uint8Array<ArrayBuffer> => {
  const is64 = crc === null || size >= FULL_32
  const { view, bytes } = record(LOCAL_SIZE + name.length + (is64 ? 20 : 0))
  view.setUint32(0, LOCAL, true)
  view.setUint16(4, is64 ? NEEDS_64 : PLAIN, true)
  view.setUint16(6, flagsOf(crc), true)
  view.setUint32(10, time, true)
  view.setUint32(14, crc ?? 0, true)
  view.setUint32(18, is64 ? FULL_32 : size, true)
  view.setUint32(22, is64 ? FULL_32 : size, true)
  view.setUint16(26, name.length, true)
  view.setUint16(28, is64 ? 20 : 0, true)
  bytes.set(name, LOCAL_SIZE)
  if (is64) setField64(view, LOCAL_SIZE + name.length, [size, size])
  return bytes
}

/** Its numbers have 64 bits because the header before has a zip64 field. */
export const descriptorOf = (crc: number, size: number): Uint8Array<ArrayBuffer> => {
  const { view, bytes } = record(24)
  view.setUint32(0, DESCRIPTOR, true)
  view.setUint32(4, crc, true)
  setUint64(view, 8, size)
  setUint64(view, 16, size)
  return bytes
}

/** An entry in the list of contents; `at` is the place of its header. */
export const itemOf = (
  { name, time, size, crc: announced }: Announced,
  crc: number,
  at: number,
): Uint8Array<ArrayBuffer> => {
  const large = [...(size >= FULL_32 ? [size, size] : []), ...(at >= FULL_32 ? [at] : [])]
  const extra = large.length > 0 ? 4 + 8 * large.length : 0
  const { view, bytes } = record(ITEM_SIZE + name.length + extra)
  view.setUint32(0, ITEM, true)
  view.setUint16(4, ON_UNIX | NEEDS_64, true)
  view.setUint16(6, extra > 0 || announced === null ? NEEDS_64 : PLAIN, true)
  view.setUint16(8, flagsOf(announced), true)
  view.setUint32(12, time, true)
  view.setUint32(16, crc, true)
  view.setUint32(20, Math.min(size, FULL_32), true)
  view.setUint32(24, Math.min(size, FULL_32), true)
  view.setUint16(28, name.length, true)
  view.setUint16(30, extra, true)
  view.setUint32(38, A_FILE * 0x10000, true)
  view.setUint32(42, Math.min(at, FULL_32), true)
  bytes.set(name, ITEM_SIZE)
  if (extra > 0) setField64(view, ITEM_SIZE + name.length, large)
  return bytes
}

/** What stands behind the list of `count` items, which began at `from` and has `size` bytes. */
export const endOf = (count: number, from: number, size: number): Uint8Array<ArrayBuffer> => {
  const is64 = count >= FULL_16 || from >= FULL_32 || size >= FULL_32
  const { view, bytes } = record(END_SIZE + (is64 ? END_64_SIZE + LOCATOR_64_SIZE : 0))
  const last = bytes.length - END_SIZE
  if (is64) {
    view.setUint32(0, END_64, true)
    setUint64(view, 4, END_64_SIZE - 12)
    view.setUint16(12, ON_UNIX | NEEDS_64, true)
    view.setUint16(14, NEEDS_64, true)
    setUint64(view, 24, count)
    setUint64(view, 32, count)
    setUint64(view, 40, size)
    setUint64(view, 48, from)
    view.setUint32(END_64_SIZE, LOCATOR_64, true)
    setUint64(view, END_64_SIZE + 8, from + size)
    view.setUint32(END_64_SIZE + 16, 1, true)
  }
  view.setUint32(last, END, true)
  view.setUint16(last + 8, Math.min(count, FULL_16), true)
  view.setUint16(last + 10, Math.min(count, FULL_16), true)
  view.setUint32(last + 12, Math.min(size, FULL_32), true)
  view.setUint32(last + 16, Math.min(from, FULL_32), true)
  return bytes
}

const FIRST_DAY = Date.UTC(1980, 0, 1)
const LAST_DAY = Date.UTC(2107, 11, 31)

/** The format's time: whole steps of two seconds from 1980 on, without a zone; ours are UTC. */
export const timeOf = (at: EpochMillis): number => {
  const time = new Date(Math.min(Math.max(at, FIRST_DAY), LAST_DAY))
  const day = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate()
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1)
  return day * 0x10000 + clock
}

const flagsOf = (crc: number | null): number => IS_UTF8 | (crc === null ? HAS_DESCRIPTOR : 0)

const record = (length: number): { view: DataView; bytes: Uint8Array<ArrayBuffer> } => {
  const bytes = new Uint8Array(length)
  return { view: new DataView(bytes.buffer), bytes }
}

const setField64 = (view: DataView, at: number, numbers: readonly number[]): void => {
  view.setUint16(at, ZIP64_FIELD, true)
  view.setUint16(at + 2, 8 * numbers.length, true)
  for (const [i, number] of numbers.entries()) setUint64(view, at + 4 + 8 * i, number)
}

const setUint64 = (view: DataView, at: number, number: number): void =>
  view.setBigUint64(at, BigInt(number), true)
