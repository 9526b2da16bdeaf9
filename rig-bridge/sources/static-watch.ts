/**
 * The static page, which has no counter: handed over when it has changed and two copies in a row are equal.
 *
 * A copy taken while the game fills the page is put right by the next look: what differs is handed over again.
 */
import type { ReadPage } from './page-watch.ts'

export interface StaticWatch {
  look(read: ReadPage, nowMs: number): void
  /** Hands over the next copy even if it has not changed: the last one did not arrive. */
  forget(): void
}

/** False: it did not arrive. */
export type TakeStatic = (bytes: Uint8Array, atMs: number) => boolean

export const createStaticWatch = (maxBytes: number, take: TakeStatic): StaticWatch => {
  let given = Buffer.alloc(0)
  const first = Buffer.alloc(maxBytes)
  const second = Buffer.alloc(maxBytes)
  return {
    look(read, nowMs) {
      const count = read(first)
      if (count <= 0 || read(second) !== count) return
      const bytes = first.subarray(0, count)
      if (!bytes.equals(second.subarray(0, count)) || bytes.equals(given)) return
      given = take(bytes, nowMs) ? Buffer.from(bytes) : Buffer.alloc(0)
    },
    forget() {
      given = Buffer.alloc(0)
    },
  }
}
