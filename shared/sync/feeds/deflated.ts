/**
 * Entries of a batch are much alike, so they travel deflated: a session entry of 20 laps is 1,710 bytes with its signature
 * and some 900 in a batch.
 *
 * Invariants of inflating: whoever calls checked the announced size; no more than that and what one piece grows to is ever
 * made of what came; anything that is not exactly so large throws `Malformed`.
 */
import { deflateSync, Inflate } from 'fflate'
import { Malformed } from '../bytes.ts'

/** Deflating and inflating as messages need it, by whatever the platform has. */
export interface Packing {
  /** Without a header. */
  deflate(bytes: Uint8Array): Uint8Array
  /** Throws for whatever is not exactly so large; makes no more than that of what came. */
  inflate(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>
}

/** One that answers at once. */
export interface PromptPacking extends Packing {
  inflate(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer>
}

/**
 * What one piece can grow to, by deflate's thousandfold, is 4 MB, and some 12 MB with what the inflater copies meanwhile:
 * what a liar costs before it is dropped. With pieces of 16 KiB it was seen to be 84 MB.
 */
const PIECE_BYTES = 4 * 1024

/** 2,500 sessions take 0.3 s. */
export const deflated = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 6 })

export const inflated = (packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(size)
  let filled = 0
  let hasEnded = false
  const stream = new Inflate((part, isLast) => {
    if (part.length > size - filled) throw new Malformed('more was deflated than announced')
    whole.set(part, filled)
    filled += part.length
    hasEnded = isLast
  })
  try {
    for (let at = 0; at < packed.length; at += PIECE_BYTES)
      stream.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.length)
  } catch (error) {
    throw error instanceof Malformed ? error : new Malformed('what came is not deflated')
  }
  if (!hasEnded || filled !== size) throw new Malformed('less was deflated than announced')
  return whole
}

/** In JavaScript, for whoever has nothing else. */
export const plainPacking: PromptPacking = { deflate: deflated, inflate: inflated }
