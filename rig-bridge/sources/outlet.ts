/**
 * What the reader puts into the ring, in order and complete: a page that finds no room is dropped and becomes part of a
 * gap, and what must not be lost (a gap, the clock, the end of the game) waits for room.
 *
 * Invariant: instants never go backwards over all records, and those of physics pages increase strictly.
 */
import type { PageFamily, PageName } from './page-memory.ts'
import { AWAY_RECORD, CLOCK_RECORD, GAP_RECORD, pageToKind, pairToBytes } from './records.ts'
import type { Ring } from './ring.ts'

export interface Outlet {
  /** False when it was dropped. */
  page(family: PageFamily, page: PageName, bytes: Uint8Array, nowMs: number): boolean
  gap(fromMs: number, toMs: number): void
  clock(nowMs: number, epochMs: number, utcOffsetMin: number): void
  away(nowMs: number): void
}

const NOTHING = new Uint8Array(0)
/** Smaller than any step of the clock that matters, larger than its grain. */
const TICK_MS = 0.001

/** What the record of a gap takes beside a page. */
const GAP_ROOM = 64

interface Waiting {
  readonly kind: number
  readonly atMs: number
  readonly payload: Uint8Array
}

/** `instantOf` turns the reader's milliseconds into the source's. */
export const createOutlet = (ring: Ring, instantOf: (nowMs: number) => number): Outlet => {
  let lastMs = Number.NEGATIVE_INFINITY
  let physicsMs = Number.NEGATIVE_INFINITY
  /** A few a minute at most, however long nobody drains. */
  const waiting: Waiting[] = []
  let droppedFromMs: number | null = null

  const flush = (): boolean => {
    while (waiting[0] && ring.put(waiting[0].kind, waiting[0].atMs, waiting[0].payload)) waiting.shift()
    return waiting.length === 0
  }

  const gap = (fromMs: number, toMs: number): void => {
    lastMs = Math.max(lastMs, toMs)
    waiting.push({ kind: GAP_RECORD, atMs: lastMs, payload: pairToBytes(fromMs, toMs) })
    flush()
  }

  const endDrop = (atMs: number): void => {
    if (droppedFromMs === null) return
    gap(droppedFromMs, atMs)
    droppedFromMs = null
  }

  const must = (kind: number, atMs: number, payload: Uint8Array): void => {
    endDrop(atMs)
    lastMs = Math.max(lastMs, atMs)
    waiting.push({ kind, atMs: lastMs, payload })
    flush()
  }

  return {
    page(family, page, bytes, nowMs) {
      const isPhysics = page === 'physics'
      const at = Math.max(lastMs, isPhysics ? physicsMs + TICK_MS : lastMs, instantOf(nowMs))
      const kind = pageToKind(family, page)
      const hasRoom = flush() && ring.hasRoom(bytes.length + GAP_ROOM)
      if (hasRoom) endDrop(at)
      if (hasRoom && ring.put(kind, at, bytes)) {
        lastMs = at
        if (isPhysics) physicsMs = at
        return true
      }
      ring.set('dropped', ring.get('dropped') + 1)
      droppedFromMs ??= Number.isFinite(lastMs) ? lastMs : at
      return false
    },
    gap: (fromMs, toMs) => gap(instantOf(fromMs), instantOf(toMs)),
    clock: (nowMs, epochMs, utcOffsetMin) =>
      must(CLOCK_RECORD, instantOf(nowMs), pairToBytes(epochMs, utcOffsetMin)),
    away: nowMs => must(AWAY_RECORD, instantOf(nowMs), NOTHING),
  }
}
