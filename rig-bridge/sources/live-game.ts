/**
 * A game that is live: looks at its pages, hands over what is whole, and says when the game is gone.
 *
 * Physics are looked at with every step, a millisecond or two apart; the graphics page, written with every picture, every few milliseconds; the
 * static page once a second and when a counter begins again. A stretch is a gap when packets were missed and it lasted
 * longer than a sample may be away; a game that only stood still left none out.
 */
import type { FamilyPages } from './family-pages.ts'
import type { Outlet } from './outlet.ts'
import { PAGE_BYTES, type PageMemory } from './page-memory.ts'
import { createPageWatch, type WatchCounts } from './page-watch.ts'
import type { ReaderState } from './records.ts'
import { MIN_GRAPHICS_BYTES, MIN_PHYSICS_BYTES } from './search.ts'
import { createStaticWatch } from './static-watch.ts'
import { missingPage, shortGraphics, shortPhysics } from './words.ts'

const RESTING_STEP_MS = 20
/** A game that wrote nothing for so long is in a menu or paused, and may be looked at less often. */
const RESTING_AFTER_MS = 500
const GRAPHICS_EVERY_MS = 4
const STATIC_EVERY_MS = 1000
const CURRENT_EVERY_MS = 250
const STALE_AFTER_MS = 1500
const REOPEN_EVERY_MS = 1000
const GAP_MS = 30
/** Of the graphics page of both families; the status 'pause'. */
const STATUS_AT = 4
const PAUSED = 3
/** EVO's lap times begin behind the tyres and instruments; a file that ends before them times no laps. */
const EVO_GRAPHICS_MIN = 2988

export type LiveStep =
  | { readonly kind: 'live'; readonly state: ReaderState; readonly waitMs: number }
  | { readonly kind: 'gone' }

export interface LiveGame {
  readonly counts: WatchCounts
  step(nowMs: number): LiveStep
}

export const createLiveGame = (
  memory: PageMemory,
  pages: FamilyPages,
  outlet: Outlet,
  startMs: number,
): LiveGame => {
  const { family, read } = pages
  const reading: ReaderState = { kind: 'reading', family }
  const sizes = PAGE_BYTES[family]
  const minGraphics = family === 'evo' ? EVO_GRAPHICS_MIN : MIN_GRAPHICS_BYTES
  let movedMs = startMs
  let physicsMs = startMs
  let graphicsDueMs = startMs
  let staticDueMs = startMs
  let currentDueMs = startMs + CURRENT_EVERY_MS
  let reopenDueMs = startMs + STALE_AFTER_MS
  let lastGivenMs: number | null = null
  let graphicsBytes = 0
  let physicsBytes = 0
  let isPaused = false

  const strings = createStaticWatch(sizes.static, (bytes, atMs) => outlet.page(family, 'static', bytes, atMs))

  const physics = createPageWatch(sizes.physics, MIN_PHYSICS_BYTES, (bytes, atMs, steps) => {
    if (steps === 0) strings.look(read.static, atMs)
    else if (steps > 1 && lastGivenMs !== null && atMs - lastGivenMs > GAP_MS) outlet.gap(lastGivenMs, atMs)
    lastGivenMs = atMs
    if (!outlet.page(family, 'physics', bytes, atMs)) strings.forget()
  })
  const graphics = createPageWatch(sizes.graphics, MIN_GRAPHICS_BYTES, (bytes, atMs, steps) => {
    if (steps === 0) strings.look(read.static, atMs)
    outlet.page(family, 'graphics', bytes, atMs)
  })
  const readPhysics = (into: Uint8Array): number => {
    physicsBytes = read.physics(into)
    return physicsBytes
  }
  const readGraphics = (into: Uint8Array): number => {
    graphicsBytes = read.graphics(into)
    if (graphicsBytes > STATUS_AT) isPaused = into[STATUS_AT] === PAUSED
    return graphicsBytes
  }

  const complaint = (): string | null => {
    if (physicsBytes < MIN_PHYSICS_BYTES)
      return shortPhysics(memory.nameOf(family, 'physics'), Math.max(0, physicsBytes))
    if (!pages.isOpen('graphics')) return missingPage(memory.nameOf(family, 'graphics'))
    if (graphicsBytes < minGraphics)
      return shortGraphics(memory.nameOf(family, 'graphics'), Math.max(0, graphicsBytes), sizes.graphics)
    return null
  }

  /** Whether the game is still there: its names, and its memory through a new handle. */
  const isThere = (nowMs: number): boolean => {
    if (nowMs >= currentDueMs) {
      currentDueMs = nowMs + CURRENT_EVERY_MS
      if (!pages.isCurrent()) return false
      // A page that came later than the others.
      pages.open()
    }
    if (nowMs - movedMs < STALE_AFTER_MS || nowMs < reopenDueMs) return true
    reopenDueMs = nowMs + REOPEN_EVERY_MS
    pages.close()
    pages.open()
    return isPaused && pages.isOpen('physics')
  }

  return {
    counts: physics.counts,
    step(nowMs) {
      // Physics first, right after the clock was read: what lies between is an error of the sample's time.
      if (physics.look(readPhysics, nowMs) === 'new') {
        movedMs = nowMs
        physicsMs = nowMs
      }
      if (nowMs >= staticDueMs) {
        staticDueMs = nowMs + STATIC_EVERY_MS
        strings.look(read.static, nowMs)
      }
      if (nowMs >= graphicsDueMs) {
        graphicsDueMs = nowMs + GRAPHICS_EVERY_MS
        if (graphics.look(readGraphics, nowMs) === 'new') movedMs = nowMs
      }
      if (!isThere(nowMs)) return { kind: 'gone' }
      const message = complaint()
      const isResting = nowMs - physicsMs > RESTING_AFTER_MS
      return {
        kind: 'live',
        state: message === null ? reading : { kind: 'unreadable', message },
        waitMs: isResting ? RESTING_STEP_MS : physics.waitMs(nowMs),
      }
    },
  }
}
