/**
 * Text written straight into bytes, a piece at a time, because a string per number would take most of the time
 * and all of the memory.
 *
 * Invariant: a number reads back as the same number, in the precision it was given in. Zero has no sign.
 */
import { buildChunks } from '../text/index.ts'

export interface Piece {
  /** Bytes written since the last `take`. */
  readonly length: number
  byte(code: number): void
  /** ASCII only. */
  ascii(text: string): void
  text(text: string): void
  /** `whole` / 10 ** `decimals`, with at least `atLeast` of its decimals. */
  scaled(whole: number, decimals: number, atLeast?: number): void
  /** A value of single precision that is finite. */
  single(value: number): void
  double(value: number): void
  take(): Uint8Array<ArrayBuffer>
}

/** What a piece is handed on at: large enough for disks, small enough for a phone. */
export const PIECE_BYTES = 1 << 18

/** Two times nine digits, and room to spare. */
const MAX_DIGITS = 20
const MINUS = 45
const POINT = 46
const ZERO = 48
const MAX_INT = 2 ** 31 - 1

/** The fewest of these decimals that give the value back are written. */
const DECIMALS = [3, 6, 9] as const
const SCALES = Float64Array.from(DECIMALS, d => 10 ** d)

export const createPiece = (): Piece => {
  let buffer = new Uint8Array(PIECE_BYTES + (1 << 12))
  let length = 0
  const digits = new Uint8Array(MAX_DIGITS)

  const room = (more: number): void => {
    if (length + more <= buffer.length) return
    const longer = new Uint8Array(2 * buffer.length + more)
    longer.set(buffer.subarray(0, length))
    buffer = longer
  }
  const byte = (code: number): void => {
    if (length === buffer.length) room(1)
    buffer[length++] = code
  }
  const ascii = (text: string): void => {
    room(text.length)
    for (let i = 0; i < text.length; i++) buffer[length++] = text.charCodeAt(i)
  }
  const scaled = (whole: number, decimals: number, atLeast = 0): void => {
    if (!Number.isSafeInteger(whole)) {
      ascii(String(whole / 10 ** decimals))
      return
    }
    room(MAX_DIGITS + 2)
    let rest = whole
    if (rest < 0) {
      buffer[length++] = MINUS
      rest = -rest
    }
    let left = decimals
    let count = 0
    // Whole numbers of 31 bits are divided several times as fast, so longer ones give up nine digits at a time.
    while (rest > MAX_INT) {
      const upper = Math.floor(rest / 1e9)
      let lower = (rest - upper * 1e9) | 0
      for (let k = 0; k < 9; k++) {
        const next = (lower / 10) | 0
        digits[count++] = ZERO + lower - 10 * next
        lower = next
      }
      rest = upper
    }
    let small = rest | 0
    while (small > 0 || count <= decimals) {
      const next = (small / 10) | 0
      digits[count++] = ZERO + small - 10 * next
      small = next
    }
    let end = 0
    while (left > atLeast && digits[end] === ZERO) {
      end++
      left--
    }
    for (let i = count - 1; i >= end; i--) {
      buffer[length++] = digits[i]!
      if (i === decimals && left > 0) buffer[length++] = POINT
    }
  }
  return {
    get length() {
      return length
    },
    byte,
    ascii,
    text(text) {
      const chunks = buildChunks()
      chunks.add(text)
      const bytes = chunks.bytes()
      room(bytes.length)
      buffer.set(bytes, length)
      length += bytes.length
    },
    scaled,
    single(value) {
      for (let i = 0; i < SCALES.length; i++) {
        const scale = SCALES[i]!
        const whole = Math.round(value * scale)
        if (Number.isSafeInteger(whole) && Math.fround(whole / scale) === value) {
          scaled(whole, DECIMALS[i]!)
          return
        }
      }
      // Nine digits tell any two numbers of single precision apart.
      ascii(String(Number(value.toPrecision(9))))
    },
    double(value) {
      for (let i = 0; i < SCALES.length; i++) {
        const scale = SCALES[i]!
        const whole = Math.round(value * scale)
        if (Number.isSafeInteger(whole) && whole / scale === value) {
          scaled(whole, DECIMALS[i]!)
          return
        }
      }
      ascii(String(value))
    },
    take() {
      const bytes = buffer.slice(0, length)
      length = 0
      return bytes
    },
  }
}
