/**
 * What a replica lacks and whom it asked for it: one table for all sessions, so that an entry fifty peers offer is asked
 * for once.
 *
 * A feed on offer is in one of these states:
 *
 *   offered   somebody has a tip we lack             → asked, when its turn comes and somebody who offers it is free
 *   asked     of one source, until it is done, silent for ASK_LIMITS.silenceMs, or gone; then offered again
 *   held up   what came was refused as not yet (its author's admission is not here) → offered, once what governs has grown
 *   gone      nothing of it is lacking any more
 *
 * Invariants: a source has at most two requests under way, a feed at most one; a tip stays on offer until it is here or
 * nobody has it; the table holds no more than its sources may offer. Entries nobody asked for are refused before they
 * are looked at.
 */
import type { DeviceId, EntryHash, Receipt, Replica, Tip } from '#shared/logbook'
import { FEED_LIMITS, GOVERNING_KINDS, isLie } from '#shared/logbook'
import type { EndReason } from '../mesh-model.ts'
import type { Clock } from '../wire.ts'
import type { FeedWant } from './messages.ts'

export const ASK_LIMITS = {
  requestsAtOnce: 2,
  /** Half of what one message may ask for: two sources share the feeds of a league of fifty. */
  feedsPerRequest: 32,
  /** No batch for this long: somebody else is asked, if anybody else offers it. */
  silenceMs: 20_000,
  /** Tips one source may have on offer that we lack. */
  tipsPerSource: 16_384,
  /** Offers that were not kept. */
  brokenPromises: 8,
  /** Bytes already here that a source may send beyond as many useful ones: what crosses when somebody else was asked. */
  knownBytes: 4 * 1024 * 1024,
  /** Bytes refused as not yet, beyond four times as many useful ones: one whole feed, asked for before its author came. */
  refusedBytes: FEED_LIMITS.bytes,
} as const

export interface FeedSource {
  ask(request: number, wants: readonly FeedWant[]): void
  fail(reason: EndReason): void
}

export interface Asker {
  /** `isNews`: right after being written, so that only the new ones need to be asked for. */
  offer(source: FeedSource, tips: readonly Tip[], isNews: boolean): Promise<void>
  /** Whether this source was asked for these devices in this request and has not said that it is done. */
  isExpected(source: FeedSource, request: number, devices: Iterable<DeviceId>): boolean
  arrived(source: FeedSource, request: number, receipt: Receipt, bytes: number): void
  done(source: FeedSource, request: number): Promise<void>
  leave(source: FeedSource): void
  pause(isPaused: boolean): void
  /** What governs the league grew: what was held up may be asked for again. */
  governanceGrew(): void
  lackingFrom(source: FeedSource): { readonly feeds: number; readonly entries: number }
  readonly pendingRequests: number
  readonly feedsOnOffer: number
}

interface Offered {
  readonly device: DeviceId
  readonly tips: Map<EntryHash, { readonly seq: number; readonly sources: Set<FeedSource> }>
  /** What we hold of it, for the screen. */
  ownSeq: number
  /** Set while only what follows this seq is lacking. */
  newsFrom: number | null
  asked: Request | null
  /** Sources that were asked in vain since anything of it arrived. */
  readonly tried: Set<FeedSource>
  /** The growth of the governance at which it was refused as not yet. */
  heldUpAt: number | null
}

interface Request {
  readonly source: FeedSource
  readonly id: number
  readonly devices: Set<DeviceId>
  readonly refused: Set<DeviceId>
  /** Whether its feeds were given to others, because it was silent. */
  isOverdue: boolean
  stopClock: () => void
}

interface SourceState {
  readonly requests: Map<number, Request>
  tips: number
  brokenPromises: number
  usefulBytes: number
  knownBytes: number
  refusedBytes: number
}

const isTooMuch = (state: SourceState, { added, known, refusedCount }: Receipt, bytes: number): boolean => {
  const perEntry = bytes / Math.max(1, added.length + known + refusedCount)
  state.usefulBytes += perEntry * added.length
  state.knownBytes += perEntry * known
  state.refusedBytes += perEntry * refusedCount
  return (
    state.knownBytes > ASK_LIMITS.knownBytes + state.usefulBytes ||
    state.refusedBytes > ASK_LIMITS.refusedBytes + 4 * state.usefulBytes
  )
}

export interface AskerPorts {
  readonly replica: Replica
  readonly clock: Clock
  readonly onChange: () => void
  /** The replica could not answer: its store failed. */
  readonly onFault: (error: unknown) => void
}

export const createAsker = ({ replica, clock, onChange, onFault }: AskerPorts): Asker => {
  const feeds = new Map<DeviceId, Offered>()
  const sources = new Map<FeedSource, SourceState>()
  let nextId = 1
  let growth = 0
  let isPaused = false
  let isAsking = false
  let mustAskAgain = false

  const stateOf = (source: FeedSource): SourceState => {
    const known = sources.get(source)
    if (known) return known
    const state: SourceState = {
      requests: new Map(),
      tips: 0,
      brokenPromises: 0,
      usefulBytes: 0,
      knownBytes: 0,
      refusedBytes: 0,
    }
    sources.set(source, state)
    return state
  }

  const dropTip = (feed: Offered, hash: EntryHash): void => {
    for (const source of feed.tips.get(hash)?.sources ?? []) {
      const state = sources.get(source)
      if (state) state.tips--
    }
    feed.tips.delete(hash)
  }

  const withdraw = (feed: Offered, source: FeedSource): void => {
    for (const [hash, tip] of feed.tips) {
      if (!tip.sources.delete(source)) continue
      const state = sources.get(source)
      if (state) state.tips--
      if (tip.sources.size === 0) feed.tips.delete(hash)
    }
    if (feed.tips.size === 0 && !feed.asked) feeds.delete(feed.device)
  }

  const offers = (feed: Offered, source: FeedSource): boolean =>
    [...feed.tips.values()].some(tip => tip.sources.has(source))

  /** Tips that came in the meantime are no longer lacking. */
  const forgetWhatIsHere = async (devices: Iterable<DeviceId>): Promise<void> => {
    const open = [...devices].flatMap(device => feeds.get(device) ?? [])
    const hashes = open.flatMap(feed => [...feed.tips.keys()])
    const here = await replica.has(hashes)
    const held = new Set(hashes.filter((_, index) => here[index]))
    for (const feed of open) {
      for (const hash of [...feed.tips.keys()]) if (held.has(hash)) dropTip(feed, hash)
      if (feed.tips.size === 0 && !feed.asked) feeds.delete(feed.device)
    }
  }

  const wantOf = async (feed: Offered): Promise<FeedWant> => {
    if (feed.newsFrom !== null) return { device: feed.device, fromSeq: feed.newsFrom, known: [] }
    const spine = await replica.spine(feed.device)
    return { device: feed.device, fromSeq: 0, known: spine.map(({ hash }) => hash) }
  }

  const isFree = (feed: Offered): boolean => !feed.asked && feed.heldUpAt !== growth

  /** Feeds a source should be asked for now, in the order they were offered. */
  const takeFor = (source: FeedSource): Offered[] => {
    const taken: Offered[] = []
    for (const feed of feeds.values()) {
      if (taken.length === ASK_LIMITS.feedsPerRequest) break
      if (isFree(feed) && !feed.tried.has(source) && offers(feed, source)) taken.push(feed)
    }
    return taken
  }

  const askOnce = async (source: FeedSource, state: SourceState): Promise<boolean> => {
    if (isPaused || state.requests.size >= ASK_LIMITS.requestsAtOnce) return false
    const taken = takeFor(source)
    if (taken.length === 0) return false
    const request: Request = {
      source,
      id: nextId++,
      devices: new Set(taken.map(({ device }) => device)),
      refused: new Set(),
      isOverdue: false,
      stopClock: () => {},
    }
    for (const feed of taken) feed.asked = request
    state.requests.set(request.id, request)
    const wants = await Promise.all(taken.map(wantOf))
    if (!sources.has(source)) {
      // It left while the replica was asked where we are.
      release(request)
      return true
    }
    watch(request)
    source.ask(request.id, wants)
    return true
  }

  /** One pass at a time: asking waits for the replica, and offers come in meanwhile. */
  const ask = async (): Promise<void> => {
    mustAskAgain = true
    if (isAsking) return
    isAsking = true
    try {
      while (mustAskAgain) {
        mustAskAgain = false
        for (const [source, state] of [...sources]) while (await askOnce(source, state)) {}
      }
    } catch (error) {
      onFault(error)
    } finally {
      isAsking = false
    }
    onChange()
  }

  const release = (request: Request): void => {
    for (const device of request.devices) {
      const feed = feeds.get(device)
      if (feed?.asked === request) feed.asked = null
    }
  }

  const watch = (request: Request): void => {
    request.stopClock()
    request.stopClock = clock.after(ASK_LIMITS.silenceMs, () => {
      if (request.isOverdue) return
      request.isOverdue = true
      release(request)
      for (const device of request.devices) giveUpFor(feeds.get(device), request.source)
      void ask()
    })
  }

  /** Others first; when all were tried, all may be tried again. */
  const giveUpFor = (feed: Offered | undefined, source: FeedSource): void => {
    if (!feed) return
    feed.tried.add(source)
    const isHopeless = [...sources.keys()].every(each => feed.tried.has(each) || !offers(feed, each))
    if (isHopeless) feed.tried.clear()
  }

  const noteRefusals = (request: Request, receipt: Receipt): void => {
    // Only the first refusals are named.
    if (receipt.refusedCount > receipt.refused.length)
      for (const device of request.devices) request.refused.add(device)
    for (const { reason, device } of receipt.refused) {
      request.refused.add(device)
      const feed = feeds.get(device)
      if (!feed) continue
      if (reason === 'unknown-author') feed.heldUpAt = growth
      // Its parent is not here: what was taken for news follows something else we lack.
      if (reason === 'gap' && feed.newsFrom !== null) feed.newsFrom = null
      else if (reason === 'gap') feed.heldUpAt = growth
      if (reason === 'forked' || reason === 'crowded')
        for (const hash of [...feed.tips.keys()]) dropTip(feed, hash)
    }
  }

  return {
    offer: async (source, tips, isNews) => {
      const state = stateOf(source)
      const here = await replica.has(tips.map(({ hash }) => hash))
      const lacking = tips.filter((_, index) => !here[index])
      if (!sources.has(source) || lacking.length === 0) return
      const own = new Map<DeviceId, { seq: number; branches: number }>()
      for (const { device, seq } of await replica.tips()) {
        const known = own.get(device)
        own.set(device, { seq: Math.max(seq, known?.seq ?? 0), branches: (known?.branches ?? 0) + 1 })
      }
      for (const { device, seq, hash } of lacking) {
        const held = own.get(device)
        if (held && held.branches >= FEED_LIMITS.branches) continue
        const ownSeq = held?.seq ?? -1
        const newsFrom = isNews && held?.branches === 1 && seq === ownSeq + 1 ? seq : null
        const feed: Offered = feeds.get(device) ?? {
          device,
          tips: new Map(),
          ownSeq,
          newsFrom,
          asked: null,
          tried: new Set(),
          heldUpAt: null,
        }
        feeds.set(device, feed)
        if (newsFrom === null) feed.newsFrom = null
        const tip = feed.tips.get(hash) ?? { seq, sources: new Set<FeedSource>() }
        feed.tips.set(hash, tip)
        if (tip.sources.has(source)) continue
        tip.sources.add(source)
        if (++state.tips > ASK_LIMITS.tipsPerSource) return source.fail('too-much')
      }
      await ask()
    },

    isExpected: (source, request, devices) => {
      const expected = sources.get(source)?.requests.get(request)?.devices
      if (!expected) return false
      for (const device of devices) if (!expected.has(device)) return false
      return true
    },

    arrived: (source, requestId, receipt, bytes) => {
      const state = sources.get(source)
      const request = state?.requests.get(requestId)
      if (!state || !request) return
      if (!request.isOverdue) watch(request)
      if (receipt.refused.some(({ reason }) => isLie(reason))) return source.fail('lied')
      noteRefusals(request, receipt)
      for (const { device, seq } of receipt.added) {
        const feed = feeds.get(device)
        if (!feed) continue
        feed.ownSeq = Math.max(feed.ownSeq, seq)
        feed.tried.clear()
      }
      if (isTooMuch(state, receipt, bytes)) return source.fail('too-much')
      if (receipt.added.some(({ kind }) => (GOVERNING_KINDS as readonly string[]).includes(kind))) growth++
    },

    done: async (source, requestId) => {
      const state = sources.get(source)
      const request = state?.requests.get(requestId)
      if (!state || !request) return source.fail('broken-protocol')
      request.stopClock()
      state.requests.delete(requestId)
      release(request)
      await forgetWhatIsHere(request.devices)
      for (const device of request.devices) {
        const feed = feeds.get(device)
        if (!feed || !offers(feed, source)) continue
        if (feed.newsFrom !== null) feed.newsFrom = null
        else if (!request.refused.has(device)) {
          withdraw(feed, source)
          if (++state.brokenPromises > ASK_LIMITS.brokenPromises) return source.fail('lied')
        }
      }
      await ask()
    },

    leave: source => {
      const state = sources.get(source)
      sources.delete(source)
      for (const request of state?.requests.values() ?? []) {
        request.stopClock()
        release(request)
      }
      for (const feed of [...feeds.values()]) {
        withdraw(feed, source)
        feed.tried.delete(source)
      }
      void ask()
    },

    pause: paused => {
      isPaused = paused
      if (!paused) void ask()
    },

    governanceGrew: () => {
      growth++
      void ask()
    },

    lackingFrom: source => {
      let count = 0
      let entries = 0
      for (const feed of feeds.values()) {
        if (!offers(feed, source) || (feed.heldUpAt === growth && !feed.asked)) continue
        count++
        const last = Math.max(...[...feed.tips.values()].map(({ seq }) => seq))
        entries += Math.max(1, last - feed.ownSeq)
      }
      return { feeds: count, entries }
    },

    get pendingRequests() {
      let pending = 0
      for (const { requests } of sources.values()) pending += requests.size
      return pending
    },
    get feedsOnOffer() {
      return feeds.size
    },
  }
}
