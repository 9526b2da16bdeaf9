/**
 * Feeds of which somebody offers more than is here: which tips, and who has them.
 *
 * Invariants: a tip is in it as long as somebody who is connected offers it and it was not seen to be here; what a source has
 * on offer is counted, so that whoever fills the table can see when somebody offers too much.
 */
import type { DeviceId, EntryHash, Tip } from '#shared/logbook'

export interface Offered<Source, Request> {
  readonly device: DeviceId
  readonly tips: Map<EntryHash, { readonly seq: number; readonly sources: Set<Source> }>
  /** What is here of it, for the screen. */
  ownSeq: number
  /** Set while only what follows is known to be lacking: entries from this seq on. */
  newsFrom: number | null
  asked: Request | null
  /** Sources that were asked in vain since anything of it arrived. */
  readonly tried: Set<Source>
  /** The growth of the governance at which it was refused as not yet. */
  heldUpAt: number | null
}

/** How far the own copy of a feed goes; -1 for none. */
export interface OwnPlace {
  readonly seq: number
  readonly branches: number
}

export interface OfferTable<Source, Request> {
  /** Answers how many tips this source now has on offer. */
  add(source: Source, tip: Tip, own: OwnPlace, isNews: boolean): number
  get(device: DeviceId): Offered<Source, Request> | undefined
  /** In the order they were first offered. */
  feeds(): IterableIterator<Offered<Source, Request>>
  isOffering(feed: Offered<Source, Request>, source: Source): boolean
  /** Hashes of a feed's tips this source offers. */
  hashesBy(feed: Offered<Source, Request>, source: Source): EntryHash[]
  /** These are here, or will never be taken. */
  drop(feed: Offered<Source, Request>, hashes: Iterable<EntryHash>): void
  /** This source does not have these after all. */
  withdraw(feed: Offered<Source, Request>, source: Source, hashes: Iterable<EntryHash>): void
  /** Nothing of what it offered is to be had from it any more. */
  leave(source: Source): void
  /** Forgets the feed when nothing of it is lacking and nobody is asked. */
  tidy(feed: Offered<Source, Request>): void
  readonly size: number
}

export const createOfferTable = <Source, Request>(): OfferTable<Source, Request> => {
  type Feed = Offered<Source, Request>
  const feeds = new Map<DeviceId, Feed>()
  const counts = new Map<Source, number>()

  const count = (source: Source, by: number): number => {
    const counted = (counts.get(source) ?? 0) + by
    if (counted === 0) counts.delete(source)
    else counts.set(source, counted)
    return counted
  }

  const tidy = (feed: Feed): void => {
    if (feed.tips.size === 0 && !feed.asked) feeds.delete(feed.device)
  }

  const withdraw = (feed: Feed, source: Source, hashes: Iterable<EntryHash>): void => {
    for (const hash of hashes) {
      const tip = feed.tips.get(hash)
      if (!tip?.sources.delete(source)) continue
      count(source, -1)
      if (tip.sources.size === 0) feed.tips.delete(hash)
    }
    tidy(feed)
  }

  return {
    add: (source, { device, seq, hash }, own, isNews) => {
      const newsFrom = isNews && own.branches === 1 && seq === own.seq + 1 ? seq : null
      const feed: Feed = feeds.get(device) ?? {
        device,
        tips: new Map(),
        ownSeq: own.seq,
        newsFrom,
        asked: null,
        tried: new Set(),
        heldUpAt: null,
      }
      feeds.set(device, feed)
      if (newsFrom === null) feed.newsFrom = null
      // Somebody compared, and it is lacking still: whatever held it up may be over.
      if (!isNews) feed.heldUpAt = null
      const tip = feed.tips.get(hash) ?? { seq, sources: new Set<Source>() }
      feed.tips.set(hash, tip)
      if (tip.sources.has(source)) return counts.get(source) ?? 0
      tip.sources.add(source)
      return count(source, 1)
    },
    get: device => feeds.get(device),
    feeds: () => feeds.values(),
    isOffering: (feed, source) => {
      for (const { sources } of feed.tips.values()) if (sources.has(source)) return true
      return false
    },
    hashesBy: (feed, source) =>
      [...feed.tips].filter(([, { sources }]) => sources.has(source)).map(([hash]) => hash),
    drop: (feed, hashes) => {
      for (const hash of hashes) {
        for (const source of feed.tips.get(hash)?.sources ?? []) count(source, -1)
        feed.tips.delete(hash)
      }
      tidy(feed)
    },
    withdraw,
    leave: source => {
      for (const feed of [...feeds.values()]) {
        feed.tried.delete(source)
        withdraw(feed, source, [...feed.tips.keys()])
      }
    },
    tidy,
    get size() {
      return feeds.size
    },
  }
}
