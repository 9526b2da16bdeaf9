/** One bit a chunk, lowest bit of the first byte first; bits behind the last chunk are zero. */

export const bitmapBytes = (count: number): number => Math.ceil(count / 8)

export const emptyBitmap = (count: number): Uint8Array<ArrayBuffer> => new Uint8Array(bitmapBytes(count))

export const hasBit = (bits: Uint8Array, index: number): boolean =>
  ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0

export const setBit = (bits: Uint8Array, index: number): void => {
  bits[index >> 3]! |= 1 << (index & 7)
}

export const clearBit = (bits: Uint8Array, index: number): void => {
  bits[index >> 3]! &= ~(1 << (index & 7))
}

export const countBits = (bits: Uint8Array, count: number): number => {
  let sum = 0
  for (let index = 0; index < count; index++) if (hasBit(bits, index)) sum++
  return sum
}
