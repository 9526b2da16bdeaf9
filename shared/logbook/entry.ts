/**
 * An entry: one signed statement of one device, in the order it made them.
 *
 * The bytes are canonical dag-cbor of `{v, league, kind, person, id, rev, seq, prev, at, body}`; ids and hashes are
 * byte strings there and hex here. What is signed, and whose SHA-256 names the entry, is
 *
 *   "paddock/entry/1\n" ‖ device (32 bytes) ‖ bytes
 *
 * so the same bytes signed by another device are another entry, and another signature of the same entry is not.
 *
 * Invariants of a feed: `seq` counts from 0 without a gap; `prev` names the entry before it (null at 0); entry 0 is
 * `genesis` (only the founder's) or `device`. Two entries with one `prev` are a fork: both are kept and both count, the
 * winner rule decides between what they say, and the fork is shown.
 */
import type { EpochMillis } from '#shared/units'
import type { DeviceId, EntryHash, LeagueId, PersonId } from './ids.ts'

export const ENTRY_VERSION = 1

export interface Entry {
  /** Newer versions are verified, stored and forwarded, and not shown. */
  readonly v: number
  /** Null in a genesis entry, which cannot know its own hash. */
  readonly league: LeagueId | null
  /** A kind we do not know is verified, stored and forwarded, and not shown. */
  readonly kind: string
  /** The author. */
  readonly person: PersonId
  /** What it is about, as hex of at most 64 digits: a session, a person; '' when there is one per author. */
  readonly id: string
  readonly rev: number
  readonly seq: number
  readonly prev: EntryHash | null
  /** The author's clock; believed only for display and order within reason. */
  readonly at: EpochMillis
  /** Null withdraws what earlier revisions said. Checked against its kind's schema by `readBody`. */
  readonly body: unknown
}

/** As it travels and is stored. Both arrays own their memory: a view would be stored with all it was cut from. */
export interface SignedEntry {
  readonly device: DeviceId
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** Canonical, of the right league and truly signed. Whether it may count is for the governance to say. */
export interface VerifiedEntry extends SignedEntry {
  readonly hash: EntryHash
  readonly entry: Entry
}

/** Where a feed, or one branch of a forked one, ends. */
export interface Tip {
  readonly device: DeviceId
  readonly seq: number
  readonly hash: EntryHash
}

/**
 * Limits of one feed, each decided by the entry and its ancestors alone, so that every replica draws the same line.
 * A season of 2,500 sessions of 20 laps with three sectors is 4.1 MB in all: 1.65 kB each, deflated in batches half of it.
 */
export const FEED_LIMITS = {
  /** 700 laps of a day with three sectors each are 30 kB. */
  entryBytes: 64 * 1024,
  /** Ten sessions a day for five years. */
  entries: 20_000,
  /** Of all entries up to and including one. */
  bytes: 64 * 1024 * 1024,
  /** Branches of one feed; further ones are refused, and the device is shown as forked beyond use: nothing after its entry 0 counts. */
  branches: 8,
} as const

/**
 * What one person or one leaked link can fill a replica with. Unlike the limits of a feed these depend on what came first,
 * so whoever exceeds them may look different on two replicas; honest use stays far below.
 */
export const LEAGUE_LIMITS = {
  devicesPerPerson: 32,
  /** Who came by one invitation and was named by no admin. */
  peoplePerInvite: 512,
} as const
