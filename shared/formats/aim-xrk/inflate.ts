/**
 * XRZ: an XRK file inside one zlib stream.
 *
 * A logger that loses power leaves the stream cut; whatever inflated is kept. The header is checked here and the
 * deflate data inside is inflated bit by bit, so that the missing checksum of a cut stream is no error.
 * Limits: a stream that grows beyond MAX_INFLATED, or beyond what a log can be squeezed, is no log.
 */
import { Inflate } from 'fflate'
import type { ByteSource } from '../model.ts'
import { looksLikeXrk } from './message.ts'

/** 24 hours of a richly equipped car have some 400 MB. */
const MAX_INFLATED = 512 << 20
/** Real logs inflate threefold; deflate itself goes to a thousandfold. */
const MAX_RATIO = 60
/** The ratio says nothing about a few kilobytes. */
const FREE_BYTES = 4 << 20
/** At most this much compressed data is lost where a stream breaks. */
const PIECE = 16 * 1024
const READ = 1 << 20
const PROBE = 4096

export type Inflated =
  | { readonly kind: 'whole' | 'cut'; readonly source: ByteSource }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'cancelled' }

/** CM = 8, a window of at most 32 kB, a header that divides by 31, no preset dictionary. */
export const looksLikeZlib = (head: Uint8Array): boolean =>
  head.length > 2 &&
  (head[0]! & 15) === 8 &&
  head[0]! >> 4 <= 7 &&
  ((head[0]! << 8) | head[1]!) % 31 === 0 &&
  (head[1]! & 32) === 0

export const looksLikeXrz = (head: Uint8Array): boolean => {
  if (!looksLikeZlib(head)) return false
  // A stored block, which is handed out only when all its 64 kB are there.
  if ((head[2]! & 6) === 0) return looksLikeXrk(head.subarray(7))
  let isXrk = false
  const stream = new Inflate(data => {
    if (data.length > 0 && !isXrk) isXrk = looksLikeXrk(data)
  })
  try {
    stream.push(head.subarray(2, PROBE))
  } catch {
    return false
  }
  return isXrk
}

export const inflateSource = async (
  source: ByteSource,
  onProgress: (done: number) => void,
  isCancelled: () => boolean,
): Promise<Inflated> => {
  const limit = Math.min(MAX_INFLATED, FREE_BYTES + source.size * MAX_RATIO)
  const pieces: Uint8Array[] = []
  let size = 0
  let isBroken = false
  const stream = new Inflate(data => {
    if (data.length === 0) return
    pieces.push(data)
    size += data.length
  })
  for (let offset = 2; offset < source.size && !isBroken; ) {
    if (isCancelled()) return { kind: 'cancelled' }
    const read = await source.read(offset, READ)
    if (read.length === 0) break
    offset += read.length
    for (let at = 0; at < read.length && !isBroken; at += PIECE) {
      isBroken = !pushed(stream, read.subarray(at, at + PIECE), false)
      if (size > limit) return { kind: 'too-large' }
    }
    onProgress(offset / source.size)
  }
  // Only the last push tells whether the stream came to its end.
  const isWhole = !isBroken && pushed(stream, new Uint8Array(0), true)
  return { kind: isWhole ? 'whole' : 'cut', source: sourceOfPieces(source.name, pieces, size) }
}

/** fflate throws on data that is no deflate stream, and at the end of one that is cut. */
const pushed = (stream: Inflate, data: Uint8Array, isFinal: boolean): boolean => {
  try {
    stream.push(data, isFinal)
    return true
  } catch {
    return false
  }
}

const sourceOfPieces = (name: string, pieces: readonly Uint8Array[], size: number): ByteSource => {
  const starts: number[] = []
  let start = 0
  for (const piece of pieces) {
    starts.push(start)
    start += piece.length
  }
  /** The piece that holds a byte. */
  const pieceAt = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    name,
    size,
    read: (offset, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
      for (let at = 0, k = pieceAt(offset); at < bytes.length; k++) {
        const part = pieces[k]!.subarray(offset + at - starts[k]!)
        const fitting = part.subarray(0, bytes.length - at)
        bytes.set(fitting, at)
        at += fitting.length
      }
      return Promise.resolve(bytes)
    },
  }
}
