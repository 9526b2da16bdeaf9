/** What a pretended game is started with, and what it says of itself. */
import type { FakeLap, FakeOptions } from '#shared/sim'

/** A game that stops half-way through a page now and then, as one that has to wait for the processor does. */
export interface Tearing {
  readonly order: 'id-first' | 'id-last'
  /** Of the physics packets. */
  readonly share: number
  readonly longestMs: number
  readonly seed: number
}

export interface FakeGameOptions extends FakeOptions {
  readonly folder: string
  /** Before the names of the files. */
  readonly prefix: string
  /** How many times faster than real it drives; 1 unless given. */
  readonly speed?: number
  /** Physics packets a second of real time; 333 unless given. */
  readonly writesPerS?: number
  readonly tearing?: Tearing
}

/** Shared with the thread that writes: it counts, and writes down what every packet was. */
export const FAKE_SLOTS = { stop: 0, written: 1, lastId: 2, isOver: 3, torn: 4 } as const
export const SUMS = 65_536
export const SUMS_AT = 16
export const FAKE_SHARED_BYTES = 4 * (SUMS_AT + SUMS)

export interface FakeThreadData {
  readonly options: FakeGameOptions
  readonly shared: SharedArrayBuffer
}

export type FakeWord =
  | { readonly kind: 'driving' }
  | { readonly kind: 'lap'; readonly lap: FakeLap }
  | { readonly kind: 'over' }
