/**
 * Feed sync: how two replicas of a league come to hold the same entries. This header is its specification;
 * `messages.ts` has the bytes.
 *
 * Parties: both sides do the same. Each compares, asks for what it lacks, and gives what it is asked for: nobody is sent
 * an entry they did not ask for.
 *
 *   comparing   digest {digest}            by both, at the start, a while after anything was exchanged, while they differ, and
 *                                          when one finds that its disk lost something
 *               equal                      nothing more
 *               tips {tips, isLast}        else, with at most 128 tips: all of them, in the order worth asking for
 *               buckets {64 digests}       else, with more: by the first six bits of the device;
 *               differ {bitmap}            its answer: in which of them the two differ;
 *               tips                       its answer: the tips in those
 *   asking      want {request, feeds: [{device, fromSeq, known}]}    entries that are no ancestors of `known`
 *               entries {request, entries} in batches, deflated, a feed's in order of seq; ack {bytes, as sent} when they
 *                                          are stored
 *               done {request}             nothing more of it
 *   news        have {tips}                something was written or came; whoever lacks it asks one of those who have it
 *   looking     look {board}, glimpse {entries}    what a newcomer shows before they hold anything; not stored
 *
 * States, as `PeerState.phase` shows them: comparing until the other side's tips, or an equal digest, were heard;
 * receiving while something they offer is lacking here; sending while something they asked for is under way; else level.
 *
 * A comparison costs 72 bytes when nothing is new, 5 kB each way for 70 devices that differ; news of one entry in a full
 * mesh of 50 less than 300 kB in all (test/shared/sync/feeds-cost.test.ts pins both). A cut loses what was not stored;
 * the next session compares anew and goes on from there.
 *
 * Limits: ASK_LIMITS (what may be on offer, asked for, or sent in vain), SERVE_LIMITS (batches, window, wants), and
 * FEED_MESSAGE_LIMITS. Whoever sends what no honest replica can hold, or offers what it does not have, lied and is
 * dropped; whoever asks for or sends too much is dropped; nobody else notices.
 *
 * Versions: unknown types are skipped, so a newer version may add some; bytes after the last known field are not read.
 */
import {
  isGoverning,
  type Receipt,
  type Replica,
  type Signatures,
  type SignedEntry,
  type Tip,
} from '#shared/logbook'
import type { Lane } from '../lane.ts'
import type { PeerState } from '../mesh-model.ts'
import type { Clock } from '../wire.ts'
import { createAsker } from './ask.ts'
import type { FeedSource } from './ask-model.ts'
import type { Packing } from './deflated.ts'
import { bucketDigests, createHeads, differingBuckets, isInBuckets, TIPS_AT_ONCE } from './heads.ts'
import {
  encodeFeedMessage,
  entryCost,
  FEED_MESSAGE_LIMITS,
  type FeedMessage,
  openFeedMessage,
} from './messages.ts'
import { createNews, type NewsListener } from './news.ts'
import { createServer } from './serve.ts'

export const COMPARE_LIMITS = {
  /** Batches of one peer handed to the replica and not stored yet: the next is inflated and checked while one is written. */
  batchesAtOnce: 3,
  /** Quiet for this long after something was exchanged, the digests are compared again. */
  againAfterMs: 60_000,
  /** While they differ they are compared again, ever less often. */
  againAtLatestMs: 600_000,
  /** More feeds than this on offer are a catching up, not news: it is told less often. */
  fewFeeds: 4,
  /** What one message of a glimpse holds. */
  glimpseBytes: 256 * 1024,
  glimpseEntries: 512,
  glimpseWithinMs: 10_000,
  /** Messages other than entries a peer may send at once, and the number that grows back a second. */
  messageBurst: 2_000,
  messagesPerSecond: 200,
} as const

export interface FeedPeer {
  readonly phase: PeerState['phase']
  readonly entriesToReceive: number
  readonly entriesToSend: number
  /** What this peer shows a newcomer; empty when it does not answer in time. */
  look(board: string | null): Promise<readonly SignedEntry[]>
}

export interface Feeds {
  join(lane: Lane): FeedPeer
  pause(isPaused: boolean): void
  /** Requests under way. */
  readonly pending: number
  close(): void
}

export interface FeedsOptions {
  readonly replica: Replica
  readonly signatures: Signatures
  readonly clock: Clock
  readonly ownDevice: Lane['peer']['device']
  readonly onChange: () => void
  readonly onFault: (error: unknown) => void
  readonly packing?: Packing | undefined
}

export const createFeeds = (options: FeedsOptions): Feeds => {
  const { replica, signatures, clock, onChange, onFault, packing } = options
  const asker = createAsker({ replica, clock, onChange, onFault })
  const news = createNews({
    clock,
    ownDevice: options.ownDevice,
    isBusy: () => asker.feedsOnOffer > COMPARE_LIMITS.fewFeeds,
  })
  const heads = createHeads(replica)
  const pauses = new Set<(isPaused: boolean) => void>()
  const comparing = new Set<() => void>()
  let isPaused = false

  const stopListening = replica.onAdded(added => {
    news.added(added)
    // Something that was here is lost: others have it, and only a comparison says so.
    if (added.length === 0) for (const compare of comparing) compare()
    if (added.some(({ kind }) => isGoverning(kind))) asker.governanceGrew()
  })

  const join = (lane: Lane): FeedPeer => {
    let isCompared = false
    let isDigestOut = false
    let hasEnded = false
    let stopAgain = (): void => {}
    let patienceMs: number = COMPARE_LIMITS.againAfterMs
    /** Batches that are not stored yet, in the order they came. */
    const storing: Promise<void>[] = []
    let lastStored: Promise<void> = Promise.resolve()
    /** The first has the replica for itself: whoever holds nothing yet shows something a quarter of a second sooner. */
    let atOnce = 1
    let looking: PromiseWithResolvers<readonly SignedEntry[]> | null = null
    let purse: number = COMPARE_LIMITS.messageBurst
    let paidAt = clock.now()
    const server = createServer({ lane, replica, onChange, packing })

    const send = (message: FeedMessage): Promise<void> => lane.send(encodeFeedMessage(message, packing))

    const source: FeedSource = {
      ask: (request, wants) => void send({ type: 'want', request, wants }),
      fail: lane.fail,
    }
    const listener: NewsListener = {
      tell: tips => {
        compareLater()
        void send({ type: 'have', tips })
      },
    }

    const compare = async (): Promise<void> => {
      if (isPaused) return
      isDigestOut = true
      await send({ type: 'digest', digest: await replica.digest() })
    }

    const compareIn = (ms: number): void => {
      stopAgain()
      // A message that was under way when the session ended must leave no clock behind (simulator, seed 1641).
      if (hasEnded) return
      stopAgain = clock.after(ms, () => void compare().catch(onFault))
    }

    const compareLater = (): void => {
      patienceMs = COMPARE_LIMITS.againAfterMs
      compareIn(patienceMs)
    }

    const sendTips = async (tips: readonly Tip[]): Promise<void> => {
      const inOrder = await heads.inOrder(tips)
      let from = 0
      do {
        const part = inOrder.slice(from, from + FEED_MESSAGE_LIMITS.tips)
        from += part.length
        await send({ type: 'tips', tips: part, isLast: from >= inOrder.length })
      } while (from < inOrder.length)
    }

    const takeDigest = async (digest: string): Promise<void> => {
      if (!isDigestOut) await send({ type: 'digest', digest: await replica.digest() })
      isDigestOut = false
      const isEqual = digest === (await replica.digest())
      isCompared = isEqual
      if (isEqual) return void replica.noteAlike().catch(onFault)
      compareIn(patienceMs)
      patienceMs = Math.min(2 * patienceMs, COMPARE_LIMITS.againAtLatestMs)
      const tips = await heads.tips()
      if (tips.length <= TIPS_AT_ONCE) await sendTips(tips)
      else await send({ type: 'buckets', digests: await bucketDigests(tips, signatures) })
    }

    const takeEntries = async (request: number, entries: readonly SignedEntry[], bytes: number) => {
      if (!asker.isExpected(source, request, new Set(entries.map(({ device }) => device))))
        return lane.fail('too-much')
      const receiving = replica.receive(entries)
      // Heard of when its turn comes.
      receiving.catch(() => {})
      lastStored = lastStored
        .then(async () => noteReceipt(request, entries, await receiving, bytes))
        .catch(error => {
          lane.fail('broken-protocol')
          onFault(error)
        })
      storing.push(lastStored)
      if (storing.length < atOnce) return
      atOnce = COMPARE_LIMITS.batchesAtOnce
      await storing.shift()
    }

    const noteReceipt = async (
      request: number,
      entries: readonly SignedEntry[],
      receipt: Receipt,
      bytes: number,
    ): Promise<void> => {
      news.knows(
        listener,
        receipt.added.map(({ hash }) => hash),
      )
      // As they are: a thousand times the same one deflates to nothing and is a thousand times the work.
      const size = entries.reduce((sum, entry) => sum + entryCost(entry), 0)
      asker.arrived(source, request, receipt, size)
      compareLater()
      await send({ type: 'ack', bytes })
    }

    const showGlimpse = async (board: string | null): Promise<void> => {
      const entries: SignedEntry[] = []
      let bytes = 0
      for (const entry of await replica.glimpse(board, COMPARE_LIMITS.glimpseEntries)) {
        bytes += entry.bytes.length + 100
        if (bytes > COMPARE_LIMITS.glimpseBytes) break
        entries.push(entry)
      }
      await send({ type: 'glimpse', entries })
    }

    const take = async (message: FeedMessage, bytes: number): Promise<void> => {
      switch (message.type) {
        case 'digest':
          return takeDigest(message.digest)
        case 'buckets': {
          const own = await bucketDigests(await heads.tips(), signatures)
          return send({ type: 'differ', buckets: differingBuckets(own, message.digests) })
        }
        case 'differ':
          return sendTips((await heads.tips()).filter(({ device }) => isInBuckets(message.buckets, device)))
        case 'tips':
        case 'have':
          news.knows(
            listener,
            message.tips.map(({ hash }) => hash),
          )
          if (message.type === 'have') compareLater()
          await asker.offer(source, message.tips, message.type === 'have')
          if (message.type === 'tips' && message.isLast) isCompared = true
          return
        case 'want':
          compareLater()
          return server.want(message.request, message.wants)
        case 'entries':
          return takeEntries(message.request, message.entries, bytes)
        case 'done':
          await lastStored
          return asker.done(source, message.request)
        case 'ack':
          return server.acknowledged(message.bytes)
        case 'look':
          return showGlimpse(message.board)
        case 'glimpse':
          return looking?.resolve(message.entries)
      }
    }

    const canPay = (): boolean => {
      const now = clock.now()
      const earned = (Math.max(0, now - paidAt) / 1000) * COMPARE_LIMITS.messagesPerSecond
      purse = Math.min(COMPARE_LIMITS.messageBurst, purse + earned) - 1
      paidAt = now
      return purse >= 0
    }

    const compareNow = (): void => void compare().catch(onFault)

    const pause = (paused: boolean): void => {
      server.pause(paused)
      if (!paused) compareNow()
    }

    lane.receive(async body => {
      const message = await openFeedMessage(body, packing)
      if (message?.type !== 'entries' && !canPay()) return lane.fail('too-much')
      if (!message) return
      await take(message, body.length)
      onChange()
    })
    lane.onEnd(() => {
      hasEnded = true
      stopAgain()
      news.leave(listener)
      asker.leave(source)
      pauses.delete(pause)
      comparing.delete(compareNow)
      looking?.resolve([])
    })
    news.join(listener)
    pauses.add(pause)
    comparing.add(compareNow)
    server.pause(isPaused)
    compareNow()

    return {
      get phase() {
        if (!isCompared) return 'comparing'
        if (asker.lackingFrom(source).feeds > 0) return 'receiving'
        return server.isBusy ? 'sending' : 'level'
      },
      get entriesToReceive() {
        return asker.lackingFrom(source).entries
      },
      get entriesToSend() {
        return server.wantsLeft
      },
      look: board => {
        looking?.resolve([])
        const mine = Promise.withResolvers<readonly SignedEntry[]>()
        looking = mine
        const giveUp = clock.after(COMPARE_LIMITS.glimpseWithinMs, () => mine.resolve([]))
        void send({ type: 'look', board })
        return mine.promise.finally(giveUp)
      },
    }
  }

  return {
    join,
    pause: paused => {
      isPaused = paused
      asker.pause(paused)
      news.pause(paused)
      for (const pause of pauses) pause(paused)
    },
    get pending() {
      return asker.pendingRequests
    },
    close: stopListening,
  }
}
