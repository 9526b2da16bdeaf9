/**
 * One device's copy of one league: what a program holds, writes and shows. In a page it lives in a worker, so every
 * answer is a promise of plain data.
 *
 * Which entries it takes (`receive`) depends on the entry, its ancestors and who was *ever* admitted, all of which only
 * grow: two replicas that exchanged everything hold the same entries, whatever order they came in. Which of them
 * *count* (`governance`, `verdict`) may change with what arrives later, and is computed, not stored.
 */
import type { SignedEntry, Tip, VerifiedEntry } from './entry.ts'
import type { Governance } from './governance-model.ts'
import type { DeviceId, EntryHash, LeagueId, PersonId } from './ids.ts'

export interface Draft {
  readonly kind: string
  readonly id: string
  /** Null withdraws. */
  readonly body: unknown
}

/** Nobody who checks entries can hold one of these: whoever sends it lies. */
export const LIES = [
  'too-large',
  'not-canonical',
  'not-an-entry',
  'other-league',
  'bad-signature',
  'weak-key',
  /** Of the device, of a revocation, or the proof of an invitation. */
  'bad-certificate',
  /** Its parent is here and is of another device or person, or has another seq. */
  'broken-chain',
  /** Beyond `FEED_LIMITS.entries` or `FEED_LIMITS.bytes`. */
  'over-quota',
] as const

/** Nobody's fault. */
export const NOT_YET = [
  /** What admits its author is not here yet, or does not admit this. Whoever has it will offer it again. */
  'unknown-author',
  /** Its parent is not here. */
  'gap',
  /** One branch too many: see `FEED_LIMITS.branches`. */
  'forked',
  /** See `LEAGUE_LIMITS`. */
  'crowded',
] as const

export type RefusalReason = (typeof LIES)[number] | (typeof NOT_YET)[number]

export const isLie = (reason: RefusalReason): boolean => (LIES as readonly string[]).includes(reason)

export interface Receipt {
  /** New and now stored, in the order stored. */
  readonly added: readonly {
    readonly hash: EntryHash
    readonly device: DeviceId
    readonly seq: number
    readonly kind: string
    readonly bytes: number
  }[]
  readonly known: number
  /** The first refusals, at most 16, lies first, and how many there were. A peer that sends lies is dropped by the caller. */
  readonly refused: readonly {
    readonly reason: RefusalReason
    readonly device: DeviceId
    readonly seq: number | null
  }[]
  readonly refusedCount: number
}

export interface Replica {
  readonly league: LeagueId
  /** Verifies and stores, in order; entries of one feed come in order of seq. */
  receive(batch: readonly SignedEntry[]): Promise<Receipt>
  /** Signs the next entry of this device's feed; it is on disk when this resolves. Fails when this device has no say. */
  write(draft: Draft): Promise<VerifiedEntry>
  /** Null until the league's genesis entry is here. */
  governance(): Promise<Governance | null>
  /**
   * SHA-256 over `tips`: equal digests, equal replicas. A feed at its limit of branches counts by its device alone, since
   * replicas may hold different branches of it for ever; nobody needs to be asked for more of it.
   */
  digest(): Promise<EntryHash>
  /** Ends of what is claimed to be here: see `claimed.ts`. */
  tips(): Promise<readonly Tip[]>
  has(hashes: readonly EntryHash[]): Promise<readonly boolean[]>
  /** Entries of a device that are no ancestors of `known` (nor in it), in order of seq, at most `maxBytes` (at least one). */
  missing(
    device: DeviceId,
    known: readonly EntryHash[],
    fromSeq: number,
    maxBytes: number,
  ): Promise<readonly SignedEntry[]>
  /** What is here of a device at seqs tip, tip−1, −2, −4, …, 0, all branches: finds where two branches part in one round. */
  spine(device: DeviceId): Promise<readonly Tip[]>
  /** What a newcomer wants to see first: all that governs, then the holders of the bests of a leaderboard. */
  glimpse(board: string | null, limit: number): Promise<readonly SignedEntry[]>
  /**
   * Somebody has exactly what is here. The first time, everything kept is read, and what can no longer be is asked of them; after
   * that nobody in reach has what this device lost of its own feed, and it may be continued without.
   */
  noteAlike(): Promise<void>
  /**
   * Called after anything was stored, by whomever; and with nothing when something that was here turned out to be lost, so
   * that it is compared with others again. Returns what ends it.
   */
  onAdded(listener: (receipt: Receipt['added']) => void): () => void
}

/** Who this device is, and how it signs. The key itself never leaves the platform's keeping. */
export interface DeviceSigner {
  readonly person: PersonId
  readonly device: DeviceId
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
}

/** Ed25519 and SHA-256, as the platform has them (WebCrypto, or the fallback). */
export interface Signatures {
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  /** False for anything that does not verify; small-order keys never verify. */
  verify(key: string, signature: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): Promise<boolean>
}
