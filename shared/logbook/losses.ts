/**
 * What a disk lost of a feed: finding it, and telling what is left from what stands on something that is gone.
 *
 * Invariant: an entry is left when it and all its ancestors are. What follows a lost one may be the only copy there is, so
 * it is set aside and not thrown away; when a peer brought the lost one, it goes on from there.
 */
import { hashOf } from './codec.ts'
import type { Tip, VerifiedEntry } from './entry.ts'
import type { DeviceId, EntryHash } from './ids.ts'
import type { Signatures } from './replica.ts'
import type { EntryStore } from './store.ts'
import { severalAtOnce } from './verify.ts'

/** Entries read at once: 256 KiB of common ones. */
const PAGE = 256

/** Null when the feed is all there, up to these ends; else those that are not what their hash says, which may be none: then some are gone. */
export const lossesOf = async (
  store: Pick<EntryStore, 'feed'>,
  signatures: Signatures,
  device: DeviceId,
  ends: readonly EntryHash[],
): Promise<ReadonlySet<EntryHash> | null> => {
  const here = new Set<EntryHash | null>([null])
  const bad = new Set<EntryHash>()
  let isWhole = true
  for (let after = -1; ; ) {
    const page = await store.feed(device, after, PAGE)
    const last = page.at(-1)
    if (!last) break
    const names = await severalAtOnce(page, ({ bytes }) => hashOf(signatures, device, bytes))
    for (const [i, { hash, entry }] of page.entries()) {
      if (names[i] !== hash) bad.add(hash)
      if (!here.has(entry.prev)) isWhole = false
      here.add(hash)
    }
    after = last.entry.seq
  }
  return isWhole && bad.size === 0 && ends.every(hash => here.has(hash)) ? null : bad
}

export interface SortedOut {
  readonly whole: readonly VerifiedEntry[]
  readonly apart: readonly VerifiedEntry[]
}

/** Of one device, in order of seq. */
export const sortOut = (entries: readonly VerifiedEntry[]): SortedOut => {
  const here = new Set<EntryHash | null>([null])
  const whole: VerifiedEntry[] = []
  const apart: VerifiedEntry[] = []
  for (const one of entries) {
    if (!here.has(one.entry.prev)) apart.push(one)
    else {
      whole.push(one)
      here.add(one.hash)
    }
  }
  return { whole, apart }
}

/** By seq, then hash. */
export const endsOf = (entries: readonly VerifiedEntry[]): Tip[] => {
  const continued = new Set(entries.map(({ entry }) => entry.prev))
  return entries
    .filter(({ hash }) => !continued.has(hash))
    .map(({ device, hash, entry }) => ({ device, seq: entry.seq, hash }))
    .sort((a, b) => a.seq - b.seq || (a.hash < b.hash ? -1 : 1))
}

/** What is lost after a feed was sorted out: of the ends it had, by whomever they were remembered, those not among `whole`. */
export const lostEnds = (had: readonly Tip[], { whole, apart }: SortedOut): Tip[] => {
  const here = new Set(whole.map(({ hash }) => hash))
  const ends = new Map([...had, ...endsOf(apart)].map(tip => [tip.hash, tip]))
  return [...ends.values()].filter(({ hash }) => !here.has(hash))
}

export interface Losses {
  /** Since the last one was found, somebody was met who has no more than what is here. */
  readonly areFinal: boolean
  found(): void
  /** See `Replica.noteAlike`. */
  noteAlike(): Promise<void>
}

export interface LossesPorts {
  readonly store: Pick<EntryStore, 'feed'>
  readonly signatures: Signatures
  /** Ends of what was here when the program started: what came since was verified a moment ago. */
  readonly heldAtStart: () => Promise<readonly Tip[]>
  readonly mend: (device: DeviceId, bad: ReadonlySet<EntryHash>) => Promise<boolean>
}

/** Everything is read once a start, when there is somebody to ask for what is lost: 2,500 entries in 0.6 s of a page's worker. */
export const createLosses = ({ store, signatures, heldAtStart, mend }: LossesPorts): Losses => {
  let lookingOver: Promise<number> | null = null
  let losses = 0
  let areFinal = false

  const lookOver = async (): Promise<number> => {
    const byDevice = Map.groupBy(await heldAtStart(), ({ device }) => device)
    for (const [device, tips] of byDevice) {
      const ends = tips.map(({ hash }) => hash)
      const bad = await lossesOf(store, signatures, device, ends)
      if (bad) await mend(device, bad)
    }
    return losses
  }

  return {
    get areFinal() {
      return areFinal
    },
    found() {
      losses++
      areFinal = false
    },
    async noteAlike() {
      const before = losses
      lookingOver ??= lookOver()
      const mine = lookingOver
      mine.catch(() => {
        if (lookingOver === mine) lookingOver = null
      })
      await mine
      // What was found meanwhile was not compared yet.
      if (losses === before) areFinal = true
    },
  }
}
