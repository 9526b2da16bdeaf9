/**
 * The rows of leagues: who this device is, what it keeps of each league, what it shares and what it took in.
 *
 * Invariants: bytes in a row own their memory (a view is stored with everything it was cut from: 1 MiB batches cost ten
 * times as much); `feeds`, `boards`, `blobNames` and `taken` follow from `entries` and can be made anew; what `identity`
 * and `leagues` hold is secret and in no export.
 */
import type { Bytes, StoreId } from '#shared/blob'
import type { SessionId, Sha256 } from '#shared/id'
import type {
  ChunkedRef,
  DeviceCertificate,
  DeviceId,
  EntryHash,
  LeagueId,
  LeagueUse,
  PersonId,
} from '#shared/logbook'
import type { EpochMillis } from '#shared/units'

/** The one row of `identity`. */
export interface IdentityRow {
  readonly key: 'me'
  readonly person: PersonId
  readonly personName: string
  readonly device: DeviceId
  readonly deviceName: string
  /** The person's word that this device is theirs. */
  readonly certificate: DeviceCertificate
  /** AES-GCM, cannot be read out: what it wrapped is of use in this browser's profile only. */
  readonly wrapping: CryptoKey
  /** Nonce (12 bytes) and ciphertext; null on a device another one admitted. */
  readonly personSeed: Bytes | null
  /** Where the browser has no Ed25519: the seed, wrapped like the person's. */
  readonly deviceKey: CryptoKey | Bytes
  readonly backedUpAt: EpochMillis | null
  readonly createdAt: EpochMillis
}

export interface LeagueRow {
  readonly id: LeagueId
  readonly use: LeagueUse
  readonly name: string
  readonly addresses: readonly string[]
  readonly invites: readonly { readonly key: string; readonly secret: Bytes; readonly link: string | null }[]
  readonly rooms: readonly { readonly epoch: number; readonly secret: Bytes }[]
  readonly lastLevelAt: EpochMillis | null
  readonly paused: boolean
  readonly joinedAt: EpochMillis
}

/** Entries of one device and kind, each following the one before it: see `entry-runs.ts`. */
export interface EntryRun {
  readonly league: LeagueId
  readonly device: DeviceId
  /** Of the first. */
  readonly seq: number
  readonly hash: EntryHash
  readonly hashes: readonly EntryHash[]
  /** Bytes of each, without its signature. */
  readonly sizes: readonly number[]
  /** Of each its signature (64), then itself. */
  readonly bytes: Bytes
  readonly kind: string
  /** To find it by: what each is about, which lists of traces they name. */
  readonly about: readonly (readonly [LeagueId, kind: string, PersonId, id: string])[]
  readonly names: readonly Sha256[]
}

/** What opening a league reads of a feed instead of its entries. */
export interface FeedRow {
  readonly league: LeagueId
  readonly device: DeviceId
  /** Ends of its branches, by seq, then hash. */
  readonly tips: readonly { readonly seq: number; readonly hash: EntryHash }[]
  readonly entries: number
  readonly bytes: number
  /** Ends it had before the disk lost something, until they are here again; and what can still be read of what stood on that. */
  readonly lost?: FeedRow['tips']
  readonly aside?: readonly EntryRun[]
}

/** Bytes on their way from members of a league: the chunks that came are in `chunks` under `store`, and are no blob yet. */
export interface PartialRow extends ChunkedRef {
  readonly league: LeagueId
  readonly store: StoreId
  readonly chunkHashes: Bytes | null
  readonly own: boolean
  readonly touchedAt: EpochMillis
}

/** One update of a document that is edited together. */
export interface DocumentRow {
  readonly league: LeagueId
  readonly id: string
  /** In the order they came. */
  readonly row: number
  readonly bytes: Bytes
  /** It could not be applied; kept aside. */
  readonly isBad: boolean
}

/** Leaderboards as they were when the entries had this digest. */
export interface BoardsRow {
  readonly league: LeagueId
  readonly digest: EntryHash
  readonly saved: unknown
}

/** A session that a person shares with a league, or that goes to all devices of mine. */
export interface ShareRow {
  readonly session: SessionId
  readonly league: LeagueId
  readonly audience: 'members' | 'public'
  readonly withTraces: boolean
  readonly trimMs: number
  readonly at: EpochMillis
  /** Withdrawn by a person: kept, so that it is not published again by itself. */
  readonly isWithdrawn: boolean
  /** What stands in this device's feed; null before the first time. */
  readonly said: Said | null
}

export interface Said {
  readonly entry: EntryHash
  /** SHA-256 of what the entry says and names: publishing again what is the same writes nothing. */
  readonly content: Sha256
  /** Bytes made for it: the list of traces, and traces whose position was trimmed. */
  readonly made: readonly Sha256[]
}

/** An entry names some bytes. */
export interface BlobNameRow extends ChunkedRef {
  readonly league: LeagueId
  readonly entry: EntryHash
  readonly of: 'manifest' | 'trace'
}

/**
 * A lap timed again from its recording. cannot-tell = the recording is not at these lines, or has no position; gave-up = it
 * cannot be read, or not in time.
 */
export type Recheck = 'match' | 'differs' | 'cannot-tell' | 'gave-up'

/** A session of another device that was taken into the library. */
export interface TakenRow {
  readonly league: LeagueId
  readonly person: PersonId
  /** As its author calls it. */
  readonly session: string
  readonly here: SessionId
  readonly entry: EntryHash
  readonly own: boolean
  readonly openedAt: EpochMillis
  /** By row of the session's laps: timed again from its trace here. */
  readonly retimed: readonly (Recheck | null)[]
}

/** A device of a league that was met. */
export interface SeenRow {
  readonly league: LeagueId
  readonly device: DeviceId
  readonly at: EpochMillis
  readonly route: string
  readonly addresses: readonly string[]
  /** When it last had all that this device has; absent until then. */
  readonly levelAt?: EpochMillis
}
