/**
 * A text file line by line, as bytes, without making strings: for formats whose lines are no table.
 *
 * Line ends may be LF, CR LF or CR, mixed. The bytes belong to the caller only during the call. A line longer
 * than MAX_LINE is left out and counted.
 */
import type { ByteSource, ReadOptions } from '../model.ts'

const PIECE = 1 << 20
const MAX_LINE = 1 << 16
const LF = 10
const CR = 13

export interface LinesRead {
  readonly isCancelled: boolean
  readonly tooLong: number
}

export const forEachLine = async (
  source: ByteSource,
  { onProgress, isCancelled }: ReadOptions,
  onLine: (bytes: Uint8Array, from: number, to: number) => void,
): Promise<LinesRead> => {
  const buffer = new Uint8Array(MAX_LINE + PIECE)
  let kept = 0
  let tooLong = 0
  let isSkipping = false
  for (let offset = 0; offset < source.size; ) {
    if (isCancelled?.()) return { isCancelled: true, tooLong }
    const piece = await source.read(offset, PIECE)
    if (piece.length === 0) break
    offset += piece.length
    buffer.set(piece, kept)
    const filled = kept + piece.length
    let from = 0
    for (let at = kept; at < filled; at++) {
      if (buffer[at] !== LF && buffer[at] !== CR) continue
      if (at > from && !isSkipping) onLine(buffer, from, at)
      isSkipping = false
      from = at + 1
    }
    kept = isSkipping ? 0 : filled - from
    buffer.copyWithin(0, from, from + kept)
    if (kept > MAX_LINE) {
      isSkipping = true
      kept = 0
      tooLong++
    }
    onProgress?.(Math.min(offset / source.size, 1))
  }
  if (kept > 0) onLine(buffer, 0, kept)
  return { isCancelled: false, tooLong }
}
