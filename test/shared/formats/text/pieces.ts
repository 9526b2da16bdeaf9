/** A source that answers every read with a short piece, so that rows, numbers and letters are cut anywhere. */
import type { ByteSource } from '../../../../shared/formats/model.ts'

/** `lengths` are used in turn, each at least 1. */
export const choppedSource = (bytes: Uint8Array, lengths: readonly number[]): ByteSource => {
  let turn = 0
  return {
    name: 'chopped',
    size: bytes.length,
    read: (offset, length) => {
      const want = Math.max(1, lengths[turn++ % lengths.length]!)
      return Promise.resolve(bytes.slice(offset, offset + Math.min(length, want)))
    },
  }
}
