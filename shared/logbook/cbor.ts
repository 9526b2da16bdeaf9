/**
 * Canonical dag-cbor of things from outside: what is accepted encodes to the same bytes again, so that one statement has
 * one hash.
 *
 * A walk over the heads bounds the work before anything is built: at most `MAX_DEPTH` nested, no tags, no indefinite
 * lengths, no more items announced than bytes are left. The decoder by itself takes unsorted keys, short floats, undefined
 * and broken UTF-8; comparing the bytes with what they encode to refuses those.
 */
import { decode, encode } from '@ipld/dag-cbor'
import type { Bytes } from '#shared/blob'

/** Bodies of today have four levels. */
export const MAX_DEPTH = 16

/** Undefined for anything that is not canonical; never throws. */
export const decodeCanonical = (bytes: Uint8Array): unknown => {
  if (!isBounded(bytes)) return undefined
  try {
    const value: unknown = decode(bytes)
    return isEqual(encode(value), bytes) ? value : undefined
  } catch {
    return undefined
  }
}

/** Throws for what cannot be written: undefined, NaN, functions. */
export const encodeCanonical = (value: unknown): Bytes => {
  const bytes = encode(value)
  return new Uint8Array(bytes)
}

export const isEqual = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Bytes of a head's argument by its low five bits; 24 to 27 say how many follow. */
const ARGUMENT_BYTES = [1, 2, 4, 8]

/** One item, well nested and within the bounds, and nothing after it. */
const isBounded = (bytes: Uint8Array): boolean => {
  const left: number[] = [1]
  let at = 0
  while (left.length > 0) {
    const depth = left.length - 1
    if (left[depth] === 0) {
      left.pop()
      continue
    }
    left[depth]!--
    if (at >= bytes.length) return false
    const head = bytes[at++]!
    const major = head >> 5
    const low = head & 31
    if (major === 6 || low > 27) return false
    let argument = low
    if (low >= 24) {
      const width = ARGUMENT_BYTES[low - 24]!
      if (at + width > bytes.length) return false
      argument = 0
      for (let i = 0; i < width; i++) argument = argument * 256 + bytes[at + i]!
      at += width
    }
    if (major === 2 || major === 3) {
      at += argument
      if (at > bytes.length) return false
    } else if (major === 4 || major === 5) {
      const items = major === 4 ? argument : 2 * argument
      if (items > bytes.length - at || left.length > MAX_DEPTH) return false
      left.push(items)
    }
  }
  return at === bytes.length
}
