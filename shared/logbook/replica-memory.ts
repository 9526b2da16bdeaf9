/**
 * What a replica keeps in memory of its store, and reads from it whenever the two may differ.
 *
 * Invariant: whoever stores an entry notes it here, in the order it is stored.
 */
import { type Admission, createAdmission } from './admission.ts'
import { type Claimed, createClaimed } from './claimed.ts'
import type { VerifiedEntry } from './entry.ts'
import { type FeedIndex, openFeedIndex } from './feed-index.ts'
import { GOVERNING_KINDS } from './governance-model.ts'
import type { DeviceId, EntryHash, LeagueId } from './ids.ts'
import type { EntryStore } from './store.ts'

export interface ReplicaMemory {
  readonly feeds: FeedIndex
  readonly admission: Admission
  readonly claimed: Claimed
  /**
   * All that governs and is stored. While a newcomer catches up it is asked for after every batch: read from a page's store
   * it had to wait for the batch being written.
   */
  readonly governing: Map<EntryHash, VerifiedEntry>
  /** Feeds of which something was here and is not any more. */
  readonly lost: ReadonlySet<DeviceId>
  /** `branchBytes`: of the branch up to and including it. */
  note(entry: VerifiedEntry, branchBytes: number): void
}

export const openReplicaMemory = async (
  store: EntryStore,
  league: LeagueId,
  own: DeviceId | null,
): Promise<ReplicaMemory> => {
  const read = [openFeedIndex(store), store.ofKinds(GOVERNING_KINDS), store.lost()] as const
  const [feeds, governing, lost] = await Promise.all(read)
  const admission = createAdmission()
  const claimed = createClaimed({ league, feeds, admission, own })
  for (const entry of governing) {
    admission.note(entry)
    claimed.note(entry)
  }
  return {
    feeds,
    admission,
    claimed,
    governing: new Map(governing.map(entry => [entry.hash, entry])),
    lost: new Set(lost.map(({ device }) => device)),
    note(entry, branchBytes) {
      feeds.note(entry, branchBytes)
      admission.note(entry)
      claimed.note(entry)
    },
  }
}
