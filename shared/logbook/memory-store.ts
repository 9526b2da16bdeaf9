/**
 * An entry store that forgets everything with the program: for tests, the network simulator and a newcomer's first glimpse.
 * It answers exactly like the durable ones.
 */
import { owned } from './codec.ts'
import type { Tip, VerifiedEntry } from './entry.ts'
import type { DeviceId, EntryHash } from './ids.ts'
import { lostEnds, sortOut } from './losses.ts'
import type { EntryStore } from './store.ts'

interface Feed {
  /** In order of seq, then hash. */
  readonly entries: VerifiedEntry[]
  readonly tips: Map<EntryHash, VerifiedEntry>
  bytes: number
  /** What a test damaged: see `EntryStore.mend`. */
  lost: readonly Tip[]
  aside: readonly VerifiedEntry[]
}

type Loss = Pick<Feed, 'lost' | 'aside'> & { readonly device: DeviceId }

const newFeed = (): Feed => ({ entries: [], tips: new Map(), bytes: 0, lost: [], aside: [] })

export interface MemoryEntryStore extends EntryStore {
  /** What would be on disk: hand it to a new store to reopen this one. */
  snapshot(): readonly VerifiedEntry[]
  losses(): readonly Loss[]
}

/** `kept` is a snapshot of an earlier store, `losses` what that lost. */
export const createMemoryEntryStore = (
  kept: readonly VerifiedEntry[] = [],
  losses: readonly Loss[] = [],
): MemoryEntryStore => {
  const byHash = new Map<EntryHash, VerifiedEntry>()
  const byKey = new Map<string, VerifiedEntry[]>()
  const feeds = new Map<DeviceId, Feed>()

  const put = (given: VerifiedEntry): VerifiedEntry | null => {
    if (byHash.has(given.hash)) return null
    const { prev } = given.entry
    const entry = { ...given, bytes: owned(given.bytes), signature: owned(given.signature) }
    const feed = feeds.get(entry.device) ?? newFeed()
    feeds.set(entry.device, feed)
    feed.lost = feed.lost.filter(({ hash }) => hash !== entry.hash)
    if (feed.lost.length === 0) feed.aside = []
    feed.entries.splice(placeOf(feed.entries, entry), 0, entry)
    feed.bytes += entry.bytes.length
    if (prev !== null) feed.tips.delete(prev)
    feed.tips.set(entry.hash, entry)
    byHash.set(entry.hash, entry)
    const key = keyOf(entry.entry.kind, entry.entry.person, entry.entry.id)
    const revisions = byKey.get(key) ?? []
    revisions.splice(placeOf(revisions, entry), 0, entry)
    byKey.set(key, revisions)
    return entry
  }

  /** Before anything is put: a batch is kept whole or not at all. */
  const checkParents = (entries: readonly VerifiedEntry[]): void => {
    const coming = new Set<EntryHash>()
    for (const { hash, device, entry } of entries) {
      if (entry.prev !== null && !byHash.has(entry.prev) && !coming.has(entry.prev)) {
        throw new Error(`entry ${entry.seq} of ${device} came before its parent`)
      }
      coming.add(hash)
    }
  }

  const inOrder = (): Feed[] => [...feeds].sort(byText).map(([, feed]) => feed)
  const isPresent = (entry: VerifiedEntry | null): entry is VerifiedEntry => entry !== null

  for (const entry of kept) put(entry)
  for (const { device, lost, aside } of losses)
    feeds.set(device, { ...(feeds.get(device) ?? newFeed()), lost, aside })

  return {
    snapshot: () => inOrder().flatMap(feed => feed.entries),

    losses: () =>
      [...feeds]
        .filter(([, { lost }]) => lost.length > 0)
        .map(([device, { lost, aside }]) => ({ device, lost, aside })),

    async add(entries) {
      checkParents(entries)
      return entries.map(put).filter(isPresent)
    },

    async append(entry) {
      const { seq, prev } = entry.entry
      // Its parent was lost: the writer reads anew where it stands.
      if (prev !== null && !byHash.has(prev)) return false
      const { entries } = feeds.get(entry.device) ?? { entries: [] }
      const siblings = entries.slice(firstWith(entries, seq), firstWith(entries, seq + 1))
      if (siblings.some(sibling => sibling.entry.prev === prev)) return false
      put(entry)
      return true
    },

    async get(hash) {
      return byHash.get(hash) ?? null
    },

    async has(hashes) {
      return hashes.map(hash => byHash.has(hash))
    },

    async tips() {
      return inOrder().flatMap(feed => [...feed.tips.values()].sort(bySeqThenHash).map(tipOf))
    },

    async at(device, seq) {
      const entries = feeds.get(device)?.entries ?? []
      const first = firstWith(entries, seq)
      return entries.slice(first, firstWith(entries, seq + 1))
    },

    async feed(device, afterSeq, limit) {
      const entries = feeds.get(device)?.entries ?? []
      const first = firstWith(entries, afterSeq + 1)
      const last = entries[Math.min(first + limit, entries.length) - 1]
      return last && limit > 0 ? entries.slice(first, firstWith(entries, last.entry.seq + 1)) : []
    },

    async ofKinds(kinds) {
      return inOrder().flatMap(feed => feed.entries.filter(({ entry }) => kinds.includes(entry.kind)))
    },

    async ofKey(kind, person, id) {
      return [...(byKey.get(keyOf(kind, person, id)) ?? [])]
    },

    async *all(batch = 256) {
      const entries = inOrder().flatMap(feed => feed.entries)
      for (let from = 0; from < entries.length; from += batch) yield entries.slice(from, from + batch)
    },

    async usage() {
      return [...feeds]
        .sort(byText)
        .map(([device, feed]) => ({ device, entries: feed.entries.length, bytes: feed.bytes }))
    },

    async mend(device, bad) {
      const feed = feeds.get(device)
      if (!feed?.entries.some(({ hash }) => bad.has(hash))) return false
      const sorted = sortOut(feed.entries.filter(({ hash }) => !bad.has(hash)))
      const had = [...feed.lost, ...[...feed.tips.values()].map(tipOf)]
      for (const { hash, entry } of feed.entries) {
        byHash.delete(hash)
        const key = keyOf(entry.kind, entry.person, entry.id)
        byKey.set(
          key,
          (byKey.get(key) ?? []).filter(one => one.hash !== hash),
        )
      }
      feeds.set(device, newFeed())
      for (const entry of sorted.whole) put(entry)
      const left = feeds.get(device)!
      left.lost = lostEnds(had, sorted)
      left.aside = [...feed.aside, ...sorted.apart].sort(bySeqThenHash)
      return true
    },

    async lost() {
      return inOrder().flatMap(feed => feed.lost)
    },

    async aside(device) {
      return feeds.get(device)?.aside ?? []
    },

    onDamage: () => () => {},

    async close() {},
  }
}

const keyOf = (kind: string, person: string, id: string): string => `${kind}/${person}/${id}`

const tipOf = ({ device, hash, entry }: VerifiedEntry): Tip => ({ device, seq: entry.seq, hash })

const byText = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0

const bySeqThenHash = (a: VerifiedEntry, b: VerifiedEntry): number =>
  a.entry.seq - b.entry.seq || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0)

/** Where an entry belongs: nearly always at the end. */
const placeOf = (entries: readonly VerifiedEntry[], entry: VerifiedEntry): number => {
  let place = entries.length
  while (place > 0 && bySeqThenHash(entries[place - 1]!, entry) > 0) place--
  return place
}

/** Index of the first entry with at least this seq. */
const firstWith = (entries: readonly VerifiedEntry[], seq: number): number => {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.entry.seq < seq) low = middle + 1
    else high = middle
  }
  return low
}
