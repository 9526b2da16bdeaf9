/** What the reading thread sends through the ring, and what it says of its state. */
import type { SourceState } from '#shared/sim'
import type { PageFamily, PageName } from './page-memory.ts'

export const CLOCK_RECORD = 1
export const AWAY_RECORD = 2
export const GAP_RECORD = 3
const FIRST_PAGE = 16

const PLACES: readonly (readonly [PageFamily, PageName])[] = [
  ['ac', 'physics'],
  ['ac', 'graphics'],
  ['ac', 'static'],
  ['evo', 'physics'],
  ['evo', 'graphics'],
  ['evo', 'static'],
]

export const pageToKind = (family: PageFamily, page: PageName): number =>
  FIRST_PAGE + PLACES.findIndex(place => place[0] === family && place[1] === page)

export const kindToPage = (kind: number): readonly [PageFamily, PageName] | null =>
  PLACES[kind - FIRST_PAGE] ?? null

/** Two numbers: epoch and minutes east of UTC of a clock, the two ends of a gap. */
export const pairToBytes = (first: number, second: number): Uint8Array =>
  new Uint8Array(Float64Array.of(first, second).buffer)

export const bytesToPair = (bytes: Uint8Array): readonly [number, number] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return [view.getFloat64(0, true), view.getFloat64(8, true)]
}

/** As SourceState, without what only the other thread knows: the game by its strings, and the rate. */
export type ReaderState =
  | Extract<SourceState, { kind: 'searching' | 'unreadable' }>
  | { readonly kind: 'idle'; readonly family: PageFamily; readonly strings: Uint8Array }
  | { readonly kind: 'reading'; readonly family: PageFamily }

export interface ReaderClock {
  /** Monotonic milliseconds, with fractions. */
  now(): number
  /** The time of day, in milliseconds of the epoch. */
  wall(): number
  utcOffsetMin(): number
}

/** What the reading thread is started with. */
export interface ReaderThreadData {
  readonly ringMemory: SharedArrayBuffer
  readonly system: 'linux' | 'windows'
  readonly folder: string
  readonly prefix: string
  readonly timeScale: number
  /** The machine's monotonic milliseconds at the origin of the source's clock. */
  readonly originMs: number
}
