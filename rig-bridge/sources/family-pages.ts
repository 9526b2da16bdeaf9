/**
 * The pages of one family of games, opened as they turn up.
 *
 * Invariant: of a page that is not open, or is gone, nothing is read; opening again never leaves two handles.
 */
import { type OpenPage, PAGE_NAMES, type PageFamily, type PageMemory, type PageName } from './page-memory.ts'
import type { ReadPage } from './page-watch.ts'

export interface FamilyPages {
  readonly family: PageFamily
  /** Opens what is not open yet; the sentence of the first page that was refused, else null. */
  open(): string | null
  isOpen(page: PageName): boolean
  readonly read: Readonly<Record<PageName, ReadPage>>
  /** False when an open page's name stands for other bytes by now, or for none. */
  isCurrent(): boolean
  close(): void
}

export const createFamilyPages = (memory: PageMemory, family: PageFamily): FamilyPages => {
  const pages: Partial<Record<PageName, OpenPage>> = {}
  const readOf =
    (page: PageName): ReadPage =>
    into =>
      pages[page]?.read(into) ?? -1
  return {
    family,
    open() {
      let refusal: string | null = null
      for (const page of PAGE_NAMES) {
        if (pages[page]) continue
        const opening = memory.open(family, page)
        if (opening.kind === 'open') pages[page] = opening.page
        else if (opening.kind === 'refused') refusal ??= opening.message
      }
      return refusal
    },
    isOpen: page => pages[page] !== undefined,
    read: { physics: readOf('physics'), graphics: readOf('graphics'), static: readOf('static') },
    isCurrent: () => PAGE_NAMES.every(page => pages[page]?.isCurrent() ?? true),
    close() {
      for (const page of PAGE_NAMES) {
        pages[page]?.close()
        delete pages[page]
      }
    },
  }
}
