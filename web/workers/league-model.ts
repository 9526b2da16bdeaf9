/**
 * What the page and the worker of leagues say to one another. The worker has the keys, the entries, the boards and the
 * library's rows; the page has the network and the screens. Everything that crosses is plain data, and bytes that cross
 * are copies.
 *
 * Invariants: what was answered with `ok` after a write is on disk; no private key and no person seed ever crosses,
 * except as the words or the backup file a person asked for; every failure is one sentence for a person.
 */
import type { Bytes } from '#shared/blob'
import type { LapId, SessionId, Sha256 } from '#shared/id'
import type {
  ChunkedRef,
  DeviceCertificate,
  DeviceId,
  Draft,
  EntryHash,
  Governance,
  LeagueId,
  LeagueUse,
  PersonId,
  Receipt,
  Replica,
  Role,
  SignedEntry,
  Tip,
  VerifiedEntry,
} from '#shared/logbook'
import type { BlobOffer, DocumentKept, DocumentRow, DocumentStore, Kept, SharedBlobs } from '#shared/sync'
import type { EpochMillis } from '#shared/units'
import type {
  Answer,
  AttentionRow,
  Board,
  BoardQuery,
  BoardRow,
  ChangeRow,
  LapPointer,
  Me,
  SharedWhere,
  SharePreview,
  ShareWish,
} from '#web/league'
import type { LapCheck, LetGo, OthersUse, Recheck } from '#web/store'

/** A league this device keeps a copy of, with what only this device (or its person) may know. */
export interface KeptLeague {
  readonly id: LeagueId
  readonly use: LeagueUse
  /** As its entries say; as the invitation said, until they are here. */
  readonly name: string
  /** Multiaddresses it was reached at, or an invitation named. */
  readonly addresses: readonly string[]
  /** Seeds of invitations made or used here, by public key; 32 bytes each. */
  readonly invites: readonly { readonly key: string; readonly secret: Bytes; readonly link: string | null }[]
  /** Room secrets by epoch, the present one last. */
  readonly rooms: readonly { readonly epoch: number; readonly secret: Bytes }[]
  readonly lastLevelAt: EpochMillis | null
  readonly paused: boolean
}

/** A field that is there replaces what was kept; `invites` and `rooms` are added to what is there. */
export type LeagueChange = Partial<Omit<KeptLeague, 'id' | 'use'>>

/** How a league stands, as far as its entries here say. */
export interface LeagueStanding extends KeptLeague {
  readonly role: Role | null
  readonly standing: 'member' | 'waiting' | 'removed'
  readonly members: number
  readonly sessions: number
  readonly entries: number
}

export interface LeagueToJoin {
  readonly id: LeagueId
  readonly use: LeagueUse
  readonly name: string
  /** Seed of the invitation, 32 bytes; null when an admin will name this person. */
  readonly invite: Bytes | null
  readonly addresses: readonly string[]
}

/** What the holder of a person key gives a new device of that person. */
export interface Admission {
  readonly person: PersonId
  readonly personName: string
  readonly certificate: DeviceCertificate
}

/** What opening a lap of the league needs: bytes to fetch first, or nothing any more. */
export type LapNeeds =
  | { readonly kind: 'fetch'; readonly refs: readonly ChunkedRef[] }
  /** `check`: it may be timed again, where it can be stopped; null when it was, or nothing is to be timed. */
  | { readonly kind: 'ready'; readonly lap: LapId; readonly check: LapCheck | null }

export interface SeenDevice {
  readonly device: DeviceId
  readonly at: EpochMillis
  readonly route: string
  readonly addresses: readonly string[]
  /** When it last had all that this device has; absent until then. */
  readonly levelAt?: EpochMillis
}

/** Something of a league changed on disk, by whatever tab or device. */
export interface LeagueNews {
  readonly league: LeagueId
  readonly added: Receipt['added']
}

/** The calls of the worker as the page sees them: see `createLeagueKeeper`. */
export interface LeagueKeeper {
  /** Made silently when first asked. */
  me(): Promise<Answer<Me>>
  /** Null while nothing was ever needed; makes nothing. */
  knownMe(): Promise<Answer<Me | null>>
  /** By the device key: handshakes. */
  sign(message: Bytes): Promise<Bytes>
  /** The person's word that this device is theirs, as it stands in entry 0 of its feeds. */
  certificate(): Promise<Answer<DeviceCertificate>>
  rename(names: { readonly personName?: string; readonly deviceName?: string }): Promise<Answer<null>>
  recoveryWords(): Promise<Answer<readonly string[]>>
  confirmWords(words: readonly string[]): Promise<Answer<null>>
  backupFile(passphrase: string): Promise<Answer<{ readonly name: string; readonly bytes: Bytes }>>
  restore(
    from: { readonly words: readonly string[] } | { readonly file: Bytes; readonly passphrase: string },
  ): Promise<Answer<Me>>
  /** For a device that was compared on both screens. Fails on a device without the person key. */
  admitDevice(device: DeviceId): Promise<Answer<Admission>>
  /** This device becomes one of that person's; what it shared under its former person stays there. */
  becomeDeviceOf(admission: Admission): Promise<Answer<Me>>
  /** In every league of mine, by the person key. */
  revokeDevice(device: DeviceId): Promise<Answer<null>>

  leagues(): Promise<Answer<readonly LeagueStanding[]>>
  league(id: LeagueId): Promise<Answer<LeagueStanding | null>>
  /** The league of my devices; made when there is none. */
  devicesLeague(): Promise<Answer<LeagueId>>
  createLeague(use: Exclude<LeagueUse, 'devices'>, name: string): Promise<Answer<LeagueId>>
  /** Keeps it and writes this device's entry 0; doing so twice changes nothing. */
  joinLeague(league: LeagueToJoin): Promise<Answer<null>>
  changeLeague(id: LeagueId, change: LeagueChange): Promise<Answer<null>>
  /** Forgets the copy here; entries stay with the others. */
  leaveLeague(id: LeagueId): Promise<Answer<null>>
  /** Writes the invitation and keeps its seed here. */
  invite(
    league: LeagueId,
    how: {
      readonly role: Exclude<Role, 'admin'>
      readonly admits: boolean
      readonly until: EpochMillis | null
      readonly note: string
    },
  ): Promise<Answer<{ readonly key: string; readonly secret: Bytes }>>

  /** Drives the worker's replica; each answer is a copy. Throws when the worker is gone. */
  replica(league: LeagueId): Replica
  /** Blobs of the library that entries of this league name. */
  blobs(league: LeagueId): SharedBlobs
  /** Updates of what is edited together. */
  documents(league: LeagueId): DocumentStore
  noteMet(
    league: LeagueId,
    met: { readonly device: DeviceId; readonly route: string; readonly addresses: readonly string[] },
  ): Promise<Answer<null>>
  /** These have all that this device has now. */
  noteLevel(league: LeagueId, devices: readonly DeviceId[]): Promise<Answer<null>>
  /** Devices that were met, the last first. */
  seen(league: LeagueId): Promise<Answer<readonly SeenDevice[]>>

  board(query: BoardQuery): Promise<Answer<Board>>
  /** Earlier holders of the first place, newest first. */
  recordHistory(query: BoardQuery): Promise<Answer<readonly BoardRow[]>>
  changes(league: LeagueId, limit: number): Promise<Answer<readonly ChangeRow[]>>
  attention(league: LeagueId): Promise<Answer<readonly AttentionRow[]>>

  previewShare(wish: ShareWish): Promise<Answer<SharePreview>>
  share(wish: ShareWish): Promise<Answer<null>>
  withdraw(session: SessionId, league: LeagueId): Promise<Answer<null>>
  /** `heldBy` is for the mesh to say, so it is not here. */
  sharedWhere(session: SessionId): Promise<Answer<readonly Omit<SharedWhere, 'heldBy'>[]>>
  /** Publishes what the library says is due: to my devices by privacy level, elsewhere by shares whose session changed. */
  publishDue(): Promise<Answer<{ readonly published: number; readonly withdrawn: number }>>

  /** Bytes to fetch without being asked: of my own devices, newest first. */
  wanted(league: LeagueId, limit: number): Promise<Answer<readonly ChunkedRef[]>>
  /** Takes in what the entries and bytes here allow; called by itself after entries or bytes came. */
  takeIn(league: LeagueId): Promise<Answer<{ readonly sessions: number }>>
  /** Ask, fetch what it says, ask again until ready. */
  lapNeeds(lap: LapPointer): Promise<Answer<LapNeeds>>
  /** What timing it again said. */
  noteRecheck(lap: LapPointer, said: Recheck): Promise<Answer<null>>

  /** What recordings of other people take here. */
  othersUse(): Promise<Answer<OthersUse>>
  /** Down to what the settings allow; null when all may stay. */
  letOthersGo(): Promise<Answer<LetGo | null>>

  onNews(listener: (news: LeagueNews) => void): () => void
  close(): void
}

/** Numbers an open `PartialBlob` of the worker. */
export type PartialHandle = number

export interface OpenedPartial {
  readonly handle: PartialHandle
  readonly held: Bytes
  readonly chunkHashes: Bytes | null
}

/** Calls about one league's replica and blobs, as they cross. */
export interface LeagueWire {
  receive(league: LeagueId, batch: readonly SignedEntry[]): Promise<Receipt>
  write(league: LeagueId, draft: Draft): Promise<VerifiedEntry>
  governance(league: LeagueId): Promise<Governance | null>
  digest(league: LeagueId): Promise<EntryHash>
  tips(league: LeagueId): Promise<readonly Tip[]>
  has(league: LeagueId, hashes: readonly EntryHash[]): Promise<readonly boolean[]>
  missing(
    league: LeagueId,
    device: DeviceId,
    known: readonly EntryHash[],
    fromSeq: number,
    maxBytes: number,
  ): Promise<readonly SignedEntry[]>
  spine(league: LeagueId, device: DeviceId): Promise<readonly Tip[]>
  noteAlike(league: LeagueId): Promise<void>
  glimpse(league: LeagueId, board: string | null, limit: number): Promise<readonly SignedEntry[]>

  offer(league: LeagueId, sha256: Sha256): Promise<BlobOffer | null>
  readChunk(league: LeagueId, sha256: Sha256, index: number): Promise<Bytes | null>
  resume(league: LeagueId, ref: ChunkedRef): Promise<OpenedPartial | null>
  setChunkHashes(handle: PartialHandle, hashes: Bytes): Promise<Kept>
  putChunk(handle: PartialHandle, index: number, chunk: Bytes): Promise<Kept>
  finish(handle: PartialHandle): Promise<'named' | 'damaged' | 'full' | 'unavailable'>
  leave(handle: PartialHandle): Promise<void>

  listDocuments(league: LeagueId): Promise<readonly string[]>
  loadDocument(league: LeagueId, id: string): Promise<readonly DocumentRow[]>
  appendUpdate(league: LeagueId, id: string, update: Bytes): Promise<DocumentKept>
  compactDocument(
    league: LeagueId,
    id: string,
    rows: readonly number[],
    snapshot: Bytes,
  ): Promise<DocumentKept>
  quarantineUpdate(league: LeagueId, id: string, row: number): Promise<void>
  quarantinedUpdates(league: LeagueId, id: string): Promise<readonly DocumentRow[]>
  removeDocument(league: LeagueId, id: string): Promise<void>
}
