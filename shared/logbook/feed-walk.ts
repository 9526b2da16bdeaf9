/**
 * Questions about one device's feed that need its entries: what somebody lacks, where branches part, how large a branch is.
 *
 * A feed that never forked is answered by one read of a range; only forked ones are walked back from their tips, and then
 * no further than to where they part.
 */
import { FEED_LIMITS, type SignedEntry, type Tip, type VerifiedEntry } from './entry.ts'
import type { DeviceId, EntryHash } from './ids.ts'
import type { EntryStore } from './store.ts'

/** Entries read at once: 256 KiB of common ones. */
const PAGE = 256

/** The first seq of which there are several; null when `tips` has one end. */
export const forkSeqOf = async (
  store: EntryStore,
  device: DeviceId,
  tips: readonly Tip[],
): Promise<number | null> => {
  if (tips.length < 2) return null
  // Every branch reaches the lowest tip, so up to there: one entry each before the fork, several from it on.
  let low = 0
  let high = Math.min(...tips.map(tip => tip.seq))
  while (low < high) {
    const middle = (low + high) >> 1
    if ((await store.at(device, middle)).length > 1) high = middle
    else low = middle + 1
  }
  return (await store.at(device, low)).length > 1 ? low : low + 1
}

/** Bytes of this entry and all its ancestors. */
export const branchBytes = async (store: EntryStore, tip: VerifiedEntry): Promise<number> => {
  const parents = new Map<EntryHash, { readonly prev: EntryHash | null; readonly bytes: number }>()
  for (let after = -1; after < tip.entry.seq; ) {
    const page = await store.feed(tip.device, after, PAGE)
    for (const { hash, bytes, entry } of page) parents.set(hash, { prev: entry.prev, bytes: bytes.length })
    const last = page.at(-1)
    if (!last) break
    after = last.entry.seq
  }
  let total = 0
  for (let at = parents.get(tip.hash); at; at = at.prev ? parents.get(at.prev) : undefined) total += at.bytes
  return total
}

/** See `Replica.missing`. `forkSeq` as `forkSeqOf` answers. */
export const missingOf = async (
  store: EntryStore,
  device: DeviceId,
  forkSeq: number | null,
  known: readonly EntryHash[],
  fromSeq: number,
  maxBytes: number,
): Promise<readonly SignedEntry[]> => {
  const theirs = (await Promise.all(known.map(hash => store.get(hash)))).filter(
    entry => entry?.device === device,
  ) as VerifiedEntry[]
  const reach = Math.max(-1, ...theirs.map(({ entry }) => Math.min(entry.seq, (forkSeq ?? Infinity) - 1)))
  const start = Math.max(fromSeq, reach + 1)
  const held = forkSeq === null ? new Set<EntryHash>() : await ancestorsOf(store, theirs, start)
  const missing: SignedEntry[] = []
  let bytes = 0
  for (let after = start - 1; ; ) {
    const page = await store.feed(device, after, PAGE)
    for (const { bytes: own, signature, hash } of page) {
      if (held.has(hash)) continue
      bytes += own.length + signature.length
      if (missing.length > 0 && bytes > maxBytes) return missing
      missing.push({ device, bytes: own, signature })
    }
    const last = page.at(-1)
    if (!last) return missing
    after = last.entry.seq
  }
}

/** These entries and those before them, as far back as `fromSeq`. */
const ancestorsOf = async (
  store: EntryStore,
  ends: readonly VerifiedEntry[],
  fromSeq: number,
): Promise<Set<EntryHash>> => {
  const found = new Set<EntryHash>()
  for (const end of ends) {
    let at: VerifiedEntry | null = end
    while (at && at.entry.seq >= fromSeq && !found.has(at.hash)) {
      found.add(at.hash)
      at = at.entry.prev === null ? null : await store.get(at.entry.prev)
    }
  }
  return found
}

/** See `Replica.spine`. */
export const spineOf = async (
  store: EntryStore,
  device: DeviceId,
  tips: readonly Tip[],
): Promise<readonly Tip[]> => {
  if (tips.length === 0) return []
  const top = Math.max(...tips.map(tip => tip.seq))
  const seqs = new Set([...tips.map(tip => tip.seq), 0])
  for (let step = 1; step < Math.min(top, FEED_LIMITS.entries); step *= 2) seqs.add(top - step)
  const found = await Promise.all([...seqs].sort((a, b) => b - a).map(seq => store.at(device, seq)))
  return found.flat().map(({ hash, entry }) => ({ device, seq: entry.seq, hash }))
}

/** All entries of a feed, for feeds that forked. */
export const wholeFeed = async (store: EntryStore, device: DeviceId): Promise<readonly VerifiedEntry[]> => {
  const entries: VerifiedEntry[] = []
  for (let after = -1; ; ) {
    const page = await store.feed(device, after, PAGE)
    const last = page.at(-1)
    if (!last) return entries
    entries.push(...page)
    after = last.entry.seq
  }
}
