/**
 * Answering what one peer asked for: batches in the order of the wants, no more under way than the peer acknowledged.
 *
 * Invariants: one `want` after the other, so a peer's greed delays only itself; between batches nothing is held but
 * where we are; a peer that does not acknowledge costs at most WINDOW_BYTES.
 */
import { decodeEntry, FEED_LIMITS, type Replica, type SignedEntry } from '#shared/logbook'
import type { Lane } from '../lane.ts'
import type { Packing } from './deflated.ts'
import { encodeFeedMessage, entryCost, FEED_MESSAGE_LIMITS, type FeedWant } from './messages.ts'

export const SERVE_LIMITS = {
  /** The first few are small, so that the other side can show something sooner. */
  firstBatchBytes: 64 * 1024,
  firstBatches: 4,
  /** Measured best between 64 KiB and 1 MiB for a page that stores them. */
  batchBytes: 256 * 1024,
  /** Sent and not acknowledged: at 20 MB/s a round trip of 50 ms. */
  windowBytes: 1024 * 1024,
  /** Feeds a peer may have asked for and not got: twice the devices of a large league. */
  queuedWants: 4_096,
  /** Wants a peer may spend at once, and the number that grows back a second. */
  wantBurst: 8_192,
  wantsPerSecond: 64,
} as const

interface Order {
  readonly request: number
  readonly wants: readonly FeedWant[]
}

export interface Server {
  want(request: number, wants: readonly FeedWant[]): void
  acknowledged(bytes: number): void
  pause(isPaused: boolean): void
  readonly isBusy: boolean
  /** Asked for and not yet given, as far as known. */
  readonly wantsLeft: number
}

export interface ServerPorts {
  readonly lane: Lane
  readonly replica: Pick<Replica, 'missing'>
  readonly onChange: () => void
  readonly packing: Packing | undefined
}

export const createServer = ({ lane, replica, onChange, packing }: ServerPorts): Server => {
  const { clock } = lane
  const orders: Order[] = []
  let sentBatches = 0
  let wantsLeft = 0
  let unacknowledged = 0
  let purse: number = SERVE_LIMITS.wantBurst
  let paidAt = clock.now()
  let isRunning = false
  let isPaused = false
  let hasEnded = false
  let change = Promise.withResolvers<void>()

  const changed = (): void => {
    change.resolve()
    change = Promise.withResolvers()
  }

  lane.onEnd(() => {
    hasEnded = true
    orders.length = 0
    changed()
  })

  const batchBytes = (): number =>
    sentBatches < SERVE_LIMITS.firstBatches ? SERVE_LIMITS.firstBatchBytes : SERVE_LIMITS.batchBytes

  /** Until more may be sent; false when there is nobody left to send to. */
  const mayGoOn = async (): Promise<boolean> => {
    while (!hasEnded && (isPaused || unacknowledged >= SERVE_LIMITS.windowBytes)) await change.promise
    return !hasEnded
  }

  const sendBatch = async (request: number, entries: readonly SignedEntry[]): Promise<boolean> => {
    const message = encodeFeedMessage({ type: 'entries', request, entries }, packing)
    unacknowledged += message.length
    sentBatches++
    await lane.send(message)
    return mayGoOn()
  }

  const answer = async ({ request, wants }: Order): Promise<void> => {
    let batch: SignedEntry[] = []
    let bytes = 0
    for (const want of wants) {
      for await (const entry of entriesFor(want, replica, batchBytes)) {
        const cost = entryCost(entry)
        if (
          batch.length > 0 &&
          (bytes + cost > batchBytes() || batch.length >= FEED_MESSAGE_LIMITS.entries)
        ) {
          if (!(await sendBatch(request, batch))) return
          batch = []
          bytes = 0
        }
        batch.push(entry)
        bytes += cost
      }
      wantsLeft--
    }
    if (batch.length > 0 && !(await sendBatch(request, batch))) return
    await lane.send(encodeFeedMessage({ type: 'done', request }))
  }

  const run = async (): Promise<void> => {
    if (isRunning) return
    isRunning = true
    while (await mayGoOn()) {
      const order = orders.shift()
      if (!order) break
      await answer(order)
      onChange()
    }
    isRunning = false
    onChange()
  }

  const pay = (wants: number): boolean => {
    const now = clock.now()
    const earned = (Math.max(0, now - paidAt) / 1000) * SERVE_LIMITS.wantsPerSecond
    purse = Math.min(SERVE_LIMITS.wantBurst, purse + earned) - wants
    paidAt = now
    return purse >= 0
  }

  return {
    want: (request, wants) => {
      wantsLeft += wants.length
      // A want of nothing is work too.
      if (!pay(Math.max(1, wants.length)) || wantsLeft > SERVE_LIMITS.queuedWants)
        return lane.fail('too-much')
      orders.push({ request, wants })
      void run()
    },
    acknowledged: bytes => {
      if (bytes > unacknowledged) return lane.fail('broken-protocol')
      unacknowledged -= bytes
      changed()
    },
    pause: paused => {
      isPaused = paused
      changed()
    },
    get isBusy() {
      return isRunning
    },
    get wantsLeft() {
      return wantsLeft
    },
  }
}

/** Holds all branches of one seq. */
const STEP_ROOM_BYTES = FEED_LIMITS.branches * FEED_LIMITS.entryBytes

/**
 * In steps of a batch. A step may end between two branches of one seq, so the next begins at that seq again and leaves
 * out what was given.
 */
async function* entriesFor(
  { device, fromSeq, known }: FeedWant,
  replica: Pick<Replica, 'missing'>,
  stepBytes: () => number,
): AsyncGenerator<SignedEntry> {
  let from = fromSeq
  let given = new Set<string>()
  for (;;) {
    const wanted = stepBytes()
    const step = await replica.missing(device, known, from, wanted + STEP_ROOM_BYTES)
    const fresh = step.filter(entry => !given.has(nameOf(entry)))
    yield* fresh
    // Less than was asked for is all there is.
    if (fresh.length === 0 || step.reduce((sum, entry) => sum + entry.bytes.length, 0) < wanted) return
    const lastSeq = seqOf(step.at(-1)!)
    if (lastSeq !== from) given = new Set()
    from = lastSeq
    for (let at = step.length - 1; at >= 0 && seqOf(step[at]!) === lastSeq; at--) given.add(nameOf(step[at]!))
  }
}

const seqOf = ({ bytes }: SignedEntry): number => {
  const decoded = decodeEntry(bytes)
  return decoded.ok ? decoded.entry.seq : 0
}

/** Among the entries of one device at one seq: signatures differ where entries do. */
const nameOf = ({ signature }: SignedEntry): string => String.fromCharCode(...signature.subarray(0, 32))
