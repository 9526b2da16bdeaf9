/**
 * What tabs of one origin say to one another about who leads.
 *
 * Parties: the leader, which is the tab that holds the lock, and the others, its followers.
 *
 *   leads            a leader, to all: when it has got the lock, and when somebody else believes it leads
 *   ping n           a follower, to all: is the leader there?
 *   pong n, to       a leader, to the follower that asked
 *
 * What a tab is: undecided ─▶ following (it heard leads or pong) ─▶ leading (it was given the lock)
 *                    ▲────────── its lock was stolen ◀──────────────────┘
 *
 * Invariants: the lock alone decides who leads; messages only tell of it. A leader that leaves no pong within
 * PATIENCE_MS while the same tab holds the lock hangs, and its lock is stolen.
 * Versions: these messages stay as they are in every version, for tabs of two versions share one lock and would else
 * steal it from one another for ever; `v` says who speaks and is not judged. Anything else is ignored.
 */
import { type Id, isId } from '#shared/id'

export type TabId = Id<'tab'>

export const LEADER_VERSION = 1

/** A page that is busy for longer than this is one that a person takes for dead, too. */
export const PATIENCE_MS = 1000

/** How often a follower that is looked at asks: with PATIENCE_MS, a leader that hangs is replaced within two seconds. */
export const BEAT_MS = 1000

export type LeaderMessage =
  | { readonly kind: 'leads'; readonly from: TabId }
  | { readonly kind: 'ping'; readonly from: TabId; readonly n: number }
  | { readonly kind: 'pong'; readonly from: TabId; readonly n: number; readonly to: TabId }

export const toLeaderMessage = (message: LeaderMessage): unknown => ({ v: LEADER_VERSION, ...message })

/** Null for whatever is none. */
export const readLeaderMessage = (data: unknown): LeaderMessage | null => {
  if (typeof data !== 'object' || data === null) return null
  const { kind, from, n, to } = data as Readonly<Record<string, unknown>>
  if (!isTabId(from)) return null
  if (kind === 'leads') return { kind, from }
  if (!Number.isSafeInteger(n)) return null
  if (kind === 'ping') return { kind, from, n: n as number }
  return kind === 'pong' && isTabId(to) ? { kind, from, n: n as number, to } : null
}

export const isTabId = (value: unknown): value is TabId => isId(value)
