/** Reading from sources that give less at a time than they are asked for. */
import type { ByteSource } from '../model.ts'

/** All of `length` bytes unless the source ends before, however little it gives at a time. */
export const readWhole = async (
  source: ByteSource,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const first = await source.read(offset, length)
  const end = Math.min(offset + length, source.size)
  if (first.length === 0 || offset + first.length >= end) return first
  const bytes = new Uint8Array(end - offset)
  bytes.set(first)
  let filled = first.length
  while (filled < bytes.length) {
    const more = await source.read(offset + filled, bytes.length - filled)
    if (more.length === 0) break
    bytes.set(more, filled)
    filled += more.length
  }
  return bytes.subarray(0, filled)
}
