/**
 * The first lines of a text file, with the byte each one begins at, so that a reader can look for a header by
 * its content and hand the rest to `scanTable`.
 *
 * Line ends may be LF, CR LF or CR, mixed. Each line is decoded by itself: one line in another encoding does
 * not spoil the others.
 */
import type { ByteSource } from '../model.ts'
import { decodeText, hasByteOrderMark } from './decode.ts'

export interface HeadLines {
  /** Without line ends and byte order mark. A line cut off by the limit is not among them. */
  readonly lines: readonly string[]
  /** Where each line begins; one more than lines: the last is where the line after them would begin. */
  readonly offsets: readonly number[]
}

const LF = 10
const CR = 13

export const readHeadLines = async (source: ByteSource, maxBytes: number): Promise<HeadLines> => {
  const head = await source.read(0, Math.min(maxBytes, source.size))
  return headLines(head, head.length >= source.size)
}

/** Of bytes in hand; `isWhole` when nothing follows, so that the last line needs no line end. */
export const headLines = (head: Uint8Array, isWhole: boolean): HeadLines => {
  const lines: string[] = []
  let from = hasByteOrderMark(head) ? 3 : 0
  const offsets = [from]
  for (let at = from; at < head.length; at++) {
    const byte = head[at]!
    if (byte !== LF && byte !== CR) continue
    // A CR at the very end may be half of a CR LF: then the line end belongs to what follows.
    if (byte === CR && at + 1 === head.length && !isWhole) break
    lines.push(decodeText(head.subarray(from, at)))
    if (byte === CR && head[at + 1] === LF) at++
    from = at + 1
    offsets.push(from)
  }
  if (isWhole && from < head.length) {
    lines.push(decodeText(head.subarray(from)))
    offsets.push(head.length)
  }
  return { lines, offsets }
}
