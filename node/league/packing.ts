/** zlib, for the entries a program sends and is sent. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Packing } from '#shared/sync'

const LEVEL = 6

export const nodePacking: Packing = {
  deflate: bytes => deflateRawSync(bytes, { level: LEVEL }),
  inflate(packed, size) {
    // No limit can be zero.
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
    if (bytes.length !== size) throw new RangeError('less was deflated than announced')
    return new Uint8Array(bytes)
  },
}
