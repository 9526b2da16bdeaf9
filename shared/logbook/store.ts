/**
 * The port every keeper of one league's entries implements: memory (tests, simulator), Dexie (page), SQLite (Node).
 *
 * Invariants: it only grows; an entry is there with all its ancestors or not at all; what `add` answered is on disk
 * (`durability` permitting) and found again after a crash; adding an entry twice changes nothing;
 * what it hands out owns its memory, even when what it was given was a view. It judges nothing:
 * signature, quota and membership were checked by the replica above it.
 *
 * Disks lose things. What cannot be read is left out of every answer, and `onDamage` hears of it; until `mend` was called,
 * tips and counts may claim it still.
 */
import type { Tip, VerifiedEntry } from './entry.ts'
import type { DeviceId, EntryHash, PersonId } from './ids.ts'

export interface EntryStore {
  /** In order; an entry whose `prev` is not there (nor earlier in the batch) is a caller's bug and throws. Answers what was new. */
  add(entries: readonly VerifiedEntry[], durability?: 'strict' | 'relaxed'): Promise<readonly VerifiedEntry[]>
  /**
   * This device's next own entry, durably: kept only if its device has no entry of that `prev` yet (for entry 0: no entry
   * at all), decided in one transaction. False when another tab or process was first, or what it continues was lost; the writer then takes the new tip.
   */
  append(entry: VerifiedEntry): Promise<boolean>
  get(hash: EntryHash): Promise<VerifiedEntry | null>
  /** Which of these are here, in their order. */
  has(hashes: readonly EntryHash[]): Promise<readonly boolean[]>
  /** Ends of all branches of all feeds, by device, then seq, then hash. */
  tips(): Promise<readonly Tip[]>
  /** The entry of this device at this seq; several when the feed forked. */
  at(device: DeviceId, seq: number): Promise<readonly VerifiedEntry[]>
  /**
   * In order of seq, then hash; entries with seq > `afterSeq`, all branches together. At most `limit`, but never only some
   * of one seq: siblings of the last come with it, so that the next page begins after it.
   */
  feed(device: DeviceId, afterSeq: number, limit: number): Promise<readonly VerifiedEntry[]>
  /** In order of device, seq, hash. Small kinds only: what governs a league, decisions, layouts. */
  ofKinds(kinds: readonly string[]): Promise<readonly VerifiedEntry[]>
  /** Every revision of one thing. */
  ofKey(kind: string, person: PersonId, id: string): Promise<readonly VerifiedEntry[]>
  /** All entries in batches, in order of device, seq, hash; for views that are built anew. */
  all(batch?: number): AsyncIterable<readonly VerifiedEntry[]>
  /** Entries and bytes held, per device: for quotas and for screens. */
  usage(): Promise<readonly { readonly device: DeviceId; readonly entries: number; readonly bytes: number }[]>
  /**
   * Reads a whole feed, of which `bad` are known not to be what was stored. From the first entry that is lost on, each that stands on one that is not here
   * is set aside: it is not here either until its parent was added again. False when nothing is lost.
   */
  mend(device: DeviceId, bad: ReadonlySet<EntryHash>): Promise<boolean>
  /** Ends of branches that were here before something was lost, and are not here again. */
  lost(): Promise<readonly Tip[]>
  /** Set aside of this device, in order of seq; whoever adds it again verifies it again. */
  aside(device: DeviceId): Promise<readonly VerifiedEntry[]>
  /** Called, never while a question is answered, with the device of a feed that could not be read whole. Returns what ends it. */
  onDamage(listener: (device: DeviceId) => void): () => void
  close(): Promise<void>
}
