/**
 * The reading itself, one step at a time: finds a game, follows it while it is live, sees it go and come back, and
 * tells the time of day.
 *
 * A game is live while a counter of its pages moves: pages that only lie there are those of a game that is gone, or
 * has not begun, and nothing of them is handed over. `step` never waits and never throws for what a game or the system
 * does; it answers when it wants to be called next.
 */

import type { FamilyPages } from './family-pages.ts'
import { createLiveGame, type LiveGame } from './live-game.ts'
import { createOutlet } from './outlet.ts'
import type { PageMemory } from './page-memory.ts'
import type { ReaderClock, ReaderState } from './records.ts'
import type { Ring } from './ring.ts'
import { createSearch } from './search.ts'

export interface ReaderOptions {
  readonly memory: PageMemory
  readonly ring: Ring
  readonly clock: ReaderClock
  /** How many times faster than real the game runs: instants advance as much faster than the clock. */
  readonly timeScale: number
  /** Is told when it has changed. */
  readonly tell: (state: ReaderState) => void
}

export interface Reader {
  /** The milliseconds until the next step is due. */
  step(): number
  close(): void
}

const CLOCK_EVERY_MS = 1000
/** Further apart than this the time of day was set, or the machine slept. */
const CLOCK_JUMP_MS = 1000

export const createReader = ({ memory, ring, clock, timeScale, tell }: ReaderOptions): Reader => {
  const originMs = clock.now()
  // Scaled about the start, so that a fast game's instants and the clock's begin together.
  const outlet = createOutlet(ring, nowMs => originMs + (nowMs - originMs) * timeScale)
  const search = createSearch(memory)
  let live: { readonly pages: FamilyPages; readonly game: LiveGame } | null = null
  const before = { packets: 0, seen: 0, torn: 0 }
  let told: ReaderState | null = null
  let wallMinusNowMs: number | null = null
  let clockDueMs = originMs

  const say = (state: ReaderState): void => {
    if (told && isSame(told, state)) return
    told = state
    tell(state)
  }

  const tellClock = (nowMs: number): void => {
    if (nowMs < clockDueMs) return
    clockDueMs = nowMs + CLOCK_EVERY_MS
    const wallMs = clock.wall()
    const difference = wallMs - nowMs
    if (wallMinusNowMs !== null && Math.abs(difference - wallMinusNowMs) <= CLOCK_JUMP_MS) return
    wallMinusNowMs = difference
    outlet.clock(nowMs, wallMs, clock.utcOffsetMin())
  }

  const publish = (): void => {
    const { packets, seen, torn } = live?.game.counts ?? { packets: 0, seen: 0, torn: 0 }
    ring.set('packets', before.packets + packets)
    ring.set('seen', before.seen + seen)
    ring.set('torn', before.torn + torn)
  }

  const leave = (): void => {
    if (!live) return
    before.packets += live.game.counts.packets
    before.seen += live.game.counts.seen
    before.torn += live.game.counts.torn
    live.pages.close()
    live = null
    memory.setPrecise(false)
  }

  const follow = (nowMs: number): number => {
    const step = live!.game.step(nowMs)
    if (step.kind === 'live') {
      publish()
      say(step.state)
      return step.waitMs
    }
    leave()
    publish()
    outlet.away(nowMs)
    return 0
  }

  return {
    step() {
      const nowMs = clock.now()
      tellClock(nowMs)
      if (live) return follow(nowMs)
      const found = search.look(nowMs)
      if (found.kind === 'nothing') {
        say(found.state)
        return found.waitMs
      }
      live = { pages: found.pages, game: createLiveGame(memory, found.pages, outlet, nowMs) }
      memory.setPrecise(true)
      return follow(nowMs)
    },
    close() {
      leave()
      search.close()
    },
  }
}

const isSame = (a: ReaderState, b: ReaderState): boolean => {
  if (a === b) return true
  if (a.kind === 'unreadable') return b.kind === 'unreadable' && a.message === b.message
  if (a.kind === 'idle')
    return b.kind === 'idle' && a.family === b.family && Buffer.compare(a.strings, b.strings) === 0
  return a.kind === b.kind && (a.kind !== 'reading' || b.kind !== 'reading' || a.family === b.family)
}
