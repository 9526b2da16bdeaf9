/**
 * Canonical dag-cbor, so that one statement has one hash: written by the library of that name, read by a decoder that
 * refuses whatever the library would not write (`canonical.ts`).
 */
import { encode } from '@ipld/dag-cbor'
import type { Bytes } from '#shared/blob'

export { decodeCanonical, MAX_DEPTH } from './canonical.ts'

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
