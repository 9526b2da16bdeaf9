/**
 * What a replica keeps in memory of its feeds: their ends, who writes them and how large each branch is, so that taking an
 * entry that continues a feed reads nothing from the store.
 *
 * Invariants: it says what the store holds; whoever stores an entry notes it here, and whoever cannot tell whether it was
 * stored builds a new index from the store.
 */
import { FEED_LIMITS, type Tip, type VerifiedEntry } from './entry.ts'
import { branchBytes } from './feed-walk.ts'
import type { DeviceId, EntryHash, PersonId } from './ids.ts'
import type { EntryStore } from './store.ts'

interface End {
  readonly seq: number
  /** Null until somebody continues it. */
  person: PersonId | null
  /** Of this entry and all before it; null until somebody continues it and there are several ends. */
  bytes: number | null
}

export interface Place {
  readonly seq: number
  readonly person: PersonId
  /** Of the branch up to here. */
  readonly bytes: number
  /** Whether continuing here begins a new branch. */
  readonly isInside: boolean
}

export interface FeedIndex {
  /** By device, then seq, then hash. */
  tips(): readonly Tip[]
  tipsOf(device: DeviceId): readonly Tip[]
  /** Devices with several ends. */
  forked(): readonly DeviceId[]
  isTip(device: DeviceId, hash: EntryHash): boolean
  /** Anything of it is here. */
  isKnown(device: DeviceId): boolean
  /** No further branch is taken. */
  isFull(device: DeviceId): boolean
  /** Where an entry with this `prev` would go on; null when nothing of that hash is here. */
  placeOf(device: DeviceId, prev: EntryHash): Promise<Place | null>
  /** `bytes`: of the branch up to and including it. */
  note(entry: VerifiedEntry, bytes: number): void
}

export const openFeedIndex = async (store: EntryStore): Promise<FeedIndex> => {
  const feeds = new Map<DeviceId, Map<EntryHash, End>>()
  let sorted: readonly Tip[] | null = null

  for (const { device, seq, hash } of await store.tips()) {
    const ends = feeds.get(device) ?? new Map<EntryHash, End>()
    feeds.set(device, ends.set(hash, { seq, person: null, bytes: null }))
  }
  for (const { device, bytes } of await store.usage()) {
    const ends = [...(feeds.get(device)?.values() ?? [])]
    if (ends.length === 1) ends[0]!.bytes = bytes
  }

  const tipsOf = (device: DeviceId): readonly Tip[] =>
    Array.from(feeds.get(device) ?? [], ([hash, { seq }]) => ({ device, seq, hash })).sort(
      (a, b) => a.seq - b.seq || (a.hash < b.hash ? -1 : 1),
    )

  return {
    tips() {
      sorted ??= [...feeds.keys()].sort().flatMap(tipsOf)
      return sorted
    },

    tipsOf,

    forked: () => [...feeds].filter(([, ends]) => ends.size > 1).map(([device]) => device),

    isTip: (device, hash) => feeds.get(device)?.has(hash) ?? false,

    isKnown: device => feeds.has(device),

    isFull: device => (feeds.get(device)?.size ?? 0) >= FEED_LIMITS.branches,

    async placeOf(device, prev) {
      const end = feeds.get(device)?.get(prev)
      if (end && end.person !== null && end.bytes !== null) {
        return { seq: end.seq, person: end.person, bytes: end.bytes, isInside: false }
      }
      const parent = await store.get(prev)
      if (parent?.device !== device) return null
      const bytes = end?.bytes ?? (await branchBytes(store, parent))
      if (end) {
        end.person = parent.entry.person
        end.bytes = bytes
      }
      return { seq: parent.entry.seq, person: parent.entry.person, bytes, isInside: end === undefined }
    },

    note({ device, hash, entry }, bytes) {
      const ends = feeds.get(device) ?? new Map<EntryHash, End>()
      if (entry.prev !== null) ends.delete(entry.prev)
      feeds.set(device, ends.set(hash, { seq: entry.seq, person: entry.person, bytes }))
      sorted = null
    },
  }
}

/**
 * Which of these are not here. What continues the end of a feed, or something that is about to be stored, cannot be: only
 * the others are looked for, which on a disk costs as much as storing them.
 */
export const whichAreNew = async (
  entries: readonly Pick<VerifiedEntry, 'device' | 'hash' | 'entry'>[],
  feeds: FeedIndex,
  coming: ReadonlySet<EntryHash>,
  store: Pick<EntryStore, 'has'>,
): Promise<readonly boolean[]> => {
  const fresh = new Set<EntryHash>()
  const unsure = new Set<EntryHash>()
  for (const { device, hash, entry } of entries) {
    const { prev } = entry
    const isSure =
      prev === null
        ? !feeds.isKnown(device)
        : feeds.isTip(device, prev) || coming.has(prev) || fresh.has(prev)
    if (isSure) fresh.add(hash)
    else unsure.add(hash)
  }
  const asked = [...unsure]
  const held = asked.length > 0 ? await store.has(asked) : []
  for (const [i, hash] of asked.entries()) if (!held[i]) fresh.add(hash)
  return entries.map(({ hash }) => fresh.has(hash))
}
