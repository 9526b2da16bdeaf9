/**
 * What a program sees of the other devices of a league: who is connected, how far each is, what went wrong.
 *
 * One session is one wire for one league. A mesh holds one replica's sessions; it asks for each missing entry once,
 * whoever offers it, and fetches blobs from every session whose other end holds them.
 */
import type { Bytes } from '#shared/blob'
import type { Sha256 } from '#shared/id'
import type { ChunkedRef, DeviceId, LeagueId, PersonId, Replica, SignedEntry } from '#shared/logbook'
import type { Route, Wire } from './wire.ts'

/** How a session ended, or why it never began; each has a sentence in the page's words. */
export type EndReason =
  | 'closed'
  | 'lost'
  | 'replaced'
  | 'no-answer'
  | 'wrong-league'
  | 'wrong-proof'
  | 'not-a-member'
  | 'removed'
  | 'newer-version'
  | 'older-version'
  | 'broken-protocol'
  | 'too-much'
  | 'lied'
  | 'paused'

export interface PeerState {
  readonly device: DeviceId
  readonly person: PersonId
  readonly route: Route
  readonly since: number
  /** comparing = heads are exchanged · receiving, sending = entries travel · level = nothing is missing on either side */
  readonly phase: 'comparing' | 'receiving' | 'sending' | 'level'
  /** As far as known. */
  readonly entriesToReceive: number
  readonly entriesToSend: number
  readonly bytesReceived: number
  readonly bytesSent: number
  /** Version of the program at the other end. */
  readonly version: string
}

export interface PeerEnd {
  readonly device: DeviceId | null
  readonly route: Route
  readonly at: number
  readonly reason: EndReason
}

/** What somebody who is invited and not yet admitted learns. */
export interface Glance {
  readonly leagueName: string
  readonly waitsForApproval: boolean
}

export type Attached =
  | { readonly ok: true; readonly device: DeviceId }
  /** With a glance where we are invited and an admin has yet to approve us: they know now, try again later. */
  | { readonly ok: false; readonly reason: EndReason; readonly glance: Glance | null }

export interface Mesh {
  readonly league: LeagueId
  readonly replica: Replica
  peers(): readonly PeerState[]
  /** Newest last, at most 64, and one of each kind by those who did not prove to be any device. */
  ends(): readonly PeerEnd[]
  onChange(listener: () => void): () => void
  /** Takes a wire into the league; resolves when the handshake ended. */
  attach(wire: Wire, role: 'dialler' | 'answerer'): Promise<Attached>
  /** From whoever has it, resumed where it was; null when nobody connected does. Checked chunk by chunk. */
  fetch(ref: ChunkedRef, options?: FetchOptions): Promise<FetchOutcome>
  /**
   * What somebody connected shows a newcomer first: all that governs, then the holders of a leaderboard's bests. To be
   * shown, not stored; nothing of it was verified here. Empty when nobody answers.
   */
  glimpse(board: string | null): Promise<readonly SignedEntry[]>
  /** Nothing is sent or asked while paused; sessions stay open. */
  pause(isPaused: boolean): void
  close(): Promise<void>
}

export interface FetchOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, of: number) => void
}

export type FetchOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: 'nobody-has-it' | 'stopped' | 'no-room' | 'unavailable' }
  /** Every chunk was what the entry's chunk list says, and the whole is not what its name says: whoever wrote the entry erred. */
  | { readonly ok: false; readonly kind: 'damaged' }

/** What the mesh may give to members: only what an entry of this league refers to. "Unknown" and "not allowed" look the same. */
export interface SharedBlobs {
  /** Null unless an entry of this league that counts refers to it and its bytes are here, in whole or in part. */
  offer(sha256: Sha256): Promise<BlobOffer | null>
  /**
   * Null on the same grounds, and for a chunk that is not here. Owns its memory, or is in that of CHUNK_BYTES it was
   * given and may use.
   */
  readChunk(sha256: Sha256, index: number, memory?: Bytes): Promise<Bytes | null>
  /**
   * Opens the place where chunks of a blob are kept until all are there; what an earlier try kept is found again. Null
   * when the storage cannot be used.
   */
  resume(ref: ChunkedRef): Promise<PartialBlob | null>
}

export interface BlobOffer extends ChunkedRef {
  /** SHA-256 of each chunk, 32 bytes each. */
  readonly chunkHashes: Uint8Array<ArrayBuffer>
  /** One bit a chunk, lowest bit first; null when all are here. */
  readonly held: Uint8Array<ArrayBuffer> | null
}

export type Kept = 'kept' | 'full' | 'unavailable'

export interface PartialBlob {
  /** One bit a chunk. */
  held(): Uint8Array<ArrayBuffer>
  /** Null until a chunk list that fits `chunkRoot` is known. */
  chunkHashes(): Uint8Array<ArrayBuffer> | null
  setChunkHashes(hashes: Uint8Array<ArrayBuffer>): Promise<Kept>
  /**
   * The chunk was checked against its hash, and is the caller's again once this resolved. Several may be under way at
   * once; the same one twice is kept once.
   */
  put(index: number, chunk: Bytes): Promise<Kept>
  /** Names the blob when all chunks are there and the whole is what its name says. */
  finish(): Promise<'named' | 'damaged' | 'full' | 'unavailable'>
  /** Keeps what is there for a later try. */
  leave(): Promise<void>
}
