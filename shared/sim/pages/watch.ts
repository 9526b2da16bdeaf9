/** Notices when stretches of a page change, so that text is decoded only then. */
import { type Field, fieldBytes } from './layout.ts'

export interface Watch {
  /** True the first time, and whenever one of the stretches differs from the last call. */
  hasChanged(bytes: Uint8Array): boolean
  forget(): void
}

export type Stretch = readonly [at: number, length: number]

export const stretchOf = (field: Field, base = 0): Stretch => [base + field[1], fieldBytes(field)]

export const createWatch = (stretches: readonly Stretch[]): Watch => {
  const seen = new Uint8Array(stretches.reduce((sum, [, length]) => sum + length, 0))
  let isFirst = true
  return {
    hasChanged: bytes => {
      let changed = isFirst
      isFirst = false
      let to = 0
      for (const [at, length] of stretches) {
        for (let i = 0; i < length; i++, to++) {
          const byte = bytes[at + i] ?? 0
          if (seen[to] === byte) continue
          seen[to] = byte
          changed = true
        }
      }
      return changed
    },
    forget: () => {
      isFirst = true
    },
  }
}
