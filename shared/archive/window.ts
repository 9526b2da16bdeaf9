/**
 * A source looked at from front to back in small steps, read in large ones.
 *
 * What `look` answers is good until the next call.
 */
import type { RandomAccess } from './model.ts'
import { PIECE } from './output.ts'

export interface Window {
  /** Null when the source has not so many bytes there. */
  look(at: number, length: number): Promise<Uint8Array<ArrayBuffer> | null>
}

export const createWindow = (source: RandomAccess, until = source.size): Window => {
  let bytes = new Uint8Array(0)
  let from = 0
  return {
    async look(at, length) {
      if (at + length > until) return null
      if (at < from || at + length > from + bytes.length) {
        bytes = await source.read(at, Math.min(Math.max(length, PIECE), until - at))
        from = at
      }
      return bytes.length < at - from + length ? null : bytes.subarray(at - from, at - from + length)
    },
  }
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Not a number when it is beyond what counts exactly, which no place in a file is. */
export const uint64At = (view: DataView, at: number): number => {
  const number = Number(view.getBigUint64(at, true))
  return Number.isSafeInteger(number) ? number : Number.NaN
}
