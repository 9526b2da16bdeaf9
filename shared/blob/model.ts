/**
 * The port every keeper of bytes implements: a page (IndexedDB), a Node program (a folder), a test (memory).
 *
 * Bytes are cut into chunks of 256 KiB and staged under a random store id, because a stream has no hash until
 * it has ended. Naming them is a second step and the only one that makes them visible:
 *
 *   stage ──▶ staged ──name──▶ named ──remove──▶ gone
 *               └── drop, or sweep after a grace period ──▶ gone
 *
 * Invariants:
 * - A blob is named by the SHA-256 of its bytes; the same bytes named twice are kept once.
 * - A name is given last, in one step: whoever finds a name finds all bytes, unless storage was damaged.
 * - Staged bytes that were swept cannot be named any more (`expired`), so a name never points at nothing.
 * - Every failure is a value; an adapter throws only for a bug in its caller.
 */
import type { Id, Sha256 } from '#shared/id'
import type { BlobRef } from '#shared/lap'
import type { EpochMillis } from '#shared/units'

export const BLOB_KINDS = ['trace', 'original', 'livery', 'picture'] as const
export type BlobKind = (typeof BLOB_KINDS)[number]

export type Bytes = Uint8Array<ArrayBuffer>

/** Whole bytes, or pieces of any size in order. */
export type BlobSource = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

export interface BlobDraft {
  readonly bytes: BlobSource
  readonly kind: BlobKind
  /** Ours, therefore never evicted; other people's bytes may be dropped to make room. */
  readonly own: boolean
}

/** What names some bytes and lets each chunk be checked before it is kept. */
export interface BlobDigest extends BlobRef {
  readonly chunkCount: number
  /** SHA-256 of the concatenated SHA-256 digests of the chunks. */
  readonly chunkRoot: Sha256
}

export type StoreId = Id<'store'>

export interface StagedBlob extends BlobDigest {
  readonly store: StoreId
  readonly kind: BlobKind
  readonly own: boolean
}

export interface BlobInfo extends BlobDigest {
  readonly kind: BlobKind
  readonly own: boolean
  readonly createdAt: EpochMillis
}

/**
 * full = no room left · missing = no such blob, or a chunk of it is gone · damaged = the bytes are not what
 * their name says · expired = staged too long ago and swept · unavailable = the storage itself cannot be used.
 */
export type BlobFailureKind = 'full' | 'missing' | 'damaged' | 'expired' | 'unavailable'

export interface BlobFailure {
  readonly ok: false
  readonly kind: BlobFailureKind
  /** One sentence: what happened, what it means for the data, what to do. */
  readonly message: string
}

export type BlobOutcome<T> = { readonly ok: true; readonly value: T } | BlobFailure

export interface BlobStore {
  /** Writes bytes without a name, all drafts or none. They are on disk when the promise resolves. */
  stage(drafts: Iterable<BlobDraft> | AsyncIterable<BlobDraft>): Promise<BlobOutcome<readonly StagedBlob[]>>
  /** Names staged bytes, all or none. Bytes that have their name already are dropped and the name kept. */
  name(staged: readonly StagedBlob[]): Promise<BlobOutcome<readonly BlobInfo[]>>
  /** Forgets staged bytes that will not be named. */
  drop(staged: readonly StagedBlob[]): Promise<BlobOutcome<null>>
  /** Null when there is no such blob. */
  info(sha256: Sha256): Promise<BlobOutcome<BlobInfo | null>>
  /** The whole blob; its size is always checked, its hash unless `verify` is false. */
  read(sha256: Sha256, options?: { readonly verify?: boolean }): Promise<BlobOutcome<Bytes>>
  /** One chunk, unverified: whoever receives it checks it against the chunk list. */
  readChunk(sha256: Sha256, index: number): Promise<BlobOutcome<Bytes>>
  /** Forgets names and bytes. Unknown names are ignored. */
  remove(names: readonly Sha256[]): Promise<BlobOutcome<null>>
  /** Bytes of named blobs, by kind. */
  usage(): Promise<BlobOutcome<Readonly<Record<BlobKind, number>>>>
  /** Removes bytes staged, and never named, before this moment; answers how many blobs. */
  sweep(stagedBefore: EpochMillis): Promise<BlobOutcome<number>>
}

/** SHA-256, as the platform has it. */
export interface Hashing {
  digest(bytes: Bytes): Promise<Uint8Array>
  /** For bytes that arrive in pieces. */
  createHasher(): Hasher
}

export interface Hasher {
  update(bytes: Bytes): void
  digest(): Promise<Uint8Array>
}
