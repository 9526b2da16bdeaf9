/** What asking needs, promises and limits; how it is done stands in `ask.ts`. */
import { type DeviceId, FEED_LIMITS, type Receipt, type Replica, type Tip } from '#shared/logbook'
import type { EndReason } from '../mesh-model.ts'
import type { Clock } from '../wire.ts'
import type { FeedWant } from './messages.ts'

export const ASK_LIMITS = {
  requestsAtOnce: 2,
  /** Half of what one message may ask for: two sources share the feeds of a league of fifty. */
  feedsPerRequest: 32,
  /** No batch for this long: somebody else is asked, if anybody else offers it. */
  silenceMs: 20_000,
  /** Tips one source may have on offer that we lack: 2 MB here; more devices than a league of a thousand people has. */
  tipsPerSource: 8_192,
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
  /** Asked, and not silent for too long. */
  readonly pendingRequests: number
  readonly feedsOnOffer: number
}

export interface AskerPorts {
  readonly replica: Replica
  readonly clock: Clock
  readonly onChange: () => void
  /** The replica could not answer: its store failed. */
  readonly onFault: (error: unknown) => void
}
