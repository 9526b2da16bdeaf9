/**
 * How the samples of a channel are written, by the decoder number of its description, and what its unit code
 * means.
 *
 * Decoder numbers that are not listed are structures of the logger (lap, odometer, position): their records are
 * stepped over. A code without a unit here keeps its numbers and shows none.
 */
import { f32At, i16At, i32At, u16At } from './bytes.ts'

/** How one sample is read; the number is its place in the switch of `sampleAt`. */
export type Decoder = 0 | 1 | 2 | 3 | 4 | 5 | 6
export const F16: Decoder = 0
export const F32: Decoder = 1
export const I16: Decoder = 2
export const U16: Decoder = 3
export const U8: Decoder = 4
export const I32: Decoder = 5
/** A number and up to six letters for the dashboard: 1 '1', 0 'OFF', 9 'S'. */
export const LABELLED: Decoder = 6

const DECODERS: Readonly<Record<number, Decoder>> = {
  20: F16,
  6: F32,
  4: I16,
  11: I16,
  1: U16,
  13: U8,
  0: I32,
  3: I32,
  12: I32,
  24: I32,
  15: LABELLED,
}

const SIZES = [2, 4, 2, 2, 1, 4, 8] as const

/** Null for structures, and for descriptions whose size contradicts their number. */
export const decoderOf = (number: number, size: number): Decoder | null => {
  const decoder = DECODERS[number]
  return decoder !== undefined && SIZES[decoder] === size ? decoder : null
}

/** What an unsigned channel writes while it has no value. */
const NO_VALUE = 0xffff

let halves: Float32Array | null = null

/** All 65536 half floats; infinities are NaN like in `f32At`. Made on first use (1 ms, 256 kB). */
const halfFloats = (): Float32Array => {
  if (halves) return halves
  halves = new Float32Array(65536)
  for (let exponent = 0; exponent < 31; exponent++) {
    const hidden = exponent === 0 ? 0 : 1024
    const scale = 2 ** (Math.max(exponent, 1) - 25)
    for (let fraction = 0, word = exponent << 10; fraction < 1024; fraction++, word++) {
      const size = (hidden + fraction) * scale
      halves[word] = size
      halves[word | 0x8000] = -size
    }
  }
  halves.fill(Number.NaN, 31 << 10, 32 << 10)
  halves.fill(Number.NaN, 0x8000 | (31 << 10))
  return halves
}

export const sampleAt = (decoder: Decoder, bytes: Uint8Array, at: number): number => {
  switch (decoder) {
    case F16:
      return halfFloats()[u16At(bytes, at)]!
    case F32:
      return f32At(bytes, at)
    case I16:
      return i16At(bytes, at)
    case U16: {
      const value = u16At(bytes, at)
      return value === NO_VALUE ? Number.NaN : value
    }
    case U8:
      return bytes[at]!
    case I32:
      return i32At(bytes, at)
    case LABELLED:
      return u16At(bytes, at)
  }
}

const UNITS: Readonly<Record<number, string>> = {
  1: '%',
  3: 'g',
  4: 'deg',
  5: 'deg/s',
  9: 'Hz',
  12: 'mm',
  14: 'bar',
  15: 'rpm',
  16: 'km/h',
  17: 'C',
  18: 'ms',
  19: 'Nm',
  20: 'km/h',
  // The logger's own name for it is V, its numbers are millivolts whatever their type.
  21: 'mV',
  22: 'l',
  24: 'l/s',
  27: 'A',
  30: 'lambda',
  33: '%',
  43: 'kg',
}

/** Bit 7 of a code is a flag of unknown meaning. */
export const unitOfCode = (code: number): string => UNITS[code & 0x7f] ?? ''
