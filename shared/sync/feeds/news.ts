/**
 * Telling the sessions of a replica that something new is here: the tips only, and only to those not known to have them.
 *
 * Own entries are told at once. What came from others is told after a delay that differs from device to device, so that
 * of two peers of a full mesh one hears it from the other before both would have said it: half the messages. While much
 * is coming in, it is told once a second.
 */
import type { DeviceId, EntryHash, Receipt, Tip } from '#shared/logbook'
import type { Clock } from '../wire.ts'
import { FEED_MESSAGE_LIMITS } from './messages.ts'

export const NEWS_DELAYS = { ownMs: 5, leastMs: 20, spreadMs: 80, whileBusyMs: 1_000 } as const

/** Hashes a listener is remembered to have: past this all are forgotten, and some things are told twice. */
const REMEMBERED = 4096

export interface NewsListener {
  tell(tips: readonly Tip[]): void
}

export interface News {
  join(listener: NewsListener): void
  leave(listener: NewsListener): void
  /** This peer has these: they need not be told. */
  knows(listener: NewsListener, hashes: Iterable<EntryHash>): void
  added(added: Receipt['added']): void
  pause(isPaused: boolean): void
}

export interface NewsPorts {
  readonly clock: Clock
  readonly ownDevice: DeviceId
  /** Entries are under way to us. */
  readonly isBusy: () => boolean
}

export const createNews = ({ clock, ownDevice, isBusy }: NewsPorts): News => {
  const listeners = new Map<NewsListener, Set<EntryHash>>()
  const untold = new Map<EntryHash, Tip>()
  const patience =
    NEWS_DELAYS.leastMs + (NEWS_DELAYS.spreadMs * Number.parseInt(ownDevice.slice(-2), 16)) / 255
  let timer: { readonly due: number; readonly stop: () => void } | null = null
  let isPaused = false

  const tell = (): void => {
    timer = null
    if (isPaused) return
    const tips = [...untold.values()]
    untold.clear()
    for (const [listener, known] of listeners) {
      const fresh = tips.filter(({ hash }) => !known.has(hash))
      for (let from = 0; from < fresh.length; from += FEED_MESSAGE_LIMITS.tips) {
        const part = fresh.slice(from, from + FEED_MESSAGE_LIMITS.tips)
        remember(
          known,
          part.map(({ hash }) => hash),
        )
        listener.tell(part)
      }
    }
  }

  const tellWithin = (ms: number): void => {
    const due = clock.now() + ms
    if (timer && timer.due <= due) return
    timer?.stop()
    timer = { due, stop: clock.after(ms, tell) }
  }

  return {
    join: listener => void listeners.set(listener, new Set()),
    leave: listener => void listeners.delete(listener),
    knows: (listener, hashes) => {
      const known = listeners.get(listener)
      if (known) remember(known, hashes)
    },
    added: added => {
      if (added.length === 0 || listeners.size === 0) return
      for (const tip of endsOf(added)) {
        // Of one feed only its ends matter, and of those the latest.
        for (const [hash, { device, seq }] of untold)
          if (device === tip.device && seq < tip.seq) untold.delete(hash)
        untold.set(tip.hash, tip)
      }
      const isOwn = added.some(({ device }) => device === ownDevice)
      tellWithin(isOwn ? NEWS_DELAYS.ownMs : isBusy() ? NEWS_DELAYS.whileBusyMs : patience)
    },
    pause: paused => {
      isPaused = paused
      if (!paused && untold.size > 0) tellWithin(0)
    },
  }
}

const remember = (known: Set<EntryHash>, hashes: Iterable<EntryHash>): void => {
  if (known.size > REMEMBERED) known.clear()
  for (const hash of hashes) known.add(hash)
}

/** The last of each device, and every one that shares its seq with another: a fork. */
const endsOf = (added: Receipt['added']): Tip[] => {
  const bySeq = new Map<string, number>()
  const last = new Map<DeviceId, number>()
  for (const { device, seq } of added) {
    bySeq.set(device + seq, (bySeq.get(device + seq) ?? 0) + 1)
    last.set(device, Math.max(seq, last.get(device) ?? 0))
  }
  return added
    .filter(({ device, seq }) => seq === last.get(device) || bySeq.get(device + seq)! > 1)
    .map(({ device, seq, hash }) => ({ device, seq, hash }))
}
