/**
 * Which entries come before which on one feed, for those who name where somebody's word ends.
 *
 * Invariants: the answer depends on the set of entries only. A feed that never forked is in order of seq, so nothing
 * of it needs to be known; of one that forked, all entries have to be given. A tip that is not here names a branch that
 * is not here: what lies before its seq is taken to be common, what lies at or after it is not.
 */
import type { Tip, VerifiedEntry } from './entry.ts'
import type { DeviceId, EntryHash, PersonId } from './ids.ts'

export interface Fork {
  readonly device: DeviceId
  readonly person: PersonId
  /** The first seq of which there are several. */
  readonly seq: number
  /** How many ends the feed has. */
  readonly branches: number
}

/** All of an entry that says where in its feed it stands. */
export interface Placed {
  readonly device: DeviceId
  readonly hash: EntryHash
  readonly entry: { readonly seq: number }
}

export interface Lineage {
  /** Whether this entry is what the tip names, or comes before it on its branch. */
  isWithin(entry: Placed, tip: Tip): boolean
  /** In order of device. */
  readonly forks: readonly Fork[]
}

/** `entries`: in any order; at least all entries of every feed that forked. */
export const lineageOf = (entries: readonly VerifiedEntry[]): Lineage => {
  const forked = forkedFeeds(entries)
  const reached = new Map<EntryHash, ReadonlySet<EntryHash>>()
  const before = (feed: Feed, tip: Tip): ReadonlySet<EntryHash> => {
    const known = reached.get(tip.hash)
    if (known) return known
    const path = new Set<EntryHash>()
    for (let at = feed.get(tip.hash); at; at = at.entry.prev === null ? undefined : feed.get(at.entry.prev)) {
      path.add(at.hash)
    }
    reached.set(tip.hash, path)
    return path
  }
  return {
    isWithin: (entry, tip) => {
      if (entry.device !== tip.device || entry.entry.seq > tip.seq) return false
      const feed = forked.get(tip.device)
      if (!feed) return true
      if (!feed.has(tip.hash)) return entry.entry.seq < tip.seq
      return before(feed, tip).has(entry.hash)
    },
    forks: Array.from(forked, ([device, feed]) => forkOf(device, feed)).sort((a, b) =>
      a.device < b.device ? -1 : 1,
    ),
  }
}

type Feed = ReadonlyMap<EntryHash, VerifiedEntry>

/** A fork shows as two entries of one seq. */
const forkedFeeds = (entries: readonly VerifiedEntry[]): ReadonlyMap<DeviceId, Feed> => {
  const seen = new Map<DeviceId, Map<number, EntryHash>>()
  const forked = new Map<DeviceId, Map<EntryHash, VerifiedEntry>>()
  for (const { device, hash, entry } of entries) {
    const places = seen.get(device) ?? new Map<number, EntryHash>()
    seen.set(device, places)
    const other = places.get(entry.seq)
    if (other === undefined) places.set(entry.seq, hash)
    else if (other !== hash) forked.set(device, new Map())
  }
  if (forked.size > 0) for (const entry of entries) forked.get(entry.device)?.set(entry.hash, entry)
  return forked
}

const forkOf = (device: DeviceId, feed: Feed): Fork => {
  const places = new Map<number, number>()
  const continued = new Set<EntryHash>()
  for (const { entry } of feed.values()) {
    places.set(entry.seq, (places.get(entry.seq) ?? 0) + 1)
    if (entry.prev !== null) continued.add(entry.prev)
  }
  const doubled = Array.from(places).flatMap(([seq, count]) => (count > 1 ? [seq] : []))
  const [first] = feed.values()
  return {
    device,
    person: first!.entry.person,
    seq: doubled.reduce((a, b) => Math.min(a, b)),
    branches: Array.from(feed.keys()).filter(hash => !continued.has(hash)).length,
  }
}
