/**
 * Samples to numbers, straight from pieces of the file into the column they stay in: a copy in between would take
 * the reader over three times the size of the file.
 *
 * Columns are single precision but for what needs more: whole numbers of 32 bits, doubles, and positions. Values that
 * are not finite are gaps.
 */
import type { Column } from '#shared/trace'
import type { SampleType } from './blocks.ts'

export interface Line {
  readonly factor: number
  readonly offset: number
}

export const emptyColumn = (type: SampleType, isPosition: boolean, length: number): Column =>
  isPosition || type === 'i32' || type === 'f64' ? new Float64Array(length) : new Float32Array(length)

/** Writes the samples in `bytes` from `at` on; as many as are whole. */
export const fillColumn = (
  column: Column,
  at: number,
  bytes: Uint8Array<ArrayBuffer>,
  type: SampleType,
  line: Line,
): void => {
  const raw = rawValues(bytes, type)
  const count = Math.min(raw.length, column.length - at)
  if (type === 'i16' || type === 'i32') fillWhole(column, at, raw, count, line)
  else fillReal(column, at, raw, count, line)
}

/** Whole numbers are finite, so their loop is the short one. */
const fillWhole = (column: Column, at: number, raw: Raw, count: number, { factor, offset }: Line): void => {
  for (let i = 0; i < count; i++) column[at + i] = raw[i]! * factor + offset
}

const fillReal = (column: Column, at: number, raw: Raw, count: number, { factor, offset }: Line): void => {
  for (let i = 0; i < count; i++) {
    const value = raw[i]! * factor + offset
    // Infinity minus itself is NaN.
    column[at + i] = value - value === 0 ? value : Number.NaN
  }
}

type Raw = Int16Array | Int32Array | Float32Array | Float64Array

const rawValues = (bytes: Uint8Array<ArrayBuffer>, type: SampleType): Raw => {
  const width = type === 'f64' ? 8 : type === 'i16' || type === 'f16' ? 2 : 4
  const length = Math.floor(bytes.length / width)
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice()
  const { buffer, byteOffset } = aligned
  switch (type) {
    case 'i16':
      return new Int16Array(buffer, byteOffset, length)
    case 'i32':
      return new Int32Array(buffer, byteOffset, length)
    case 'f32':
      return new Float32Array(buffer, byteOffset, length)
    case 'f64':
      return new Float64Array(buffer, byteOffset, length)
    case 'f16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, length), halfToNumber)
  }
}

/** IEEE 754 half precision: sign, 5 bits of exponent, 10 bits of fraction. */
export const halfToNumber = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 0x3ff
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
}
