/**
 * One time axis over every run of the bridge. Each source counts from an origin of its own, so after a restart its
 * times are moved to go on from the last one kept, by as much as the clock of the wall says has passed; a wall clock
 * that was set back, or a source that runs faster than it, cannot make time go backwards. Between the two is a gap
 * 'stopped'. A source that begins again within one run is treated the same.
 *
 * The last clock, identity and words are remembered: a segment begins with them, and can be read without the others.
 */
import type { SimClock, SimEvent, SimIdentity, SimWords } from '#shared/sim'
import { endOf, movedBy, startOf } from './event-time.ts'

export interface TimelineState {
  readonly lastMs: number
  readonly clock: SimClock | null
}

export interface Timeline {
  /** Moved to this axis, with a gap in front where time was missed. */
  moved(events: readonly SimEvent[]): readonly SimEvent[]
  /** The same without moving: events that are on this axis already. */
  saw(event: SimEvent): void
  state(): TimelineState
  context(): SimEvent[]
}

/** A loop that was held up hands over samples and words of some seconds one after the other; a source that starts again is further back. */
const BACKWARDS_MS = 5000
/** A stop shorter than this cannot be told from none; time still has to go on. */
const STEP_MS = 1

const usable = (state: TimelineState): boolean => Number.isFinite(state.lastMs)

export const createTimeline = (from: TimelineState | null): Timeline => {
  let lastMs = from?.lastMs ?? Number.NEGATIVE_INFINITY
  let clock: SimClock | null = from?.clock ?? null
  let identity: SimIdentity | null = null
  let words: SimWords | null = null
  let byMs = 0
  let isContinuing = false

  const saw = (event: SimEvent): void => {
    lastMs = Math.max(lastMs, endOf(event))
    if (event.kind === 'clock') clock = event
    if (event.kind === 'identity') identity = event
    if (event.kind === 'words') words = event
  }

  /** How far the source's times are moved so that they go on from ours. */
  const shiftFor = (first: SimEvent): number => {
    const atLeast = lastMs + STEP_MS - startOf(first)
    if (first.kind !== 'clock' || !clock) return atLeast
    const byClock = clock.atMs + (first.epochMs - clock.epochMs) - first.atMs
    return Math.max(byClock, atLeast)
  }

  const join = (first: SimEvent): SimEvent[] => {
    byMs = usable({ lastMs, clock }) ? shiftFor(first) : 0
    isContinuing = true
    if (!usable({ lastMs, clock })) return []
    return [{ kind: 'gap', fromMs: lastMs, toMs: startOf(first) + byMs, why: 'stopped' }]
  }

  return {
    saw,
    moved: events => {
      const moved: SimEvent[] = []
      for (const event of events) {
        const isBack = isContinuing && endOf(event) + byMs < lastMs - BACKWARDS_MS
        if (!isContinuing || isBack) moved.push(...join(event))
        const now = movedBy(event, byMs)
        saw(now)
        moved.push(now)
      }
      return moved
    },
    state: () => ({ lastMs, clock }),
    context: () => [clock, identity, words].filter(event => event !== null),
  }
}
