/**
 * Reading a file at any offset without asking the disk for every few bytes: one stretch is kept, and what lies in it
 * costs nothing.
 */
import type { ByteSource } from '../model.ts'

export interface FileWindow {
  /** The bytes from `at`, fewer only at the end of the file. Valid until the next call. */
  bytes(at: number, length: number): Promise<Uint8Array<ArrayBuffer>>
}

/** `stretch` is how much is read ahead, and the most a jump to elsewhere can cost. */
export const createWindow = (source: ByteSource, stretch: number): FileWindow => {
  let from = 0
  let kept = new Uint8Array(0)
  return {
    async bytes(at, length) {
      if (at < 0 || at >= source.size) return new Uint8Array(0)
      const end = Math.min(at + length, source.size)
      if (at < from || end > from + kept.length) {
        kept = await source.read(at, Math.max(length, stretch))
        from = at
      }
      return kept.subarray(at - from, end - from)
    },
  }
}
