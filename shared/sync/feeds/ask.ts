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
import type { DeviceId, EntryHash, Receipt, Tip } from '#shared/logbook'
import { FEED_LIMITS, isGoverning, isLie } from '#shared/logbook'
import { ASK_LIMITS, type Asker, type AskerPorts, type FeedSource } from './ask-model.ts'
import type { FeedWant } from './messages.ts'
import { createOfferTable, type Offered, type OwnPlace } from './offers.ts'

interface Request {
  readonly source: FeedSource
  readonly id: number
  /** What the source offered of each feed when it was asked: that it has to give. */
  readonly promised: ReadonlyMap<DeviceId, readonly EntryHash[]>
  /** Feeds that were asked for as news: only from a seq on. */
  readonly asNews: ReadonlySet<DeviceId>
  readonly refused: Set<DeviceId>
  /** Whether its feeds were given to others, because it was silent. */
  isOverdue: boolean
  stopClock: () => void
}

type Feed = Offered<FeedSource, Request>

interface SourceState {
  readonly requests: Map<number, Request>
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

const placesOf = (tips: readonly Tip[], of: ReadonlySet<DeviceId>): ReadonlyMap<DeviceId, OwnPlace> => {
  const places = new Map<DeviceId, OwnPlace>()
  for (const { device, seq } of tips) {
    if (!of.has(device)) continue
    const known = places.get(device)
    places.set(device, { seq: Math.max(seq, known?.seq ?? 0), branches: (known?.branches ?? 0) + 1 })
  }
  return places
}

export const createAsker = ({ replica, clock, onChange, onFault }: AskerPorts): Asker => {
  const table = createOfferTable<FeedSource, Request>()
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
      brokenPromises: 0,
      usefulBytes: 0,
      knownBytes: 0,
      refusedBytes: 0,
    }
    sources.set(source, state)
    return state
  }

  /** Tips that came in the meantime are no longer lacking. */
  const forgetWhatIsHere = async (devices: Iterable<DeviceId>): Promise<void> => {
    const open = [...devices].flatMap(device => table.get(device) ?? [])
    const hashes = open.flatMap(feed => [...feed.tips.keys()])
    const here = await replica.has(hashes)
    const held = new Set(hashes.filter((_, index) => here[index]))
    for (const feed of open)
      table.drop(
        feed,
        [...feed.tips.keys()].filter(hash => held.has(hash)),
      )
  }

  const wantOf = async (feed: Feed): Promise<FeedWant> => {
    if (feed.newsFrom !== null) return { device: feed.device, fromSeq: feed.newsFrom, known: [] }
    // Nothing of it is here, as all of a league is for a newcomer: 50 questions to the replica less.
    if (feed.ownSeq < 0) return { device: feed.device, fromSeq: 0, known: [] }
    const spine = await replica.spine(feed.device)
    return { device: feed.device, fromSeq: 0, known: spine.map(({ hash }) => hash) }
  }

  const isFree = (feed: Feed): boolean => !feed.asked && feed.heldUpAt !== growth

  /** Feeds a source should be asked for now, in the order they were offered. */
  const takeFor = (source: FeedSource): Feed[] => {
    const taken: Feed[] = []
    for (const feed of table.feeds()) {
      if (taken.length === ASK_LIMITS.feedsPerRequest) break
      if (isFree(feed) && !feed.tried.has(source) && table.isOffering(feed, source)) taken.push(feed)
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
      promised: new Map(taken.map(feed => [feed.device, table.hashesBy(feed, source)])),
      asNews: new Set(taken.filter(({ newsFrom }) => newsFrom !== null).map(({ device }) => device)),
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
    for (const device of request.promised.keys()) {
      const feed = table.get(device)
      if (feed?.asked !== request) continue
      feed.asked = null
      table.tidy(feed)
    }
  }

  const watch = (request: Request): void => {
    request.stopClock()
    request.stopClock = clock.after(ASK_LIMITS.silenceMs, () => {
      if (request.isOverdue) return
      request.isOverdue = true
      release(request)
      for (const device of request.promised.keys()) giveUpFor(table.get(device), request.source)
      void ask()
    })
  }

  /** Others first; when all were tried, all may be tried again. */
  const giveUpFor = (feed: Feed | undefined, source: FeedSource): void => {
    if (!feed) return
    feed.tried.add(source)
    const isHopeless = [...sources.keys()].every(
      each => feed.tried.has(each) || !table.isOffering(feed, each),
    )
    if (isHopeless) feed.tried.clear()
  }

  const noteRefusals = (request: Request, receipt: Receipt): void => {
    // Only the first refusals are named.
    if (receipt.refusedCount > receipt.refused.length)
      for (const device of request.promised.keys()) request.refused.add(device)
    for (const { reason, device } of receipt.refused) {
      request.refused.add(device)
      const feed = table.get(device)
      if (!feed) continue
      if (reason === 'unknown-author') feed.heldUpAt = growth
      // Its parent is not here: what was taken for news follows something else we lack.
      if (reason === 'gap' && request.asNews.has(device)) feed.newsFrom = null
      else if (reason === 'gap') feed.heldUpAt = growth
      if (reason === 'forked' || reason === 'crowded') table.drop(feed, [...feed.tips.keys()])
    }
  }

  return {
    offer: async (source, tips, isNews) => {
      stateOf(source)
      const here = await replica.has(tips.map(({ hash }) => hash))
      const lacking = tips.filter((_, index) => !here[index])
      if (!sources.has(source) || lacking.length === 0) return
      const places = placesOf(await replica.tips(), new Set(lacking.map(({ device }) => device)))
      if (!sources.has(source)) return
      for (const tip of lacking) {
        const own = places.get(tip.device) ?? { seq: -1, branches: 0 }
        if (own.branches >= FEED_LIMITS.branches) continue
        if (table.add(source, tip, own, isNews) > ASK_LIMITS.tipsPerSource) return source.fail('too-much')
      }
      await ask()
    },

    isExpected: (source, request, devices) => {
      const expected = sources.get(source)?.requests.get(request)?.promised
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
        const feed = table.get(device)
        if (!feed) continue
        feed.ownSeq = Math.max(feed.ownSeq, seq)
        feed.tried.clear()
      }
      if (isTooMuch(state, receipt, bytes)) return source.fail('too-much')
      if (receipt.added.some(({ kind }) => isGoverning(kind))) growth++
    },

    done: async (source, requestId) => {
      const state = sources.get(source)
      const request = state?.requests.get(requestId)
      if (!state || !request) return source.fail('broken-protocol')
      request.stopClock()
      state.requests.delete(requestId)
      release(request)
      await forgetWhatIsHere(request.promised.keys())
      for (const [device, hashes] of request.promised) {
        const feed = table.get(device)
        const broken = feed ? table.hashesBy(feed, source).filter(hash => hashes.includes(hash)) : []
        if (!feed || broken.length === 0 || request.refused.has(device)) continue
        if (request.asNews.has(device)) {
          feed.newsFrom = null
          continue
        }
        table.withdraw(feed, source, broken)
        if (++state.brokenPromises > ASK_LIMITS.brokenPromises) return source.fail('lied')
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
      table.leave(source)
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
      for (const feed of table.feeds()) {
        if (!table.isOffering(feed, source) || (feed.heldUpAt === growth && !feed.asked)) continue
        count++
        const last = Math.max(...[...feed.tips.values()].map(({ seq }) => seq))
        entries += Math.max(1, last - feed.ownSeq)
      }
      return { feeds: count, entries }
    },

    get pendingRequests() {
      let pending = 0
      for (const { requests } of sources.values())
        for (const { isOverdue } of requests.values()) if (!isOverdue) pending++
      return pending
    },
    get feedsOnOffer() {
      return table.size
    },
  }
}
