/**
 * Looking for a game: which family's counters move. Pages that stand still are closed and opened again once a second,
 * so that the memory of a game that is gone is not kept alive by us and a new game's is found.
 */
import { createFamilyPages, type FamilyPages } from './family-pages.ts'
import { PAGE_BYTES, PAGE_FAMILIES, type PageMemory } from './page-memory.ts'
import type { ReaderState } from './records.ts'
import { shortPhysics } from './words.ts'

const OPEN_EVERY_MS = 250
const REOPEN_EVERY_MS = 1000
const PEEK_EVERY_MS = 20
/** What the oldest known games wrote, rounded down. */
export const MIN_PHYSICS_BYTES = 256
export const MIN_GRAPHICS_BYTES = 256

export type Finding =
  /** Its pages are open, and the caller's from now on. */
  | { readonly kind: 'moving'; readonly pages: FamilyPages }
  | { readonly kind: 'nothing'; readonly state: ReaderState; readonly waitMs: number }

interface Candidate {
  readonly pages: FamilyPages
  openedMs: number
  physicsId: number | null
  graphicsId: number | null
  refusal: string | null
}

export interface Search {
  look(nowMs: number): Finding
  close(): void
}

export const createSearch = (memory: PageMemory): Search => {
  const peeked = Buffer.alloc(MIN_PHYSICS_BYTES)
  const strings = Buffer.alloc(PAGE_BYTES.ac.static)
  let triedMs = Number.NEGATIVE_INFINITY
  const candidates = PAGE_FAMILIES.map(family => createCandidate(memory, family))

  const idOf = (candidate: Candidate, page: 'physics' | 'graphics'): number | null =>
    candidate.pages.read[page](peeked) < MIN_PHYSICS_BYTES ? null : peeked.readInt32LE(0)

  const isMoving = (candidate: Candidate): boolean => {
    const physicsId = idOf(candidate, 'physics')
    const graphicsId = idOf(candidate, 'graphics')
    const hasMoved =
      (physicsId !== null && candidate.physicsId !== null && physicsId !== candidate.physicsId) ||
      (graphicsId !== null && candidate.graphicsId !== null && graphicsId !== candidate.graphicsId)
    candidate.physicsId = physicsId
    candidate.graphicsId = graphicsId
    // Without the car's own page there is nothing to record.
    return hasMoved && physicsId !== null
  }

  const open = (nowMs: number): void => {
    triedMs = nowMs
    for (const candidate of candidates) {
      if (nowMs - candidate.openedMs >= REOPEN_EVERY_MS) {
        forget(candidate)
        candidate.openedMs = nowMs
      }
      candidate.refusal = candidate.pages.open()
    }
  }

  const stateOf = (): ReaderState => {
    const refusal = candidates.find(candidate => candidate.refusal)?.refusal
    if (refusal) return { kind: 'unreadable', message: refusal }
    const open = candidates.filter(({ pages }) => pages.isOpen('physics'))
    const [first] = open
    if (!first) return { kind: 'searching', lookedFor: memory.lookedFor }
    for (const { pages } of open) {
      const bytes = pages.read.physics(peeked)
      if (bytes > 0 && bytes < MIN_PHYSICS_BYTES)
        return { kind: 'unreadable', message: shortPhysics(memory.nameOf(pages.family, 'physics'), bytes) }
    }
    const { family, read } = first.pages
    const count = Math.max(0, read.static(strings))
    return { kind: 'idle', family, strings: new Uint8Array(strings.subarray(0, count)) }
  }

  return {
    look(nowMs) {
      if (nowMs - triedMs >= OPEN_EVERY_MS) open(nowMs)
      const moving = candidates.find(isMoving)
      if (moving) {
        const { pages } = moving
        candidates[candidates.indexOf(moving)] = createCandidate(memory, pages.family)
        for (const candidate of candidates) forget(candidate)
        return { kind: 'moving', pages }
      }
      const isAnyOpen = candidates.some(({ pages }) => pages.isOpen('physics') || pages.isOpen('graphics'))
      return { kind: 'nothing', state: stateOf(), waitMs: isAnyOpen ? PEEK_EVERY_MS : OPEN_EVERY_MS }
    },
    close() {
      for (const candidate of candidates) forget(candidate)
    },
  }
}

const createCandidate = (memory: PageMemory, family: FamilyPages['family']): Candidate => ({
  pages: createFamilyPages(memory, family),
  openedMs: Number.NEGATIVE_INFINITY,
  physicsId: null,
  graphicsId: null,
  refusal: null,
})

const forget = (candidate: Candidate): void => {
  candidate.pages.close()
  candidate.physicsId = null
  candidate.graphicsId = null
}
