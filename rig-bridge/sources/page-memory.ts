/**
 * The memory pages of the games as something to open, copy from and close, the same for every system.
 *
 * Invariants: nothing here creates, changes or keeps alive a page for longer than it is open; no call throws for what
 * the system or the game does, and none waits. After `close` a page is never touched again.
 */

/** AC and ACC publish under the same names; EVO has names of its own. */
export type PageFamily = 'ac' | 'evo'
export const PAGE_FAMILIES: readonly PageFamily[] = ['ac', 'evo']

export type PageName = 'physics' | 'graphics' | 'static'
export const PAGE_NAMES: readonly PageName[] = ['physics', 'graphics', 'static']

const PREFIXES: Readonly<Record<PageFamily, string>> = { ac: 'acpmf_', evo: 'acevo_pmf_' }

export const pageToName = (family: PageFamily, page: PageName): string => `${PREFIXES[family]}${page}`

/** What the newest known version of a page holds; older ones and cramped files are shorter. */
export const PAGE_BYTES: Readonly<Record<PageFamily, Readonly<Record<PageName, number>>>> = {
  ac: { physics: 800, graphics: 1588, static: 820 },
  evo: { physics: 800, graphics: 4900, static: 208 },
}

export const MAX_PAGE_BYTES = 4900

export interface OpenPage {
  /** Copies from the page's start; the number of bytes copied, fewer when it is shorter, -1 when it cannot be read. */
  read(into: Uint8Array): number
  /** Whether the name still stands for the bytes that `read` copies. */
  isCurrent(): boolean
  close(): void
}

export type PageOpening =
  | { readonly kind: 'open'; readonly page: OpenPage }
  | { readonly kind: 'absent' }
  /** There, and not for us; the sentence says what to do. */
  | { readonly kind: 'refused'; readonly message: string }

export interface PageMemory {
  /** Where pages are looked for, in words. */
  readonly lookedFor: string
  /** What the system calls a page. */
  nameOf(family: PageFamily, page: PageName): string
  open(family: PageFamily, page: PageName): PageOpening
  /** Asks the system to wake us to the millisecond, or no longer; some need to be asked. */
  setPrecise(isPrecise: boolean): void
}
